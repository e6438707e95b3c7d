"""A sample of real source files, the same each time: what the build and the tests have installed anyway.

Usage: python3 tests/oracle/sample.py FOLDER SOURCE... [--count 2000]

Copies COUNT files with an ending that rules look at from the SOURCE folders (cargo's unpacked crates, a virtual
environment's packages, node_modules) into FOLDER, flat, so that no tool leaves any out for its folder's name.
Each source gives an equal share; index.tsv tells where each file comes from.
"""

import argparse
import pathlib
import random
import shutil

ENDINGS = {".rs", ".py", ".js", ".jsx", ".ts", ".tsx", ".go", ".java", ".c", ".h", ".cpp", ".cc", ".hpp"}
# Semgrep leaves out larger ones; minified code says nothing of rules.
SMALLEST, LARGEST, LONGEST_LINE = 500, 200_000, 1_000


def files(source):
    for path in sorted(source.rglob("*")):
        if path.suffix in ENDINGS and path.is_file() and SMALLEST <= path.stat().st_size <= LARGEST:
            yield path


def fine(path):
    try:
        text = path.read_text()
    except UnicodeDecodeError:
        return False
    return max(map(len, text.split("\n"))) <= LONGEST_LINE and not path.name.endswith((".min.js", ".d.ts"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("sources", type=pathlib.Path, nargs="+")
    parser.add_argument("--count", type=int, default=2000)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for source in args.sources:
        found = list(files(source))
        random.Random(20261124).shuffle(found)
        share = 0
        for path in found:
            if share * len(args.sources) >= args.count:
                break
            if fine(path):
                name = f"s{len(rows):05d}{path.suffix}"
                shutil.copyfile(path, args.folder / name)
                rows.append(f"{name}\t{path}")
                share += 1
    (args.folder / "index.tsv").write_text("\n".join(rows) + "\n")
    print(f"{len(rows)} files")


if __name__ == "__main__":
    main()
