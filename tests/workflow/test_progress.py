"""Reports on progress: whose work somebody may see, and by whose clock days are counted."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from databases import Databases
from desk import MEETING, NOON, PROJECT, Desk, a_save, fill, meeting_labels, open_desk

from labeler.codec import load_annotation_set
from labeler.core.errors import NotFoundError
from labeler.core.pace import Forecast, NotComputable
from labeler.core.people import NotAllowedError, Role
from labeler.core.progress import ListKind, Places
from labeler.workflow.progress import Asked, ProgressReports, Reader

LEA = Reader("lea", Role.LEAD)
ANA = Reader("ana", Role.ANNOTATOR)
BO = Reader("bo", Role.ANNOTATOR)


@pytest.fixture
def desk(databases: Databases, kind: str, tmp_path) -> Iterator[Desk]:
    """Return a desk with three articles; Ana and Bo have submitted the first, Bo at night."""
    with databases.fresh(kind, fill) as url, open_desk(tmp_path, url=url) as opened:
        submit(opened, "ana", flags=["unsure"])
        opened.pass_time(11 * 3600)
        submit(opened, "bo")
        opened.publish()
        yield opened


@pytest.fixture
def reports(desk: Desk) -> ProgressReports:
    """Return the reports on it."""
    return desk.reports


def submit(desk: Desk, login: str, flags: list[str] | None = None) -> None:
    """Label the first article in a minute and submit it."""
    task = desk.store.open_task(PROJECT, MEETING.id, login, desk.now, 60)
    whole = meeting_labels(login)
    whole["mentions"][1]["flags"] = flags or []
    labels = load_annotation_set(json.dumps(whole), MEETING.text)
    save = a_save(1, 0, task.lease.fence, active_s=60.0)
    task = desk.store.save(PROJECT, task.id, labels, save, desk.now, 60)
    desk.store.submit(PROJECT, task.id, 1, task.lease.fence, desk.now)


def test_an_annotator_sees_their_own_and_nobody_elses(reports):
    """Whoever they ask about; another's work is as good as not there."""
    assert {line.login for line in reports.people(BO, Asked())} == {"bo"}
    assert set(reports.daily(BO, Asked())) == {("bo", date(2026, 3, 1))}
    lines = reports.articles(BO, Asked(), ListKind.SUBMITTED, limit=9).lines
    assert [line.login for line in lines] == ["bo"]
    for ask in (reports.headline, reports.daily, reports.people, reports.stuck, reports.reasons):
        with pytest.raises(NotFoundError):
            ask(BO, Asked("ana"))
    with pytest.raises(NotFoundError):
        reports.articles(BO, Asked("ana"), ListKind.SUBMITTED, limit=9)
    with pytest.raises(NotFoundError):
        reports.labels(BO, Asked("ana"), "events")
    with pytest.raises(NotAllowedError):
        reports.sources(BO)


def test_a_lead_sees_everybody_or_whom_they_choose(reports):
    """The article both labelled is done once."""
    assert [line.name for line in reports.people(LEA, Asked())] == ["Ana", "Bo"]
    assert [line.login for line in reports.people(LEA, Asked("ana"))] == ["ana"]
    headline = reports.headline(LEA, Asked())
    assert headline.places == Places(wanted=3, filled=1)
    assert headline.done == {date(2026, 3, 1): 1}
    assert headline.forecast == NotComputable(
        "it takes 3 days with work before today; 0 days so far"
    )
    assert [(line.source, line.articles, line.done) for line in reports.sources(LEA)] == [
        ("", 2, 0),
        ("Daily", 1, 1),
    ]


def test_days_are_those_of_the_readers_clock(reports, desk):
    """23:00 in UTC is the next day in Kathmandu, whose clock is 5 h 45 min ahead."""
    there = Reader("lea", Role.LEAD, "Asia/Kathmandu")
    assert reports.daily(there, Asked()) == {
        ("ana", date(2026, 3, 1)): 1,
        ("bo", date(2026, 3, 2)): 1,
    }
    second = Asked(first=date(2026, 3, 2), last=date(2026, 3, 2))
    assert set(reports.daily(there, second)) == {("bo", date(2026, 3, 2))}
    assert reports.articles(there, second, ListKind.SUBMITTED, limit=9).total == 1
    assert reports.articles(LEA, second, ListKind.SUBMITTED, limit=9).total == 0
    # In Kathmandu 23:50 on the first is 18:05 in UTC: within the hour that begins at 17:15 there.
    desk.now = datetime(2026, 3, 3, 18, 10, tzinfo=UTC)
    assert reports.today(there) == date(2026, 3, 3)
    assert reports.today(Reader("lea", Role.LEAD, "Nowhere/At all")) == date(2026, 3, 3)


def test_ones_own_page_counts_today_and_the_week(reports, desk):
    """A week begins on Monday; one article is no pace."""
    own = reports.own(ANA)
    assert (own.today, own.week, own.today_active_s) == (1, 1, 60.0)
    assert own.pace.per_hour is None
    assert own.headline.places == Places(wanted=3, filled=1)
    # 1 March 2026 is a Sunday.
    desk.now = NOON + timedelta(days=1)
    assert (reports.own(ANA).today, reports.own(ANA).week) == (0, 0)


def test_a_forecast_comes_of_days_with_work(reports, desk):
    """Three days, one article each by one person: what is left takes as many more."""
    for number, document in enumerate(("a-2", "a-3"), 1):
        desk.now = NOON + timedelta(days=number)
        task = desk.store.open_task(PROJECT, document, "ana", desk.now, 60)
        desk.store.skip(PROJECT, task.id, task.lease.fence, "no event", desk.now)
    assert isinstance(reports.headline(LEA, Asked()).forecast, NotComputable)
    assert reports.headline(ANA, Asked()).forecast == NotComputable("nothing is left")
    assert not isinstance(reports.headline(ANA, Asked()).forecast, Forecast)


def test_what_is_stuck_is_counted_and_listed(reports, desk):
    """Skipped with a reason, flagged; a draft is stuck after a week."""
    task = desk.store.open_task(PROJECT, "a-2", "bo", desk.now, 60)
    desk.store.skip(PROJECT, task.id, task.lease.fence, "no event", desk.now)
    desk.store.open_task(PROJECT, "a-3", "bo", desk.now, 60)
    stuck = reports.stuck(LEA, Asked())
    assert (stuck.stale, stuck.skipped, stuck.lapsed, stuck.flagged) == (0, 1, 0, 1)
    desk.now += timedelta(days=2)
    assert reports.stuck(LEA, Asked()).lapsed == 1
    assert [(r.reason, r.articles) for r in reports.reasons(LEA, Asked())] == [("no event", 1)]
    (line,) = reports.articles(LEA, Asked(), ListKind.FLAGGED, limit=9).lines
    assert (line.document_id, line.login, line.note) == ("a-1", "ana", "unsure 1")
    assert reports.stuck(BO, Asked()).flagged == 0


def test_labels_are_counted_by_week_and_type(reports):
    """The Monday of the week, in the reader's clock."""
    (events,) = reports.labels(LEA, Asked(), "events")
    assert (events.week, events.type, events.count) == ("2026-02-23", "Meet", 2)
    there = Reader("lea", Role.LEAD, "Asia/Kathmandu")
    weeks = {line.week: line.count for line in reports.labels(there, Asked(), "events")}
    assert weeks == {"2026-02-23": 1, "2026-03-02": 1}
    (own,) = reports.labels(ANA, Asked(), "entities")
    assert (own.type, own.count) == ("Actor", 1)
