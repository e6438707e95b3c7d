"""Semgrep as an oracle: the same rules over the same files, and where the two disagree.

Usage: python3 tests/oracle/semgrep.py INGLENOOK [PATH ...] [--keep FILE] [--plain]

INGLENOOK is the built binary. PATHs are files or folders to compare on; without one, the annotated
files beside the rules. Needs `semgrep` on the PATH or named by $SEMGREP (`pip install semgrep` in a
virtual environment). Prints the agreement of (file, line, rule) as a percentage of their union and
each difference by rule; exit code 1 below 97 %, 2 when a tool could not run. --keep reads Semgrep's
findings from FILE, or writes them there when it is not there yet: its part takes minutes. --plain follows data
no further than Semgrep does (`lint.across_functions` off).
"""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from labelled import rules_folder

LEAST = 97.0
ROOT = pathlib.Path(__file__).resolve().parents[2]
GRAMMARS = ROOT / "grammars"


def run(command, fine):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in fine:
        print(f"{command[0]} ended with {done.returncode}:\n{done.stderr[-3000:]}")
        sys.exit(2)
    return done.stdout


def semgrep(folder, paths):
    program = os.environ.get("SEMGREP", "semgrep")
    command = [program, "scan", "--experimental", "--config", str(folder), "--json"]
    command += ["--metrics", "off", "--disable-version-check", "--no-git-ignore", "--disable-nosem"]
    out = json.loads(run(command + paths, (0, 1)))
    for error in out.get("errors", []):
        print("semgrep:", error.get("type"), error.get("path"), str(error.get("message"))[:300])
    found = set()
    for result in out["results"]:
        rule = result["check_id"].rsplit(".", 1)[-1]
        found.add((os.path.abspath(result["path"]), result["start"]["line"], rule))
    return found


def kept(file, folder, paths):
    """Semgrep's findings, from the file if it is there."""
    if file and file.exists():
        return {tuple(one) for one in json.loads(file.read_text())}
    found = semgrep(folder, paths)
    if file:
        file.write_text(json.dumps(sorted(found)))
    return found


def ours(binary, paths, plain):
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as options:
        options.write(f"[lint]\nsecrets = false\nacross_functions = {'false' if plain else 'true'}\n")
        options.flush()
        command = [binary, "--config", options.name, "scan", "--format", "json"]
        out = json.loads(run(command + paths, (0, 1)))
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
    parser.add_argument("--plain", action="store_true")
    args = parser.parse_args()
    paths = args.paths
    if not paths:
        beside = GRAMMARS.glob("*/rules/*")
        paths = sorted(str(path) for path in beside if path.suffix != ".yaml")
    with tempfile.TemporaryDirectory() as folder:
        count = rules_folder(pathlib.Path(folder))
        theirs = kept(args.keep, folder, paths)
    mine = ours(args.program, paths, args.plain)
    for name, only in (("only semgrep", theirs - mine), ("only inglenook", mine - theirs)):
        by_rule = collections.Counter(rule for _, _, rule in only)
        for rule, number in by_rule.most_common():
            print(f"{name}: {number:5} {rule}")
            places = sorted((path, line) for path, line, one in only if one == rule)
            for path, line in places[:8]:
                print(f"    {os.path.relpath(path)}:{line}")
    both, union = len(mine & theirs), len(mine | theirs)
    share = 100.0 * both / union if union else 100.0
    print(f"{count} rules, {len(paths)} paths: {both} of {union} findings agree, {share:.1f} %")
    return 0 if share >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
