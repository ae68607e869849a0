"""The route of progress: the figures of the page, as JSON."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from labeler.api.calls import Answer, Call, Operation, RefusedError, encode
from labeler.core.pace import Forecast, NotComputable
from labeler.core.people import Role
from labeler.workflow.progress import Asked, PersonLine, ProgressReports, Reader


class _Figures(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ForecastAnswer(_Figures):
    """When it will be through; without dates, ``reason`` says why there are none."""

    early: str | None
    middle: str | None
    late: str | None
    per_day: float | None
    reason: str


class DayAnswer(_Figures):
    """What somebody submitted on a day."""

    day: str
    login: str
    articles: int


class WorkerAnswer(_Figures):
    """What somebody has done and how fast; null where there is too little to tell."""

    login: str
    name: str
    submitted: int
    active_s: float
    per_active_hour: float | None
    median_minutes: float | None
    minutes_per_1000_words: float | None
    drafts: int
    skipped: int


class StuckAnswer(_Figures):
    """How many articles wait for somebody, by why."""

    stale: int
    skipped: int
    lapsed: int
    flagged: int


class ReasonAnswer(_Figures):
    """How often articles were skipped for a reason."""

    reason: str
    articles: int


class ProgressFiguresAnswer(_Figures):
    """How far it is: the project for leads, one's own work for annotators."""

    wanted: int
    done: int
    left: int
    drafts: int
    skipped: int
    forecast: ForecastAnswer
    days: list[DayAnswer]
    people: list[WorkerAnswer]
    stuck: StuckAnswer
    reasons: list[ReasonAnswer]


@dataclass(frozen=True, slots=True)
class ProgressRoutes:
    """How far the project is, over HTTP."""

    reports: ProgressReports

    def operations(self) -> tuple[Operation, ...]:
        """Return the routes with what OpenAPI says of them."""
        return (
            Operation(
                "GET",
                "/api/v1/progress",
                self.figures,
                "See what is done, by whom, how fast, what is stuck and when it will be through",
                {200: ProgressFiguresAnswer},
                query={
                    "person": "login of whose work counts; annotators see their own only",
                    "source": "who published the articles that count",
                    "first": "first day of what was submitted, as 2026-03-01",
                    "last": "last day of it",
                    "zone": "time zone of the days, such as Europe/Madrid; UTC if not set",
                },
            ),
        )

    def figures(self, call: Call) -> Answer:
        """See how far it is."""
        reader = Reader(
            call.person.login, Role(call.person.role), call.query.get("zone", "") or "UTC"
        )
        asked = Asked(
            call.query.get("person"),
            call.query.get("source"),
            _day(call, "first"),
            _day(call, "last"),
        )
        return Answer(200, encode(progress_figures(self.reports, reader, asked)))


def progress_figures(reports: ProgressReports, reader: Reader, asked: Asked) -> dict[str, Any]:
    """Return a :class:`ProgressFiguresAnswer`."""
    headline = reports.headline(reader, asked)
    stuck = reports.stuck(reader, asked)
    daily = reports.daily(reader, asked)
    return {
        "wanted": headline.places.wanted,
        "done": headline.places.filled,
        "left": headline.places.left,
        "drafts": headline.drafts,
        "skipped": headline.skipped,
        "forecast": _forecast(headline.forecast),
        "days": [
            {"day": day.isoformat(), "login": login, "articles": count}
            for (login, day), count in sorted(daily.items(), key=lambda entry: entry[0][::-1])
        ],
        "people": [_person(line) for line in reports.people(reader, asked)],
        "stuck": {
            "stale": stuck.stale,
            "skipped": stuck.skipped,
            "lapsed": stuck.lapsed,
            "flagged": stuck.flagged,
        },
        "reasons": [
            {"reason": line.reason, "articles": line.articles}
            for line in reports.reasons(reader, asked)
        ],
    }


def _person(line: PersonLine) -> dict[str, Any]:
    return {
        "login": line.login,
        "name": line.name,
        "submitted": line.pace.articles,
        "active_s": line.pace.active_s,
        "per_active_hour": line.pace.per_hour,
        "median_minutes": line.pace.median_minutes,
        "minutes_per_1000_words": line.pace.minutes_per_1000_words,
        "drafts": line.drafts,
        "skipped": line.skipped,
    }


def _forecast(found: Forecast | NotComputable) -> dict[str, Any]:
    if isinstance(found, NotComputable):
        nothing = dict.fromkeys(("early", "middle", "late", "per_day"))
        return {**nothing, "reason": found.reason}
    return {
        "early": found.early.isoformat(),
        "middle": None if found.middle is None else found.middle.isoformat(),
        "late": None if found.late is None else found.late.isoformat(),
        "per_day": found.per_day,
        "reason": "",
    }


def _day(call: Call, name: str) -> date | None:
    raw = call.query.get(name)
    if raw is None:
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        message = f"{name} wants a day such as 2026-03-01, not {raw[:40]!r}"
        raise RefusedError(400, "bad-request", message) from None
