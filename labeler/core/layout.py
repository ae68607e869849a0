"""Where the headline and the date line of an article lie, and what date it names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from labeler.core.document import Fragment

_DATELINE_MAX = 80
"""A date line is short; a longer line is a sentence that happens to hold a date."""
_YEARS = range(1600, 2201)
_NOON = 12

_MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}

# Only abbreviations that mean one thing in English-language news; IST, for
# one, is Indian, Irish or Israeli time, so a time in it keeps no offset.
_ZONE_HOURS: Mapping[str, float] = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "wet": 0,
    "bst": 1,
    "cet": 1,
    "west": 1,
    "cest": 2,
    "eet": 2,
    "sast": 2,
    "eest": 3,
    "msk": 3,
    "jst": 9,
    "kst": 9,
    "aest": 10,
    "aedt": 11,
    "nzst": 12,
    "nzdt": 13,
    "ast": -4,
    "edt": -4,
    "est": -5,
    "cdt": -5,
    "cst": -6,
    "mdt": -6,
    "mst": -7,
    "pdt": -7,
    "pst": -8,
    "akst": -9,
    "akdt": -8,
    "hst": -10,
}

_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_DATES = tuple(
    re.compile(r"(?<![\w.:/-])" + pattern + r"(?![\d/-])", re.IGNORECASE | re.ASCII)
    for pattern in (
        rf"{_MONTH}\s+{_DAY}\s*,?\s+{_YEAR}",
        rf"{_DAY}[\s/-]+(?:of\s+)?{_MONTH}[\s,/-]+{_YEAR}",
        rf"{_YEAR}(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep){_DAY}",
        rf"(?P<first>\d{{1,2}})(?P<sep>[./-])(?P<second>\d{{1,2}})(?P=sep){_YEAR}",
    )
)
_NOT_BLANK = re.compile(r"\S")
_PREFIX = re.compile(
    r"(?:(?:first|last|originally)\s+)?"
    r"(?:published|updated|posted|modified|released|issued|filed|date)"
    r"(?:\s+(?:on|at))?\s*:?\s+",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\b(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b\.?|\b(?:at|on)\b"
    r"|[,|·•–—@]|(?<!\S)-(?!\S)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"t?(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(?:(?P<half>[ap])\.?m\.?|hrs|hours)?"
    r"\s*\(?(?P<zone>[a-z]{1,5})?\s*(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?\)?",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Which stretches of an article are its headline and its date line."""

    headline: Fragment | None = None
    dateline: Fragment | None = None


def read_layout(text: str, title: str) -> Layout:
    """Return where headline and date line lie in ``text``.

    The headline is the first line that is not blank, if it reads like
    ``title``; the date line is the next such line, if ``parse_dateline``
    understands it. Surrounding white space belongs to neither.
    """
    first = _next_line(text, 0)
    if first is None:
        return Layout()
    headline = first if text[first.start : first.end] == title.strip() else None
    second = first if headline is None else _next_line(text, first.end)
    if second is None or parse_dateline(text[second.start : second.end]) is None:
        return Layout(headline)
    return Layout(headline, second)


def first_line(text: str) -> str:
    """Return the first line that is not blank, stripped; empty where all are."""
    found = _next_line(text, 0)
    return "" if found is None else text[found.start : found.end]


def parse_dateline(line: str) -> str | None:
    """Return the date a line names, in ISO 8601, if the line names nothing else.

    A date alone gives ``2015-11-17``, with a time of day
    ``2015-11-17T08:33:00``, with a known zone ``2015-11-17T08:33:00-05:00``.
    ``None`` for anything else, for a date without a year and for one that
    could be read two ways, such as ``11/12/2015``. Month names are English.
    """
    if len(line) > _DATELINE_MAX:
        return None
    line = " ".join(line.split())
    iso = _read_iso(line)
    if iso is not None:
        return iso
    rest = _PREFIX.sub("", line, count=1) if _PREFIX.match(line) else line
    for pattern in _DATES:
        found = pattern.search(rest)
        if found is None:
            continue
        day = _read_date(found.groupdict())
        if day is None:
            return None
        around = f"{rest[: found.start()]} {rest[found.end() :]}"
        return _with_time(day, " ".join(_FILLER.sub(" ", around).split()))
    return None


def _next_line(text: str, start: int) -> Fragment | None:
    """Return the next line with something in it, from ``start`` on, stripped."""
    found = _NOT_BLANK.search(text, start)
    if found is None:
        return None
    newline = text.find("\n", found.start())
    line = text[found.start() : newline if newline >= 0 else len(text)]
    return Fragment(found.start(), found.start() + len(line.rstrip()))


def _read_iso(line: str) -> str | None:
    """Return a line that is ISO 8601 already, in the form all others get."""
    try:
        day = date.fromisoformat(line)
    except ValueError:
        pass
    else:
        return day.isoformat() if day.year in _YEARS else None
    try:
        moment = datetime.fromisoformat(line)
    except ValueError:
        return None
    return moment.isoformat(timespec="seconds") if moment.year in _YEARS else None


def _read_date(parts: Mapping[str, str]) -> date | None:
    year = int(parts["year"])
    if "first" in parts:
        ordered = _order(int(parts["first"]), int(parts["second"]), parts["sep"])
        if ordered is None:
            return None
        day, month = ordered
    else:
        name = parts["month"].lower()
        day, month = int(parts["day"]), _MONTHS.get(name) or int(name)
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _order(first: int, second: int, separator: str) -> tuple[int, int] | None:
    """Return (day, month) of an all-digit date, ``None`` where it could be either."""
    # Dotted dates are written day first everywhere.
    if separator == "." or first > _NOON or first == second:
        return first, second
    return (second, first) if second > _NOON else None


def _with_time(day: date, rest: str) -> str | None:
    """Return the day, or the moment if ``rest`` is a time of day; ``None`` if it is words."""
    if not rest:
        return day.isoformat()
    found = _TIME.fullmatch(rest)
    if found is None or (found["minute"] is None and found["half"] is None):
        return None
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if found["half"].lower() == "p" else 0)
    try:
        moment = time(hour, int(found["minute"] or 0), int(found["second"] or 0))
        zone = _zone(found["zone"] or "", found["offset"] or "")
    except ValueError:
        return None
    return datetime.combine(day, moment, zone).isoformat(timespec="seconds")


def _zone(name: str, offset: str) -> tzinfo | None:
    """Return the zone, ``None`` where its abbreviation could mean several."""
    hours = _ZONE_HOURS.get(name.lower())
    if offset:
        digits = offset[1:].replace(":", "").zfill(2)
        minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
        return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
    if hours is None:
        return None
    return UTC if hours == 0 else timezone(timedelta(hours=hours))
