"""Kill the server at random moments while people label, and see whether anything was lost.

``python bench/kill/run.py --times 100`` ends a server with SIGKILL, as a power
cut of the process, starts it again, and so on, while eight people save as fast as
they can; each sends what was not answered again under the same id, as the surface
does. Then every acknowledged save is looked up, and the database gone through.
Writes ``bench/kill/RESULTS.md``, a section for each database.
"""

import argparse
import random
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TOP = HERE.parent.parent
sys.path[:0] = [str(HERE), str(HERE.parent / "load"), str(HERE.parent / "surface")]
sys.path[:0] = [str(TOP / "tests")]

from annotator import Pace
from crowd import Worked, at_work
from databases import KINDS
from installation import Installation, installed
from lookup import look_up
from sections import Section, Times, circumstances, keep, met, table
from soundness import find_half_rows, find_stuck, find_wrong_labels
from warm_serving import WarmApp

from labeler.settings import DEFAULT_PROJECT, Settings
from labeler.store import SqlStore

RESULTS = HERE / "RESULTS.md"
SERVED = {"sqlite": "SQLite, one server", "postgresql": "PostgreSQL, two servers"}
PEOPLE = 8
PACE = Pace(pause_s=0.0, saves=4, renew_s=1.0, patience_s=90.0)
LEASE_S = 120
LATEST_S = 1.5
_ARTICLES_A_KILL = 15
_MOST_S = 1800.0
INTRODUCTION = """# Killed again and again

`python bench/kill/run.py` makes it. A server is killed (SIGKILL) at a random moment up to 1.5 s
after it answers, and started again; on PostgreSQL one of the two, by chance. Eight people with
sessions label meanwhile, as fast as they can: four saves, then the article is handed in. What
was not answered they send again under the same id.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was looked for, and what was found."""

    worked: Worked
    checks: tuple[tuple[str, int, tuple[str, ...]], ...]
    """What has to hold, of how many, and where it does not."""
    down_ms: Times


def kill_repeatedly(here: Installation, times: int, dice: random.Random) -> Times:
    """Kill a server and start it again, so often; return how long each was away."""
    away = []
    for number in range(1, times + 1):
        time.sleep(dice.uniform(0.0, LATEST_S))
        server = dice.choice(here.servers)
        server.kill()
        began = time.monotonic()
        server.start()
        away.append((time.monotonic() - began) * 1000)
        if number % 10 == 0:
            print(f"  killed {number} times", flush=True)
    return Times(tuple(away))


def attempt(kind: str, times: int, seed: int) -> Outcome:
    """Let people label while servers are killed, and look at what is left."""
    articles = 40 + times * _ARTICLES_A_KILL
    dice = random.Random(seed)  # noqa: S311 - moments, no secret
    with installed(kind, PEOPLE, articles, WarmApp) as here:
        for server in here.servers:
            server.environment["LABELER_LEASE_S"] = str(LEASE_S)
        enough = here.data / "enough"
        here.start()
        with at_work(here.seats(), _MOST_S, PACE, articles, enough) as working:
            try:
                away = kill_repeatedly(here, times, dice)
            finally:
                enough.touch()
            worked = working.result()
        return Outcome(worked, _look(here, worked), away)


def _look(here: Installation, worked: Worked) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    here.servers[0].wait_until(lambda: _is_published(here), "the live labels stayed behind")
    here.stop()
    found = look_up(here.url, worked.record)
    half = find_half_rows(here.url)
    wrong = find_wrong_labels(here.url, Settings(data=here.data).labels_folder)
    claimed, stuck = find_stuck(here.url, LEASE_S)
    after = find_half_rows(here.url)
    saved = len(worked.record.acknowledged)
    return (
        ("acknowledged saves and submits are there, as sent", saved, found.faults),
        ("nothing was refused", saved, tuple(worked.record.failures)),
        ("no row contradicts another", saved, tuple(half)),
        ("the live labels are what a rebuild writes", found.submits, tuple(wrong)),
        ("no lease blocks an article beyond its time", claimed, tuple(stuck)),
        ("no row contradicts another after that", claimed, tuple(after)),
    )


def _is_published(here: Installation) -> bool:
    with closing(SqlStore(here.url)) as store:
        return not store.outbox(DEFAULT_PROJECT)


def section_of(kind: str, times: int, seed: int, outcome: Outcome) -> Section:
    """Return what is written of it."""
    record = outcome.worked.record
    for _, _, faults in outcome.checks:
        for fault in faults[:5]:
            print(f"  {fault}", flush=True)
    rows = [[name, of, len(faults), met(not faults)] for name, of, faults in outcome.checks]
    about = (
        f"Killed {times} times, seed {seed}. {PEOPLE} people saved {len(record.acknowledged)} "
        f"times and handed in {len(record.submitted)} articles in "
        f"{outcome.worked.seconds:.0f} s; {record.sent_again} calls were sent again. A server "
        f"answered again after {outcome.down_ms.median:.0f} ms (median), "
        f"{outcome.down_ms.worst:.0f} ms at worst, forked from a process that has imported it."
    )
    what = table(["what has to hold", "of", "faults", "met"], rows)
    made = circumstances(f"python bench/kill/run.py --times {times} --seed {seed}")
    return Section(SERVED[kind], (about, "", *what, "", made))


def main() -> None:
    """Kill, look, and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--database", choices=KINDS, default="")
    parser.add_argument("--dry", action="store_true", help="print, and leave the results alone")
    given = parser.parse_args()
    times = min(given.times, 1000)
    for kind in KINDS:
        if given.database not in {"", kind}:
            continue
        print(SERVED[kind], flush=True)
        section = section_of(kind, times, given.seed, attempt(kind, times, given.seed))
        if not given.dry:
            keep(RESULTS, INTRODUCTION, list(SERVED.values()), section)
        print(section.text(), flush=True)


if __name__ == "__main__":
    main()
