"""What many people at once ask of Labeler: saves, script runs, the pages of leads.

``python bench/load/run.py`` runs every part on SQLite with one server and on PostgreSQL with
two, each on a database of its own whose people sign in, and writes each part into
``bench/load/RESULTS.md`` when it is measured. A part can be run alone:

``python bench/load/run.py --only paced --database sqlite --minutes 10``
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "surface"), str(HERE.parent.parent / "tests")]

from databases import KINDS
from lead_page import measure_lead_page
from pages import measure_pages
from saving import measure_paced, measure_unpaced
from sections import Section, keep

RESULTS = HERE / "RESULTS.md"
SERVED = {"sqlite": "SQLite, one server", "postgresql": "PostgreSQL, two servers"}
Part = Callable[[str, str, float], Section]
PARTS: dict[str, tuple[str, Part, float]] = {
    "paced": ("Saves, one each 2 s", measure_paced, 10.0),
    "unpaced": ("Saves, as fast as can be", measure_unpaced, 1.0),
    "page": ("A lead's page while 100 people label", measure_lead_page, 4.0),
    "pages": ("Pages of 100,000 articles", measure_pages, 0.0),
}
_LONGEST_MINUTES = 15.0
INTRODUCTION = """# Many people at once

`python bench/load/run.py` makes it, part by part: real servers, people with sessions, articles
that are each for three of them. The PostgreSQL waits for the disk, as SQLite does.
"""


def title_of(part: str, kind: str) -> str:
    """Return the heading of a part on a database."""
    return f"{PARTS[part][0]}: {SERVED[kind]}"


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PARTS, default="")
    parser.add_argument("--database", choices=KINDS, default="")
    parser.add_argument("--minutes", type=float, default=0.0, help="of each part")
    parser.add_argument("--dry", action="store_true", help="print, and leave the results alone")
    given = parser.parse_args()
    order = [title_of(part, kind) for part in PARTS for kind in KINDS]
    for part, (_, measure, usual) in PARTS.items():
        for kind in KINDS:
            if given.only not in {"", part} or given.database not in {"", kind}:
                continue
            title = title_of(part, kind)
            print(title, flush=True)
            began = time.monotonic()
            section = measure(title, kind, min(given.minutes or usual, _LONGEST_MINUTES))
            if not given.dry:
                keep(RESULTS, INTRODUCTION, order, section)
            print(f"{section.text()}\n  in {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
