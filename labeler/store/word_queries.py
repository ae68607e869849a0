"""In which articles words stand: an index that imports append to.

A segment holds the words of articles that were stored together, numbered as
they were imported. Looking a word up takes one step for each segment.
"""

import struct
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from labeler.core.concordance import ShortArticle, words_in
from labeler.store.document_queries import lock_project
from labeler.store.rows import chunks
from labeler.store.tables import documents, projects, texts, word_postings, word_segments
from labeler.store.trash_rows import HERE

SEGMENT = 1_000
"""Articles in a segment at most; more numbers would not fit into 16 bits."""

# Longer runs of letters are no words of a language, and PostgreSQL indexes
# no value of more than 2,700 bytes. They are found by the rest of the text.
_LONGEST_WORD = 100
_FEW = 100


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The words of some articles, each with where in the row of articles it stands."""

    size: int
    places: Mapping[str, Sequence[int]]


def index_words(articles: Sequence[str]) -> WordIndex:
    """Return the words of some texts; no database is asked, so no lock is held meanwhile."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(articles):
        for word in words_in(text):
            if len(word) <= _LONGEST_WORD:
                places[word].append(place)
    return WordIndex(len(articles), places)


def append(connection: Connection, project: str, first: int, index: WordIndex) -> None:
    """Store the words of articles whose numbers start at ``first``."""
    connection.execute(
        insert(word_segments).values(project=project, first=first, last=first + index.size - 1)
    )
    # In the order of the key, so that each row goes behind the one before.
    rows = [
        {
            "project": project,
            "segment": first,
            "word": word,
            "numbers": struct.pack(f"<{len(places)}H", *places),
        }
        for word, places in sorted(index.places.items())
    ]
    if rows:
        connection.execute(insert(word_postings), rows)


def index_in_segments(articles: Sequence[str]) -> list[WordIndex]:
    """Return the words of any number of texts, a segment at a time."""
    return [
        index_words(articles[start : start + SEGMENT]) for start in range(0, len(articles), SEGMENT)
    ]


def projects_behind(connection: Connection) -> list[str]:
    """Return the projects that have articles behind their last segment."""
    last = (
        select(func.coalesce(func.max(word_segments.c.last), 0))
        .where(word_segments.c.project == projects.c.id)
        .scalar_subquery()
    )
    newest = (
        select(func.coalesce(func.max(documents.c.seq), 0))
        .where(documents.c.project == projects.c.id)
        .scalar_subquery()
    )
    return list(connection.execute(select(projects.c.id).where(newest > last)).scalars())


def unindexed(connection: Connection, project: str) -> tuple[int, list[str]]:
    """Return the texts of the next articles without words in the index, and their first number.

    Until the commit no other process does the same.
    """
    lock_project(connection, project)
    done = connection.execute(
        select(func.coalesce(func.max(word_segments.c.last), 0)).where(
            word_segments.c.project == project
        )
    ).scalar_one()
    query = (
        select(texts.c.text)
        .join_from(documents, texts)
        .where(documents.c.project == project, documents.c.seq > done)
        .order_by(documents.c.seq)
        .limit(SEGMENT)
    )
    return done + 1, list(connection.execute(query).scalars())


def numbers_of(connection: Connection, project: str, words: Collection[str]) -> list[int]:
    """Return the numbers of the articles that may hold all the words, in order.

    No article that does is missing.
    """
    query = select(word_segments.c.first).where(word_segments.c.project == project)
    segments = list(connection.execute(query).scalars())
    found: set[int] | None = None
    # Long words are rare: once few articles are left, looking at them is quicker.
    for word in sorted(words, key=len, reverse=True):
        if len(word) > _LONGEST_WORD:
            continue
        these = _numbers(connection, project, segments, word)
        found = these if found is None else found & these
        if len(found) <= _FEW:
            break
    if found is None:
        found = _all_numbers(connection, project)
    return sorted(found - _numbers_in_trash(connection, project))


def read(connection: Connection, project: str, numbers: Sequence[int]) -> list[ShortArticle]:
    """Return the articles of these numbers, in order."""
    found: list[ShortArticle] = []
    for some in chunks(numbers):
        query = (
            select(documents.c.id, documents.c.title, texts.c.text)
            .join_from(documents, texts)
            .where(documents.c.project == project, documents.c.seq.in_(some), HERE)
            .order_by(documents.c.seq)
        )
        found.extend(ShortArticle(*row) for row in connection.execute(query))
    return found


def _numbers(connection: Connection, project: str, segments: Sequence[int], word: str) -> set[int]:
    found: set[int] = set()
    for some in chunks(segments):
        # The segments are named, not joined: SQLite would read the whole table instead.
        query = select(word_postings.c.segment, word_postings.c.numbers).where(
            word_postings.c.project == project,
            word_postings.c.segment.in_(some),
            word_postings.c.word == word,
        )
        found.update(
            first + place
            for first, packed in connection.execute(query)
            for place in struct.unpack(f"<{len(packed) // 2}H", packed)
        )
    return found


def _all_numbers(connection: Connection, project: str) -> set[int]:
    query = select(documents.c.seq).where(documents.c.project == project)
    return set(connection.execute(query).scalars())


def _numbers_in_trash(connection: Connection, project: str) -> set[int]:
    query = select(documents.c.seq).where(documents.c.project == project, ~HERE)
    return set(connection.execute(query).scalars())
