"""What is done, by whom, how fast, what is stuck, and when it will be through.

Leads see all of it. Annotators see their own and nobody else's.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from labeler.core.errors import NotFoundError
from labeler.core.pace import Forecast, NotComputable, Pace, by_day, find_forecast, pace_of
from labeler.core.people import NotAllowedError, Role
from labeler.core.progress import (
    ArticleLines,
    Chosen,
    LabelCount,
    ListKind,
    Places,
    ReasonLine,
    SourceLine,
    Standing,
    Stuck,
)
from labeler.workflow.ports import Clock
from labeler.workflow.progress_ports import LabelTrends, ProgressBook

STALE_DAYS = 7
"""A draft that nobody has saved for so long is stuck."""
LAPSED_DAYS = 1
"""An article opened and never saved is stuck when its lease has been over for so long."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks, and what their clock shows."""

    login: str
    role: Role
    zone: str = "UTC"

    @property
    def clock(self) -> ZoneInfo:
        """Their time zone; UTC where nobody knows it."""
        try:
            return ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which work is asked about, by days of the reader's clock; both days count."""

    login: str | None = None
    source: str | None = None
    first: date | None = None
    last: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """How far it is: of the project, or of one person."""

    places: Places
    drafts: int
    skipped: int
    forecast: Forecast | NotComputable
    done: Mapping[date, int]
    """How many places were filled on each day with work, ever."""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """What somebody has done in the time asked about, and what they have in hand now."""

    login: str
    name: str
    pace: Pace
    drafts: int
    skipped: int


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """What somebody is told of their own work."""

    today: int
    week: int
    today_active_s: float
    week_active_s: float
    pace: Pace
    headline: Headline


