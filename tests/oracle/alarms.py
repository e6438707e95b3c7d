"""What the rules say of real code that nobody labelled: findings by rule, and a sample to read.

Usage: python3 tests/oracle/alarms.py PROGRAM FOLDER... [--lock Cargo.lock] [--keep FILE] [--top 20]
       [--sample 100] [--severity high] [--seed 20261124]

PROGRAM is the built inglenook. FOLDERs are searched whole; with --lock, a FOLDER that holds unpacked crates is
searched only for those that the lock file names. Prints findings per 1,000 lines by language and by rule (the
noisiest first), credentials apart, and then a sample of findings of a severity or above with the code around each:
the same sample each time. --keep reads the findings from FILE, or writes them there when it is not there yet.
"""

import argparse
import collections
import json
import pathlib
import random
import subprocess
import sys
import tomllib

ENDINGS = {
    ".rs": "rust", ".py": "python", ".js": "js/ts", ".mjs": "js/ts", ".cjs": "js/ts", ".jsx": "js/ts",
    ".ts": "js/ts", ".tsx": "js/ts", ".go": "go", ".java": "java", ".c": "c/c++", ".h": "c/c++",
    ".cc": "c/c++", ".cpp": "c/c++", ".hpp": "c/c++",
}
SEVERITIES = ["low", "medium", "high", "critical"]
# The largest file that `scan` looks at.
LARGEST = 2 * 1024 * 1024
# Command lines have a limit.
AT_ONCE = 40


def folders(args):
    """The folders that are searched: those given, or the locked crates in them."""
    if not args.lock:
        return args.folders
    packages = tomllib.loads(args.lock.read_text())["package"]
    names = {f"{package['name']}-{package['version']}" for package in packages}
    out = []
    for folder in args.folders:
        crates = [folder / name for name in sorted(names) if (folder / name).is_dir()]
        out.extend(crates or [folder])
    return out


def lines_of(paths):
    """Lines and files by language."""
    lines, files = collections.Counter(), collections.Counter()
    for folder in paths:
        for path in folder.rglob("*"):
            language = ENDINGS.get(path.suffix)
            if language and path.is_file() and path.stat().st_size <= LARGEST:
                lines[language] += path.read_bytes().count(b"\n")
                files[language] += 1
    return lines, files


def findings(program, paths):
    found = []
    for start in range(0, len(paths), AT_ONCE):
        command = [program, "scan", "--format", "json"] + [str(path) for path in paths[start : start + AT_ONCE]]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            print(f"{program} ended with {done.returncode}:\n{done.stderr[-3000:]}")
            sys.exit(2)
        for one in json.loads(done.stdout)["findings"]:
            keys = ("rule", "severity", "confidence", "path", "start", "end")
            found.append({key: one[key] for key in keys})
    return found


def show(one):
    path = pathlib.Path(one["path"])
    text = path.read_text(errors="replace").split("\n")
    first, last = one["start"]["line"], one["end"]["line"]
    print(f"\n== {one['rule']} ({one['severity']}, {one['confidence']}) {path}:{first}")
    for number in range(max(1, first - 6), min(len(text), last + 4) + 1):
        mark = ">" if first <= number <= last else " "
        print(f"{mark}{number:6} {text[number - 1][:160]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("folders", type=pathlib.Path, nargs="+")
    parser.add_argument("--lock", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--top", type=int, default=20)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--severity", default="high", choices=SEVERITIES)
    parser.add_argument("--seed", type=int, default=20261124)
    args = parser.parse_args()
    paths = folders(args)
    lines, files = lines_of(paths)
    if args.keep and args.keep.exists():
        found = json.loads(args.keep.read_text())
    else:
        found = findings(args.program, paths)
        if args.keep:
            args.keep.write_text(json.dumps(found))
    secrets = [one for one in found if one["rule"].startswith("secret-")]
    found = [one for one in found if not one["rule"].startswith("secret-")]
    by_language = collections.Counter(ENDINGS.get(pathlib.Path(one["path"]).suffix) for one in found)
    for language, count in lines.most_common():
        share = 1000 * by_language[language] / max(count, 1)
        print(f"{language:<8} {files[language]:>6} files {count:>9} lines {by_language[language]:>6} found {share:6.2f} a 1,000")
    by_rule = collections.Counter((one["rule"], one["severity"]) for one in found)
    for (rule, severity), count in by_rule.most_common(args.top):
        language = collections.Counter(
            ENDINGS.get(pathlib.Path(one["path"]).suffix) for one in found if one["rule"] == rule
        ).most_common(1)[0][0]
        print(f"{count:>6} {1000 * count / max(lines[language], 1):7.3f} a 1,000 {rule} ({severity})")
    by_severity = collections.Counter(one["severity"] for one in found)
    print(f"{len(found)} of {len(by_rule)} rules: {dict(by_severity)}; {len(secrets)} about credentials")
    least = SEVERITIES.index(args.severity)
    severe = [one for one in found if SEVERITIES.index(one["severity"]) >= least]
    severe.sort(key=lambda one: (one["path"], one["start"]["line"], one["rule"]))
    for one in random.Random(args.seed).sample(severe, min(args.sample, len(severe))):
        show(one)
    return 0


if __name__ == "__main__":
    sys.exit(main())
