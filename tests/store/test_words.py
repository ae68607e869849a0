"""Articles are found by their words, those from before there was an index too."""

import pytest
from sqlalchemy import delete
from stored import NOON, PROJECT, article

from labeler.core.concordance import words_in
from labeler.core.document import Document
from labeler.core.errors import DuplicateError
from labeler.store import SqlStore, word_queries
from labeler.store.engine import Database
from labeler.store.tables import word_postings, word_segments


def ids(store: SqlStore, words: str, project: str = PROJECT) -> list[str]:
    """Return the articles that hold all the words."""
    numbers = store.numbers_of_articles(project, words_in(words))
    return [found.id for found in store.articles_numbered(project, numbers)]


def add(store: SqlStore, *texts: str) -> None:
    """Store articles that read so, as b-0, b-1 ..."""
    new = [Document(f"b-{n}", f"B {n}", text) for n, text in enumerate(texts)]
    store.add_documents(PROJECT, new, NOON)


def test_articles_are_found_by_all_their_words(store: SqlStore, again: SqlStore, monkeypatch):
    """In import order, from several imports, whatever the case."""
    monkeypatch.setattr(word_queries, "_FEW", 0)
    add(store, "The RIVER rose.", "Ana saw the river; Bo did not.")
    assert ids(again, "river") == ["b-0", "b-1"]
    assert ids(again, "Bo ANA") == ["a-1", "a-2", "a-3", "b-1"]
    assert ids(again, "river 3") == []
    assert ids(again, "riv") == []
    assert ids(again, "river", "other") == []


def test_few_articles_are_not_sorted_out_further(store: SqlStore):
    """Whoever asked reads them in less time than the next word takes; none is missed."""
    add(store, "The river rose.", "The river fell on day 3.")
    assert ids(store, "river 3") == ["b-0", "b-1"]


def test_an_article_comes_with_title_and_text(store: SqlStore):
    """What a concordance shows."""
    (found,) = store.articles_numbered(PROJECT, store.numbers_of_articles(PROJECT, {"2"}))
    assert (found.title, found.text) == (article(2).title, article(2).text)


def test_an_article_without_words_does_no_harm(store: SqlStore):
    """And those that come with it are found."""
    add(store, "…!", "storm", "?!")
    assert ids(store, "storm") == ["b-1"]


def test_very_long_words_do_not_count(store: SqlStore):
    """They may be anywhere, so no article that holds them is missed."""
    long = "x" * 3_000
    add(store, f"{long} storm", "storm")
    assert "b-0" in ids(store, f"{long} storm")
    assert "b-0" in ids(store, long)


def test_many_articles_are_several_segments(store: SqlStore, monkeypatch):
    """Numbers within a segment stay small."""
    monkeypatch.setattr(word_queries, "SEGMENT", 2)
    add(store, *(f"storm number {n}" for n in range(5)))
    assert ids(store, "storm") == [f"b-{n}" for n in range(5)]


def test_a_refused_import_leaves_no_words(store: SqlStore):
    """Articles and words are stored in one transaction."""
    twice = [Document("c-1", "C", "flood one"), Document("c-1", "C", "flood two")]
    with pytest.raises(DuplicateError):
        store.add_documents(PROJECT, twice, NOON)
    assert ids(store, "flood") == []


def test_articles_from_before_the_index_are_indexed_at_the_start(
    url: str, store: SqlStore, monkeypatch
):
    """A database that was upgraded answers as one that is new."""
    add(store, "The river rose.", "The river fell.")
    store.close()
    database = Database(url)
    with database.write() as connection:
        connection.execute(delete(word_postings))
        connection.execute(delete(word_segments))
    database.close()
    monkeypatch.setattr(word_queries, "SEGMENT", 2)
    upgraded = SqlStore(url)
    assert ids(upgraded, "river") == []
    upgraded.upgrade()
    upgraded.upgrade()
    assert ids(upgraded, "river") == ["b-0", "b-1"]
    assert ids(upgraded, "ana bo") == ["a-1", "a-2", "a-3"]
    upgraded.close()
