"""Where some words stand in all articles, and how people have labelled them there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from labeler.core.concordance import (
    Concordance,
    Finder,
    Place,
    ShortArticle,
    one_line,
    show_place,
    words_in,
)
from labeler.core.errors import ConversionError
from labeler.workflow.ports import LabelledReadings, TextSearch

FEWEST, MOST = 2, 200
"""How many characters the words may have, blanks at either end aside."""

# What is read in a third of a second; docs/decisions/0007 has the figures.
_MOST_CHARACTERS = 20_000_000
_AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class Concordances:
    """Concordances over the articles of one project. Drafts of others never show in them."""

    texts: TextSearch
    labels: LabelledReadings
    project: str

    def find(self, words: str, *, leave_out: str = "", limit: int = 50) -> Concordance:
        """Return where the words stand, whatever their case and the blanks between them.

        Args:
            words: they stand where no letter or digit touches them.
            leave_out: id of an article that does not count.
            limit: places to return at most; ``total`` counts on.

        Raises:
            ConversionError: too few or too many characters, or no letter and no digit.
        """
        asked = one_line(words)
        if not FEWEST <= len(asked) <= MOST:
            raise ConversionError(
                f"words wants {FEWEST} to {MOST} characters, not {len(asked)}; select a word or two"
            )
        wanted = words_in(asked)
        if not wanted:
            raise ConversionError("words wants a letter or a digit; select a word or two")
        seen = _Seen(Finder(asked), leave_out, limit)
        numbers = self.texts.numbers_of_articles(self.project, wanted)
        for article in self._articles(numbers):
            seen.look_through(article)
        keys = {(place.document_id, place.start, place.end) for place in seen.places}
        found = self.labels.readings(self.project, asked, keys)
        rows = tuple(
            replace(place, labels=found.labels.get((place.document_id, place.start, place.end), ()))
            for place in seen.places
        )
        more = seen.looked_through < len(numbers)
        return Concordance(asked, seen.total, more, seen.documents, rows, found.types)

    def _articles(self, numbers: Sequence[int]) -> Iterator[ShortArticle]:
        """Yield articles as far as a request may read."""
        left = _MOST_CHARACTERS
        for start in range(0, len(numbers), _AT_A_TIME):
            some = self.texts.articles_numbered(self.project, numbers[start : start + _AT_A_TIME])
            for article in some:
                if left <= 0:
                    return
                left -= len(article.text)
                yield article


class _Seen:
    """What was found so far."""

    def __init__(self, finder: Finder, leave_out: str, limit: int) -> None:
        self._finder = finder
        self._leave_out = leave_out
        self._limit = limit
        self.places: list[Place] = []
        self.total = 0
        self.documents = 0
        self.looked_through = 0

    def look_through(self, article: ShortArticle) -> None:
        self.looked_through += 1
        if article.id == self._leave_out:
            return
        before = self.total
        for start, end in self._finder.places(article.text):
            self.total += 1
            if len(self.places) < self._limit:
                place = show_place(article.id, article.title, article.text, start, end)
                self.places.append(place)
        self.documents += self.total > before
