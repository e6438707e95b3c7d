"""Outside readers of the output formats: does each take what `scan` writes, without a complaint?

Usage: python3 tests/oracle/formats.py INGLENOOK

INGLENOOK is the built binary. It scans a small project made here, with a suppressed finding, a fix,
a flow through a function, awkward names and letters. Readers:
  SARIF   @microsoft/sarif-multitool-linux from npm (below $NODE_PATH), its rules and GitHub's own
          ingestion rules: no error, and of warnings only that the tool has no home page;
          sarif-tools from PyPI, a second reader: counts the same findings
  JUnit   the schema of Jenkins' xUnit plugin, junit-10.xsd of pytest's sources (named by $JUNIT_XSD);
          junitparser from PyPI
  rdjson  @umbrelladocs/rdformat-validator from npm (below $NODE_PATH), strict; and that each range
          covers code
  GitLab  the types of a Code Climate issue, of codeclimate-types from npm, as TypeScript's compiler
          (also below $NODE_PATH) holds the report against them; and what GitLab's own page adds: each
          field is there, fingerprints are unique, paths are relative, a description is one line
  others  their documented fields, by hand
Prints a line for each; exit code 1 when one complains, 2 when a reader is missing.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    import junitparser
    from lxml import etree
    from sarif import loader
except ImportError as error:
    print(f"{error}: pip install junitparser lxml sarif-tools")
    sys.exit(2)

SAMPLES = {
    "src/a b,c#.py": "import os\n\n\nclass Store:\n    def open(self, é):\n        os.system(é)\n",
    "src/known.py": "import os\nos.system(x)  # inglenook: ignore[python-os-system] fixed until 2999-01-01\n",
    "src/load.py": "import yaml\n\n\ndef settings(text):\n    return yaml.load(text)\n",
    "src/flow.py": "from flask import request\n\n\ndef run():\n    name = request.args['n']\n    eval(name)\n",
    "web/a.js": "eval(location.hash);\n",
}
# The project has no home page to name.
ALLOWED = {"SARIF2005"}


def scan(binary, folder, name):
    out = folder / f"out.{name}"
    command = [binary, "scan", "src", "web", "--format", name, "--output", str(out)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode != 1:
        print(f"scan --format {name} ended with {done.returncode}: {done.stderr}")
        sys.exit(2)
    return out


def from_npm(package, file):
    """The file of an installed package."""
    for folder in os.environ.get("NODE_PATH", "").split(os.pathsep):
        path = pathlib.Path(folder) / package / file
        if path.is_file():
            return path
    print(f"{file} is not below $NODE_PATH: npm install {package}")
    sys.exit(2)


def multitool():
    tool = from_npm("@microsoft/sarif-multitool-linux", "Sarif.Multitool")
    tool.chmod(0o755)
    return tool


def sarif(path, folder, count):
    report = folder / "validation.sarif"
    command = [str(multitool()), "validate", str(path), "--rule-kind", "Sarif;Ghas"]
    command += ["--level", "Error;Warning", "--kind", "Fail", "-o", str(report)]
    quiet = dict(os.environ, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1")
    done = subprocess.run(command + ["--log", "ForceOverwrite"], env=quiet, capture_output=True, text=True)
    if not report.is_file():
        return [f"the validator did not run: {done.stdout[-500:]}{done.stderr[-500:]}"]
    run = json.loads(report.read_text(encoding="utf-8-sig"))["runs"][0]
    wrong = [
        f"{result['ruleId']} {result.get('level', 'warning')}: {result['message']}"
        for result in run.get("results", [])
        if result["ruleId"] not in ALLOWED and result.get("level") != "note"
    ]
    for invocation in run.get("invocations", []):
        for note in invocation.get("toolConfigurationNotifications", []):
            wrong.append(str(note["message"]))
    results = [result for one in json.loads(path.read_text())["runs"] for result in one["results"]]
    for part in ("codeFlows", "fixes", "suppressions"):
        if not any(result.get(part) for result in results):
            wrong.append(f"no result has {part}: nothing was shown of them")
    second = loader.load_sarif_file(str(path)).get_result_count()
    suppressed = 1
    if second not in (count, count + suppressed):
        wrong.append(f"sarif-tools reads {second} results, not {count} open and {suppressed} suppressed")
    return wrong


def junit(path, count):
    schema = pathlib.Path(os.environ.get("JUNIT_XSD", ""))
    if not schema.is_file():
        print("$JUNIT_XSD does not name testing/example_scripts/junit-10.xsd of pytest's sources")
        sys.exit(2)
    schema = etree.XMLSchema(etree.parse(str(schema)))
    schema.validate(etree.parse(str(path)))
    wrong = [f"line {error.line}: {error.message}" for error in schema.error_log]
    suites = junitparser.JUnitXml.fromfile(str(path))
    cases = [case for suite in suites for case in suite]
    failed = [case for case in cases if any(isinstance(r, junitparser.Failure) for r in case.result)]
    return wrong + ([] if len(failed) == count else [f"{len(failed)} failures, not {count}"])


def climate(issues, folder):
    """What TypeScript's compiler says of issues held against the types of Code Climate."""
    types = from_npm("codeclimate-types", "index.d.ts")
    source = folder / "issues.ts"
    text = json.dumps(issues)
    source.write_text(f"import type {{ Issue }} from {json.dumps(str(types)[:-5])};\nexport const all: Issue[] = {text};\n")
    command = ["node", str(from_npm("typescript", "bin/tsc")), "--noEmit", "--strict", "--skipLibCheck"]
    done = subprocess.run(command + [str(source)], capture_output=True, text=True, cwd=folder)
    return [] if done.returncode == 0 else [done.stdout[-800:] + done.stderr[-200:]]


