"""Recall and precision of the rules on labelled programs, by language and family of weaknesses.

Usage: python3 tests/oracle/labelled.py PROGRAM DATA [--semgrep] [--lang NAME] [--rules] [--misses]

PROGRAM is the built inglenook, or with --semgrep the program `semgrep`, which then gets the rule
files of this tree with their shared lists written out. DATA is a folder with
`labelled_programs.jsonl.gz`: one JSON object a line with id, lang, cwe, path, text and alert_lines.
A finding of the program's family of weaknesses that covers an alert line is right, one elsewhere in
the file is a false alarm, and recall is over alert lines. --lang keeps one language, --rules counts
by rule, --misses prints each missed line and each false alarm. Exit code 2 when the program fails.
"""

import argparse
import collections
import gzip
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Weaknesses that count as the same: a rule may name a neighbour of what the label names.
FAMILIES = [
    {22, 23, 36, 73},
    {77, 78, 88},
    {79, 80, 116},
    {89, 564, 943},
    {90},
    {94, 95, 96, 913, 1336},
    {611, 776, 827},
    {643, 91},
    {310, 326, 327, 328, 329, 760, 780, 916, 1204},
    {330, 331, 335, 338, 340},
    {502},
    {601},
    {918},
    {614, 1004, 1275},
    {295, 296, 297, 298, 299, 300, 311, 319, 322},
    {200, 209, 215, 312, 313, 315, 359, 489, 497, 532},
    {256, 259, 321, 344, 522, 798},
    {400, 625, 730, 770, 789, 1333},
    {471, 915, 1321},
    {93, 113, 117},
    {352},
    {345, 347},
    {190, 191, 192, 197, 680, 681},
    {119, 120, 121, 125, 131, 134, 242, 415, 416, 476, 676, 761, 787, 788, 822, 825},
    {276, 377, 378, 379, 668, 732},
    {501},
    {384, 613},
]


def family(cwe):
    """The set that a weakness belongs to: itself when it stands in none."""
    return next((known for known in FAMILIES if cwe in known), {cwe})


def expanded(rule):
    """A rule file's text with each `- list: name` replaced by the items of that list."""
    lists = rule.parent.parent / "lists"
    out = []
    for line in rule.read_text().splitlines():
        found = re.fullmatch(r"(\s*)- list: (\S+)", line)
        if found is None:
            out.append(line)
            continue
        items = (lists / f"{found[2]}.yaml").read_text().splitlines()
        out.extend(found[1] + item for item in items)
    return "\n".join(out) + "\n"


def rules_folder(folder):
    """Writes every rule file of this tree into the folder, lists written out; gives their number."""
    rules = sorted((ROOT / "grammars").glob("*/rules/*.yaml"))
    for rule in rules:
        (folder / rule.name).write_text(expanded(rule))
    return len(rules)


def run(command, fine):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in fine:
        print(f"{command[0]} ended with {done.returncode}:\n{done.stderr[-3000:]}")
        sys.exit(2)
    return json.loads(done.stdout)


def numbers(texts):
    if isinstance(texts, str):
        texts = [texts]
    return {int(found[1]) for text in texts if (found := re.match(r"CWE-(\d+)", text))}


def ours(program, folder):
    for one in run([program, "scan", "--format", "json", str(folder)], (0, 1))["findings"]:
        lines = (one["start"]["line"], one["end"]["line"])
        yield pathlib.Path(one["path"]).name, lines, one["rule"], numbers(one["cwe"])


def theirs(program, folder):
    with tempfile.TemporaryDirectory() as rules:
        rules_folder(pathlib.Path(rules))
        command = [program, "scan", "--experimental", "--metrics", "off", "--no-git-ignore"]
        command += ["--config", rules, "--json", str(folder)]
        answer = run(command, (0, 1))
    for error in answer.get("errors", []):
        if error.get("level") == "error":
            print("semgrep:", str(error.get("message"))[:300])
    for one in answer["results"]:
        lines = (one["start"]["line"], one["end"]["line"])
        cwes = numbers(one["extra"]["metadata"].get("cwe", []))
        yield pathlib.Path(one["path"]).name, lines, one["check_id"].rsplit(".", 1)[-1], cwes


class Count:
    """Alert lines, those found, findings that are right, and those that are not."""

    def __init__(self):
        self.alerts = self.found = self.right = self.wrong = 0

    def row(self, name):
        recall = self.found / self.alerts if self.alerts else 0.0
        said = self.right + self.wrong
        precision = f"{self.right / said:9.2f}" if said else "        –"
        return f"{name:<32} {self.alerts:>6} {recall:>7.2f} {precision} {said:>9}"


def score(rows, findings, args):
    """Counts by (language, family) and by rule."""
    by_family = collections.defaultdict(Count)
    by_rule = collections.defaultdict(Count)
    for name, row in rows.items():
        same = family(row["cwe"])
        alerts = set(row["alert_lines"])
        covered = set()
        count = by_family[row["lang"], min(same)]
        # Two rules on the same lines are one finding for the reader.
        for lines, rules in sorted(findings.get(name, {}).items()):
            rules = {rule for rule, cwes in rules if cwes & same}
            if not rules:
                continue
            hit = alerts & set(range(lines[0], lines[1] + 1))
            covered |= hit
            for part in [count] + [by_rule[row["lang"], rule] for rule in rules]:
                part.right += bool(hit)
                part.wrong += not hit
            if args.misses and not hit:
                print(f"false {row['id']}:{lines[0]} {' '.join(sorted(rules))}")
        count.alerts += len(alerts)
        count.found += len(covered)
        if args.misses:
            for line in sorted(alerts - covered):
                text = row["text"].split("\n")[line - 1].strip()
                print(f"missed {row['id']}:{line} {text[:110]}")
    return by_family, by_rule


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--semgrep", action="store_true")
    parser.add_argument("--lang")
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    rows = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        with gzip.open(args.data / "labelled_programs.jsonl.gz", "rt") as file:
            for number, line in enumerate(file):
                row = json.loads(line)
                if args.lang in (None, row["lang"]):
                    name = f"p{number}{pathlib.Path(row['path']).suffix}"
                    rows[name] = row
                    (folder / name).write_text(row["text"])
        findings = collections.defaultdict(lambda: collections.defaultdict(set))
        for name, lines, rule, cwes in (theirs if args.semgrep else ours)(args.program, folder):
            findings[name][lines].add((rule, frozenset(cwes)))
    by_family, by_rule = score(rows, findings, args)
    print(f"{'':<32} {'alerts':>6}  recall precision  findings")
    for lang in sorted({lang for lang, _ in by_family}):
        whole = Count()
        for (of, cwe), count in sorted(by_family.items()):
            if of == lang:
                for key, value in vars(count).items():
                    setattr(whole, key, getattr(whole, key) + value)
                print(count.row(f"{lang} CWE-{cwe}"))
        print(whole.row(f"{lang}, all"))
    if args.rules:
        for (lang, rule), count in sorted(by_rule.items()):
            print(f"{lang:<12} {rule:<40} right {count.right:>4}  wrong {count.wrong:>4}")


if __name__ == "__main__":
    main()