@dataclass(frozen=True, slots=True)
class ProgressReports:
    """Reports on one project."""

    book: ProgressBook
    trends: LabelTrends
    project: str
    clock: Clock

    def today(self, reader: Reader) -> date:
        """Return the reader's date."""
        return self.clock().astimezone(reader.clock).date()

    def names(self, reader: Reader) -> Mapping[str, str]:
        """Return the names of those whose work the reader may see, by login."""
        names = self.book.names(self.project)
        if reader.role.covers(Role.LEAD):
            return names
        return {login: name for login, name in names.items() if login == reader.login}

    def source_names(self) -> Sequence[str]:
        """Return the names of the largest sources, in the order of the alphabet; 200 at most."""
        return self.book.source_names(self.project)

    def headline(self, reader: Reader, asked: Asked) -> Headline:
        """Return how far the project is, or one person; the days asked about do not matter."""
        chosen = self._chosen(reader, replace(asked, first=None, last=None))
        standings = self.book.standings(self.project, chosen.login, chosen.source)
        done = self._done(reader, chosen)
        if chosen.login is None:
            wanted = self.book.articles_wanted(self.project, chosen.source)
            places = Places(wanted, filled=sum(done.values()))
        else:
            places = self.book.places_wanted(self.project, chosen.login, chosen.source)
        return Headline(
            places,
            drafts=sum(line.drafts for line in standings),
            skipped=sum(line.skipped for line in standings),
            forecast=find_forecast(places.left, done, self.today(reader)),
            done=done,
        )

    def daily(self, reader: Reader, asked: Asked) -> Mapping[tuple[str, date], int]:
        """Return how many articles each person submitted on each day."""
        chosen = self._chosen(reader, asked)
        handed = self.book.handed_in(self.project, chosen, self._past_hour_min(reader))
        return by_day(handed, reader.clock)

    def people(self, reader: Reader, asked: Asked) -> Sequence[PersonLine]:
        """Return what each person has done and how fast, by name."""
        chosen = self._chosen(reader, asked)
        handed = defaultdict(list)
        for line in self.book.handed_in(self.project, chosen):
            handed[line.login].append(line)
        taken = defaultdict(list)
        for slot in self.book.times_taken(self.project, chosen):
            taken[slot.login].append(slot)
        characters = self.book.characters(self.project, chosen)
        standings = {
            line.login: line
            for line in self.book.standings(self.project, chosen.login, chosen.source)
        }
        names = self.book.names(self.project)
        lines = [
            PersonLine(
                login,
                names.get(login, login),
                pace_of(handed[login], taken[login], characters.get(login, 0)),
                standings.get(login, Standing(login)).drafts,
                standings.get(login, Standing(login)).skipped,
            )
            for login in handed.keys() | standings.keys()
        ]
        return sorted(lines, key=lambda line: (line.name.casefold(), line.login))

    def own(self, reader: Reader) -> OwnFigures:
        """Return what somebody is told of their own work; the pace is of the last four weeks."""
        today = self.today(reader)
        monday = today - timedelta(days=today.weekday())
        own = Asked(reader.login, first=today - timedelta(days=27))
        chosen = self._chosen(reader, own)
        handed = self.book.handed_in(self.project, chosen, self._past_hour_min(reader))
        taken = self.book.times_taken(self.project, chosen)
        characters = self.book.characters(self.project, chosen)
        dated = [(line.hour.astimezone(reader.clock).date(), line) for line in handed]
        return OwnFigures(
            today=sum(line.articles for day, line in dated if day == today),
            week=sum(line.articles for day, line in dated if day >= monday),
            today_active_s=sum(line.active_s for day, line in dated if day == today),
            week_active_s=sum(line.active_s for day, line in dated if day >= monday),
            pace=pace_of(handed, taken, characters.get(reader.login, 0)),
            headline=self.headline(reader, Asked(reader.login)),
        )

    def sources(self, reader: Reader) -> Sequence[SourceLine]:
        """Return how far each source is; for leads, as it counts everybody's work."""
        _demand_lead(reader)
        return self.book.by_source(self.project)

    def stuck(self, reader: Reader, asked: Asked) -> Stuck:
        """Return how much waits for somebody, by why."""
        counts = {
            kind: self.articles(reader, asked, kind, limit=0).total
            for kind in (ListKind.STALE, ListKind.SKIPPED, ListKind.LAPSED, ListKind.FLAGGED)
        }
        return Stuck(**{kind.value: total for kind, total in counts.items()})

    def reasons(self, reader: Reader, asked: Asked) -> Sequence[ReasonLine]:
        """Return why articles were skipped, the commonest reason first."""
        chosen = self._chosen(reader, asked)
        return self.book.reasons(self.project, chosen.login, chosen.source)

    def articles(
        self, reader: Reader, asked: Asked, kind: ListKind, *, limit: int, offset: int = 0
    ) -> ArticleLines:
        """Return some of the articles behind a number, and how many there are.

        Days count for what is submitted; the other lists tell how it is now.
        """
        chosen = self._chosen(reader, asked)
        if kind is ListKind.FLAGGED:
            whenever = replace(chosen, since=None, until=None)
            return self.trends.flagged(self.project, whenever, limit, offset)
        now = self.clock()
        return self.book.articles(
            self.project,
            kind,
            chosen,
            saved_before=now - timedelta(days=STALE_DAYS),
            lease_before=now - timedelta(days=LAPSED_DAYS),
            limit=limit,
            offset=offset,
        )

    def labels(self, reader: Reader, asked: Asked, layer: str) -> Sequence[LabelCount]:
        """Return how many labels of each type were submitted in each week of the reader's clock."""
        chosen = self._chosen(reader, asked)
        return self.trends.weekly(self.project, layer, chosen, reader.clock.key)

    def _done(self, reader: Reader, chosen: Chosen) -> Mapping[date, int]:
        past_hour_min = self._past_hour_min(reader)
        if chosen.login is None:
            hours = self.book.first_done(self.project, chosen.source, past_hour_min)
        else:
            handed = self.book.handed_in(self.project, chosen, past_hour_min)
            hours = [(line.hour, line.articles) for line in handed]
        done: dict[date, int] = defaultdict(int)
        for hour, count in hours:
            done[hour.astimezone(reader.clock).date()] += count
        return done

    def _chosen(self, reader: Reader, asked: Asked) -> Chosen:
        """Return which work counts; of annotators only their own.

        Raises:
            NotFoundError: an annotator asks about somebody else.
        """
        login = asked.login
        if not reader.role.covers(Role.LEAD):
            if login is not None and login != reader.login:
                raise NotFoundError(f"there is no work of {login!r}")
            login = reader.login
        return Chosen(
            login,
            asked.source,
            None if asked.first is None else _midnight(asked.first, reader),
            None if asked.last is None else _midnight(asked.last + timedelta(days=1), reader),
            asked.reason,
        )

    def _past_hour_min(self, reader: Reader) -> int:
        offset = self.clock().astimezone(reader.clock).utcoffset() or timedelta()
        return -(offset.seconds // 60) % 60


def _midnight(day: date, reader: Reader) -> datetime:
    return datetime.combine(day, time(), reader.clock).astimezone(UTC)


def _demand_lead(reader: Reader) -> None:
    if not reader.role.covers(Role.LEAD):
        raise NotAllowedError("what everybody has done is for leads of the project")