def gitlab(path, folder, count):
    issues = json.loads(path.read_text())
    wrong = climate(issues, folder)
    wrong += [] if len(issues) == count else [f"{len(issues)} issues, not {count}"]
    # The check itself: a severity that is none must be refused.
    if issues and not climate([dict(issues[0], severity="huge")], folder):
        wrong.append("the types take any severity")
    if len({issue["fingerprint"] for issue in issues}) != len(issues):
        wrong.append("fingerprints repeat")
    for issue in issues:
        if issue["severity"] not in ("info", "minor", "major", "critical", "blocker"):
            wrong.append(f"severity {issue['severity']}")
        if not (issue["description"] and issue["check_name"] and issue["fingerprint"]):
            wrong.append("a field is empty")
        if "\n" in issue["description"]:
            wrong.append(f"a description of more than one line: {issue['description']}")
        if issue["location"]["lines"]["begin"] < 1 or issue["location"]["path"].startswith(("./", "/")):
            wrong.append(f"location {issue['location']}")
    return wrong


def rdformat(document, folder):
    """What the validator says of a whole document."""
    path = folder / "rdjson.json"
    path.write_text(json.dumps(document))
    tool = from_npm("@umbrelladocs/rdformat-validator", "bin/rdformat-validator.js")
    command = ["node", str(tool), "--strict", "--no-extra-fields", "--format", "json", str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    return [] if done.returncode == 0 else [f"{done.stdout[-800:]}{done.stderr[-200:]}"]


def rdjson(document, folder, count):
    diagnostics = document["diagnostics"]
    wrong = rdformat(document, folder)
    wrong += [] if len(diagnostics) == count else [f"{len(diagnostics)} diagnostics, not {count}"]
    known = {"message", "location", "severity", "source", "code", "suggestions", "related_locations"}
    for one in diagnostics:
        if set(one) - known:
            wrong.append(f"unknown fields {set(one) - known}")
        if one["severity"] not in ("ERROR", "WARNING", "INFO"):
            wrong.append(f"severity {one['severity']}")
        place = one["location"]
        lines = (folder / place["path"]).read_bytes().split(b"\n")
        start, end = place["range"]["start"], place["range"]["end"]
        if start["line"] == end["line"]:
            code = lines[start["line"] - 1][start["column"] - 1 : end["column"] - 1]
            if not code.decode().strip():
                wrong.append(f"{place} covers nothing")
    return wrong


def github(path, count):
    form = re.compile(r"^::(error|warning|notice) (\w+=[^,:]*)(,\w+=[^,:]*)*::.+$")
    lines = path.read_text().splitlines()
    wrong = [line for line in lines if not form.match(line)]
    commands = [line for line in lines if "file=" in line]
    return wrong + ([] if len(commands) == count else [f"{len(commands)} annotations, not {count}"])


def main():
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for path, text in SAMPLES.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text)
        report = json.loads(scan(binary, folder, "json").read_text())
        count = len(report["findings"])
        lines = scan(binary, folder, "rdjsonl").read_text().splitlines()
        found = {
            "sarif": sarif(scan(binary, folder, "sarif"), folder, count),
            "junit": junit(scan(binary, folder, "junit"), count),
            "gitlab": gitlab(scan(binary, folder, "gitlab"), folder, count),
            "rdjson": rdjson(json.loads(scan(binary, folder, "rdjson").read_text()), folder, count),
            "rdjsonl": rdjson({"diagnostics": [json.loads(line) for line in lines]}, folder, count),
            "github": github(scan(binary, folder, "github"), count),
        }
        if count < 3 or len(report["suppressed"]) != 1:
            found["json"] = [f"{count} findings and {len(report['suppressed'])} suppressed"]
    for name, wrong in found.items():
        print(f"{name}: {'; '.join(wrong) if wrong else f'fine, {count} findings'}")
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
