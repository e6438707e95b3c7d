"""Semgrep as an oracle: the same rules over the same files, and where the two disagree.

Usage: python3 tests/oracle/semgrep.py INGLENOOK [PATH ...] [--keep FOLDER] [--chunk 150] [--plain]

INGLENOOK is the built binary. PATHs are files or folders to compare on; without one, the annotated
files beside the rules. Needs `semgrep` on the PATH or named by $SEMGREP (`pip install semgrep` in a
virtual environment). Prints the agreement of (file, line, rule) as a percentage of their union and
each difference by rule; exit code 1 below 97 %, 2 when a tool could not run. Files of a language meet
the rules of that language only, CHUNK files at a time. --keep writes what Semgrep finds in each such
part into FOLDER and reads it there when it is there already: its share takes long, and so it can be
stopped and taken up again. --plain follows data no further than Semgrep does
(`lint.across_functions` off).
"""

import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from labelled import expanded

LEAST = 97.0
ROOT = pathlib.Path(__file__).resolve().parents[2]
GRAMMARS = ROOT / "grammars"
# What Semgrep calls the language of a file.
LANGUAGES = {
    ".rs": "rust", ".py": "python", ".js": "javascript", ".jsx": "javascript", ".mjs": "javascript",
    ".cjs": "javascript", ".ts": "typescript", ".tsx": "typescript", ".go": "go", ".java": "java", ".c": "c",
    ".h": "c", ".cpp": "cpp", ".cc": "cpp", ".cxx": "cpp", ".hpp": "cpp", ".hh": "cpp",
}
# Seconds for one rule and one file, and the largest file: one bundle may not eat the time of all others.
TIMEOUT, LARGEST = 15, 200_000


def run(command, fine):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in fine:
        print(f"{command[0]} ended with {done.returncode}:\n{done.stderr[-3000:]}")
        sys.exit(2)
    return done.stdout


def files_of(paths):
    """Files by language, those of folders among them."""
    out = collections.defaultdict(list)
    for path in map(pathlib.Path, paths):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            language = LANGUAGES.get(file.suffix)
            if language and file.is_file():
                out[language].append(os.path.abspath(file))
    return out


def rules_of(language, folder):
    """Writes the rules that name the language into the folder, lists written out; gives their ids."""
    ids = set()
    for rule in sorted(GRAMMARS.glob("*/rules/*.yaml")):
        text = expanded(rule)
        named = re.search(r"^\s*languages:\s*\[(.*)\]", text, re.MULTILINE)
        if named and language in [one.strip() for one in named[1].split(",")]:
            (folder / rule.name).write_text(text)
            ids.add(rule.stem)
    return ids


def semgrep(folder, files):
    program = os.environ.get("SEMGREP", "semgrep")
    command = [program, "scan", "--experimental", "--config", str(folder), "--json", "--jobs", "1"]
    command += ["--timeout", str(TIMEOUT), "--max-target-bytes", str(LARGEST), "--metrics", "off"]
    command += ["--disable-version-check", "--no-git-ignore", "--disable-nosem"]
    out = json.loads(run(command + files, (0, 1)))
    found = []
    for result in out["results"]:
        rule = result["check_id"].rsplit(".", 1)[-1]
        found.append([os.path.abspath(result["path"]), result["start"]["line"], rule])
    errors = []
    for error in out.get("errors", []):
        kind = error.get("type")
        errors.append([kind if isinstance(kind, str) else kind[0], error.get("path"), str(error.get("message"))])
    return {"found": sorted(found), "errors": errors}


def theirs(files, keep, chunk):
    """What Semgrep finds in files of each language, and what it says of files that it could not read."""
    found, errors, ids = set(), [], set()
    for language, own in sorted(files.items()):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            known = rules_of(language, folder)
            ids |= known
            for start in range(0, len(own), chunk):
                kept = keep / f"{language}-{chunk}-{start:05d}.json" if keep else None
                if kept and kept.exists():
                    part = json.loads(kept.read_text())
                elif known:
                    part = semgrep(folder, own[start : start + chunk])
                    if kept:
                        kept.write_text(json.dumps(part))
                        print(f"semgrep: {language}, {start + chunk} of {len(own)}", flush=True)
                found |= {tuple(one) for one in part["found"]}
                errors += part["errors"]
    return found, errors, ids


def ours(binary, files, plain):
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as options:
        options.write(f"[lint]\nsecrets = false\nacross_functions = {'false' if plain else 'true'}\n")
        options.flush()
        command = [binary, "--config", options.name, "scan", "--format", "json"]
        out = json.loads(run(command + [file for own in files.values() for file in own], (0, 1)))
    for note in out["notes"]:
        print("inglenook:", note)
    found = set()
    for finding in out["findings"]:
        # Credentials are no rules that Semgrep is given.
        if finding["rule"].startswith("secret-"):
            continue
        found.add((os.path.abspath(finding["path"]), finding["start"]["line"], finding["rule"]))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--chunk", type=int, default=150)
    parser.add_argument("--plain", action="store_true")
    args = parser.parse_args()
    paths = args.paths
    if not paths:
        beside = GRAMMARS.glob("*/rules/*")
        paths = sorted(str(path) for path in beside if path.suffix != ".yaml")
    if args.keep:
        args.keep.mkdir(parents=True, exist_ok=True)
    files = files_of(paths)
    found, errors, ids = theirs(files, args.keep, args.chunk)
    for kind, path, message in errors:
        print(f"semgrep: {kind} {path}: {message.splitlines()[0][:150] if message else ''}")
    mine = ours(args.program, files, args.plain)
    # Rules that are newer than what was kept would count as differences.
    mine = {one for one in mine if one[2] in ids}
    for name, only in (("only semgrep", found - mine), ("only inglenook", mine - found)):
        by_rule = collections.Counter(rule for _, _, rule in only)
        for rule, number in by_rule.most_common():
            print(f"{name}: {number:5} {rule}")
            places = sorted((path, line) for path, line, one in only if one == rule)
            for path, line in places[:8]:
                print(f"    {os.path.relpath(path)}:{line}")
    both, union = len(mine & found), len(mine | found)
    share = 100.0 * both / union if union else 100.0
    count = sum(map(len, files.values()))
    print(f"{len(ids)} rules, {count} files: {both} of {union} findings agree, {share:.1f} %")
    return 0 if share >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
