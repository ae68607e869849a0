"""Saves from many annotators at once: paced as people work, and as fast as they can."""

import time
from dataclasses import dataclass

from annotator import Pace
from browser import chromium, window
from crowd import Worked, at_work
from installation import WANTED, Installation, installed
from lookup import Found, look_up
from one_browser import Labelled, label_in_a_browser
from sections import Section, Times, circumstances, met, table
from writing import labels_of

PEOPLE = 50
_LABELLING_S = 60.0
_SAVE = "save"
_ACTIONS = {
    _SAVE: "whole-article save",
    "submit": "submit",
    "next": "next article",
    "renew": "lease kept for longer",
}


@dataclass(frozen=True, slots=True)
class Budget:
    """What saves have to keep to."""

    p95_ms: int
    worst_ms: float = float("inf")
    least_per_s: float = 0.0

    def is_kept(self, saves: Times, per_s: float) -> bool:
        """Say whether it is kept to."""
        in_time = saves.p95 <= self.p95_ms and saves.worst <= self.worst_ms
        return in_time and per_s >= self.least_per_s

    def __str__(self) -> str:
        parts = [f"p95 ≤ {self.p95_ms} ms"]
        if self.least_per_s:
            parts.insert(0, f"≥ {self.least_per_s:g} /s")
        if self.worst_ms < float("inf"):
            parts.append(f"worst ≤ {self.worst_ms:g} ms")
        return ", ".join([*parts, "no errors, all found"])


PACED, PACED_BUDGET = Pace(pause_s=2.0), Budget(100, worst_ms=1000)
UNPACED, UNPACED_BUDGET = Pace(pause_s=0.0), Budget(500, least_per_s=150)
_MOST_PER_S = 300.0


def measure_paced(title: str, kind: str, minutes: float) -> Section:
    """Let 50 people save once each two seconds, and one label in a browser for a minute."""
    seconds = 60 * minutes
    articles = articles_for(seconds, PEOPLE, PEOPLE / PACED.pause_s)
    with installed(kind, PEOPLE + 1, articles) as here:
        here.start()
        *seats, own = here.seats()
        with at_work(seats, seconds, PACED, articles) as working:
            with chromium() as browser, window(browser, own) as page:
                labelled = label_in_a_browser(page, here, own, min(seconds, _LABELLING_S))
            worked = working.result()
        found = _found(here, worked, own.login)
        told = _told(here, worked, found, PACED_BUDGET)
    return Section(title, (*told, "", _reruns(labelled), "", _made("paced", minutes)))


def measure_unpaced(title: str, kind: str, minutes: float) -> Section:
    """Let 50 people save one time after the other without a pause."""
    seconds = 60 * minutes
    articles = articles_for(seconds, PEOPLE, _MOST_PER_S)
    with installed(kind, PEOPLE, articles) as here:
        here.start()
        with at_work(here.seats(), seconds, UNPACED, articles) as working:
            worked = working.result()
        told = _told(here, worked, _found(here, worked), UNPACED_BUDGET)
    return Section(title, (*told, "", _made("unpaced", minutes)))


def articles_for(seconds: float, people: int, saves_per_s: float) -> int:
    """Return how many articles last so long, with some to spare."""
    tasks = saves_per_s * seconds / PACED.saves + 2 * people
    return int(1.3 * tasks / WANTED) + 20


def _found(here: Installation, worked: Worked, but: str = "") -> Found:
    cpu_ms = 1000 * here.cpu_s() / max(1, len(worked.record.acknowledged))
    print(f"  {cpu_ms:.1f} ms of the servers' processors a save", flush=True)
    here.stop()
    began = time.monotonic()
    found = look_up(here.url, worked.record, but)
    print(f"  looked up in {time.monotonic() - began:.0f} s", flush=True)
    for line in (*worked.record.failures, *found.faults)[:10]:
        print(f"  {line}", flush=True)
    return found


def _told(here: Installation, worked: Worked, found: Found, budget: Budget) -> list[str]:
    record, servers = worked.record, len(here.servers)
    rows = []
    for action, name in _ACTIONS.items():
        times = Times(tuple(record.times_ms.get(action, ())))
        if not times.ms:
            continue
        rate = len(times.ms) / worked.seconds
        holds = budget.is_kept(times, rate) and not record.failures and not found.faults
        judged = (str(budget), met(holds)) if action == _SAVE else ("–", "–")
        spread = [f"{ms:.0f} ms" for ms in (times.median, times.p95, times.worst)]
        rows.append([name, len(times.ms), f"{rate:.1f} /s", *spread, *judged])
    size_kb = len(labels_of("bench-0", "annotator-000", 0).json.encode()) / 1000
    where = "one server" if servers == 1 else f"{servers} servers"
    about = (
        f"{PEOPLE} annotators at {where}, {worked.seconds / 60:.1f} minutes. A save is a whole "
        f"article: 600 words, 60 mentions, 15 events, {size_kb:.0f} KB."
    )
    missing = sum(fault.endswith("not as it was sent") for fault in found.faults)
    after = (
        f"Errors: {len(record.failures)}. Acknowledged revisions found afterwards, with the "
        f"labels that were sent: {found.revisions - missing} of {found.revisions}. Submits looked "
        f"up: {found.submits}. Faults besides: {len(found.faults) - missing}."
    )
    head = ["", "n", "rate", "median", "p95", "worst", "budget", "met"]
    return [about, "", *table(head, rows), "", after]


def _reruns(labelled: Labelled) -> str:
    return (
        f"Meanwhile one more person labelled in a browser: {labelled.saves} saves, "
        f"{labelled.submits} articles handed in. The page script ran {labelled.runs_to_open} "
        f"times to open the page and {labelled.runs} times after that; budget: none; met: "
        f"{met(labelled.runs == 0)}."
    )


def _made(part: str, minutes: float) -> str:
    return circumstances(f"python bench/load/run.py --only {part} --minutes {minutes:g}")
