"""The rules beside their peers on this machine: wall time, processor time and peak memory of each, and ratios.

Usage: python3 benches/peers-lint/run.py --inglenook PROGRAM [--ast-grep PROGRAM] [--semgrep PROGRAM]
           [--python FOLDER] [--rust FOLDER] [--repeat N] [--full] [--many N]

PROGRAMs are built or installed already (`pip install ast-grep-cli semgrep` in a virtual environment); FOLDERs
hold a large Python and a large Rust tree. Every figure is the best of N runs (3), the programs in turn, so that
each meets the same machine. --full also runs the whole rule set with data flow against Semgrep's fast front end
with the same rules, which takes minutes. --many writes that many small files and scans half of them, then all.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "oracle"))
from labelled import rules_folder  # noqa: E402

# Name, and the code: `...` for what is left open, which ast-grep writes `$$$A`.
PYTHON = """eval(...) exec(...) os.system(...) os.popen(...) pickle.loads(...) pickle.load(...) yaml.load(...)
marshal.loads(...) hashlib.md5(...) hashlib.sha1(...) random.random() tempfile.mktemp(...) mark_safe(...)
format_html(...) $C.execute(...) $Q.raw(...) re.compile(...) open(...) print(...) input(...)""".split()
RUST = """$X.unwrap() $X.expect(...) Vec::new() String::new() Vec::with_capacity(...) $X.clone() $X.to_string()
Box::new(...) Arc::new(...) Ok(...) Err(...) Some(...) $X.lock() $X.as_ptr() ptr::read(...) $X.len()
Command::new(...) $X.iter() mem::transmute(...) mem::forget(...)""".split()
# The rules alone: no credentials, which the peers do not look for.
OPTIONS = "[lint]\nsecrets = false\n"


def run(command, cwd=None):
    """Wall seconds, processor seconds, peak MB and the output; a program that fails ends the benchmark."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.monotonic()
        child = subprocess.Popen(command, stdout=out, stderr=err, cwd=cwd)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in (0, 1):
            err.seek(0)
            sys.exit(f"{command[0]} ended with {child.returncode}: {err.read()[-2000:].decode(errors='replace')}")
        out.seek(0)
        return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.read()


def best(commands, repeat, cwd=None):
    """By name: the figures of the run with the least wall time, and the findings."""
    kept = {}
    for _ in range(repeat):
        for name, (command, count) in commands.items():
            figures = run(command, cwd)
            if name not in kept or figures[0] < kept[name][0]:
                kept[name] = (*figures[:3], count(figures[3]))
    return kept


def table(title, kept):
    print(f"\n{title}")
    print(f"  {'':<24} {'wall s':>8} {'CPU s':>8} {'peak MB':>8} {'found':>8}")
    for name, (wall, cpu, peak, found) in kept.items():
        print(f"  {name:<24} {wall:8.2f} {cpu:8.2f} {peak:8.0f} {found:8}")
    own = kept["inglenook"]
    for name, (wall, cpu, _, _) in kept.items():
        if name != "inglenook":
            print(f"  inglenook / {name}: wall {own[0] / wall:.2f}, CPU {own[1] / cpu:.2f}")


def ours(out):
    return len(json.loads(out)["findings"])


def same_rules(folder, language, patterns):
    """Writes the patterns as rules for each program."""
    rules, docs = [], []
    for number, pattern in enumerate(patterns):
        head = {"id": f"p{number}", "languages": [language], "severity": "WARNING", "message": pattern}
        rules.append({**head, "pattern": pattern})
        rule = {"pattern": pattern.replace("...", "$$$A")}
        docs.append(json.dumps({"id": f"p{number}", "language": language, "rule": rule, "message": pattern}))
    (folder / "rules.yaml").write_text(json.dumps({"rules": rules}))
    (folder / "sg.yml").write_text("\n---\n".join(docs))
    (folder / "options.toml").write_text(OPTIONS)


