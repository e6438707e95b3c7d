"""Semgrep as an oracle: the same rules over the same files, and where the two disagree.

Usage: python3 tests/oracle/semgrep.py INGLENOOK [PATH ...]

INGLENOOK is the built binary. PATHs are files or folders to compare on; without one, the annotated
files beside the rules. Needs `semgrep` on the PATH or named by $SEMGREP (`pip install semgrep` in a
virtual environment). Prints the agreement of (file, line, rule) as a percentage of their union and
each difference; exit code 1 below 97 %, 2 when a tool could not run.
"""

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


def ours(binary, paths):
    out = json.loads(run([binary, "scan", "--format", "json"] + paths, (0, 1)))
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
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    paths = sys.argv[2:]
    if not paths:
        beside = GRAMMARS.glob("*/rules/*")
        paths = sorted(str(path) for path in beside if path.suffix != ".yaml")
    with tempfile.TemporaryDirectory() as folder:
        count = rules_folder(pathlib.Path(folder))
        theirs = semgrep(folder, paths)
    mine = ours(sys.argv[1], paths)
    for name, only in (("only semgrep", theirs - mine), ("only inglenook", mine - theirs)):
        for path, line, rule in sorted(only):
            print(f"{name}: {os.path.relpath(path)}:{line} {rule}")
    both, union = len(mine & theirs), len(mine | theirs)
    share = 100.0 * both / union if union else 100.0
    print(f"{count} rules, {len(paths)} paths: {both} of {union} findings agree, {share:.1f} %")
    return 0 if share >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
