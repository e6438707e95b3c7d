"""Draws the picture of the README from a real tour: `python3 .github/picture.py TOUR.txt`.

TOUR.txt is what `COLUMNS=80 inglenook tour --sample-only --color always` prints. Needs `rich`.
"""

import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
# The picture ends where this section begins: completions and findings are shown, the rest is long.
END = "3  A review"

lines = Path(sys.argv[1]).read_text().splitlines()
plain = [Text.from_ansi(line).plain for line in lines]
end = next(at for at, line in enumerate(plain) if line.startswith(END))
console = Console(record=True, width=80, file=open("/dev/null", "w"))
console.print(Text("$ inglenook tour", style="bold"))
for line in lines[:end]:
    console.print(Text.from_ansi(line), no_wrap=True, crop=True)
console.save_svg(str(HERE / "tour.svg"), title="inglenook tour")