def same(args, language, tree, patterns):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        same_rules(folder, language, patterns)
        program = [args.inglenook, "--config", str(folder / "options.toml"), "scan", "--format", "json"]
        commands = {"inglenook": (program + ["--no-built-in", "--rules", str(folder / "rules.yaml"), str(tree)], ours)}
        if args.ast_grep:
            command = [args.ast_grep, "scan", "--rule", str(folder / "sg.yml"), "--json=stream", str(tree)]
            commands["ast-grep"] = (command, lambda out: out.count(b"\n"))
        if args.semgrep:
            commands["semgrep, experimental"] = semgrep(args, folder / "rules.yaml", tree)
        table(f"{len(patterns)} patterns, {language}: {tree.name}", best(commands, args.repeat))


def semgrep(args, rules, tree):
    command = [args.semgrep, "scan", "--experimental", "--metrics", "off", "--disable-version-check", "--no-git-ignore"]
    return command + ["--config", str(rules), "--json", str(tree)], lambda out: len(json.loads(out)["results"])


def full(args, tree):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "rules").mkdir()
        count = rules_folder(folder / "rules")
        (folder / "options.toml").write_text(OPTIONS)
        command = [args.inglenook, "--config", str(folder / "options.toml"), "scan", "--format", "json", str(tree)]
        commands = {"inglenook": (command, ours)}
        if args.semgrep:
            commands["semgrep, experimental"] = semgrep(args, folder / "rules", tree)
        table(f"all {count} rules with data flow: {tree.name}", best(commands, 1))


def cold(args, tree):
    """One file of two kilobytes, from the start of the program."""
    texts = sorted(tree.rglob("*.py"))
    text = next(path.read_text() for path in texts if 1900 < path.stat().st_size < 2200)
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "one.py"
        file.write_text(text)
        commands = {"inglenook": ([args.inglenook, "scan", "--format", "json", str(file)], ours)}
        if args.semgrep:
            rules = pathlib.Path(folder) / "rules"
            rules.mkdir()
            rules_folder(rules)
            commands["semgrep, experimental"] = semgrep(args, rules, file)
        table(f"one file of {len(text)} bytes, all rules, cold", best(commands, 5))


def listed(args, tree):
    files = [str(path) for path in sorted(tree.rglob("*.py"))[:500]]
    command = [args.inglenook, "scan", "--format", "json", *files]
    table(f"{len(files)} files named on the command line", best({"inglenook": (command, ours)}, args.repeat))


def many(args):
    """Time per file and peak memory of many small files: the ratio of all to half of them tells of growth."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        kept = {}
        for part, name in enumerate(("half", "inglenook")):
            for number in range(part * args.many // 2, (part + 1) * args.many // 2):
                inner = folder / f"d{number // 1000}"
                inner.mkdir(exist_ok=True)
                text = f"import os\n\ndef run{number}(command):\n    return os.path.join(command, '{number}')\n"
                (inner / f"f{number}.py").write_text(text)
            kept[name] = best({name: ([args.inglenook, "scan", "--format", "json", str(folder)], ours)}, 1)[name]
        table(f"{args.many // 2} and {args.many} small files", kept)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--inglenook", required=True)
    parser.add_argument("--ast-grep")
    parser.add_argument("--semgrep")
    parser.add_argument("--python", type=pathlib.Path)
    parser.add_argument("--rust", type=pathlib.Path)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--many", type=int, default=0)
    args = parser.parse_args()
    for language, tree, patterns in (("python", args.python, PYTHON), ("rust", args.rust, RUST)):
        if tree:
            same(args, language, tree, patterns)
    if args.python:
        cold(args, args.python)
        listed(args, args.python)
    if args.many:
        many(args)
    if args.full:
        for tree in filter(None, (args.python, args.rust)):
            full(args, tree)


if __name__ == "__main__":
    main()
