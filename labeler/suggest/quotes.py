"""Stretches of text in quotation marks."""

from dataclasses import dataclass

_PAIRS = {"“": "”", "„": "“", "«": "»", "‘": "’"}
_STRAIGHT = '"'
_DOUBLE = ("''", "``")
_LONGEST = 6000


@dataclass(frozen=True, slots=True)
class Quote:
    """Text in quotation marks, marks included, in code points.

    ``parts`` has one entry per paragraph: a quotation that runs on opens
    again in each paragraph and closes in the last.
    """

    parts: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Where the first mark stands."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """Behind the last mark."""
        return self.parts[-1][1]


def find_quotes(text: str) -> tuple[Quote, ...]:
    """Return the outermost quotations of a text, in order.

    A mark that is never closed opens a quotation only where the next
    paragraph opens with a mark again; else it is left alone, so that one
    forgotten mark does not turn the rest of the article into speech.
    """
    found: list[Quote] = []
    running: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            closed, open_at = _in_line(text, start, end)
            if not _opens_with_mark(line):
                running = []
            if running and closed:
                # Its last part is the first pair of this line.
                found.append(Quote((*running, closed[0])))
                running, closed = [], closed[1:]
            elif running and open_at is not None:
                running.append((open_at, _stripped_end(text, end)))
                open_at = None
            found.extend(Quote((pair,)) for pair in closed)
            if open_at is not None and not running:
                running = [(open_at, _stripped_end(text, end))]
        start = end + 1
    return tuple(q for q in found if q.end - q.start <= _LONGEST)


def _opens_with_mark(line: str) -> bool:
    words = line.lstrip()
    return words[:1] in _PAIRS or words[:1] == _STRAIGHT or words[:2] in _DOUBLE


def _stripped_end(text: str, end: int) -> int:
    while text[end - 1].isspace():
        end -= 1
    return end


def _in_line(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], int | None]:
    """Return the closed quotations of a line, and where one opens that does not close."""
    closed: list[tuple[int, int]] = []
    opened: int | None = None
    closer = ""
    i = start
    while i < end:
        mark = text[i : i + 2] if text[i : i + 2] in _DOUBLE else text[i]
        if opened is None:
            if mark in _PAIRS or (mark in {_STRAIGHT, *_DOUBLE} and _can_open(text, i, mark, end)):
                opened, closer = i, _PAIRS.get(mark, "''" if mark in _DOUBLE else mark)
        elif mark == closer and _can_close(text, i, mark, end):
            closed.append((opened, i + len(mark)))
            opened = None
        i += len(mark)
    return closed, opened


def _can_open(text: str, i: int, mark: str, end: int) -> bool:
    before = text[i - 1] if i else " "
    after = text[i + len(mark)] if i + len(mark) < end else " "
    return not after.isspace() and not before.isalnum()


def _can_close(text: str, i: int, mark: str, end: int) -> bool:
    if mark in "”“»":
        return True
    before = text[i - 1]
    after = text[i + len(mark)] if i + len(mark) < end else " "
    # ’ is an apostrophe inside a word, and " before a word after a blank opens.
    return not after.isalnum() if mark == "’" else not (before.isspace() and after.isalnum())
