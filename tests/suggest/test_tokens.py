"""Tokens and sentences without a trained model."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.suggest.tokens import tokenize


def tokens(text: str, language: str = "en") -> list[str]:
    """Return the tokens as text."""
    return [text[a:b] for a, b in tokenize(text, language).tokens]


def sentences(text: str, language: str = "en") -> list[str]:
    """Return the sentences as text."""
    return [text[a:b] for a, b in tokenize(text, language).sentences]


def test_marks_and_possessives_are_tokens_of_their_own():
    """What a selection snaps to is smaller than what stands between blanks."""
    assert tokens('Ana\'s "plan", she said.') == [
        "Ana", "'s", '"', "plan", '"', ",", "she", "said", "."
    ]  # fmt: skip


def test_a_line_break_ends_a_sentence_without_a_full_stop():
    """A headline and a date line are sentences."""
    assert sentences("Port Reopens\n\nMay 3, 2031\nThe port opened.") == [
        "Port Reopens",
        "May 3, 2031",
        "The port opened.",
    ]


def test_abbreviations_and_lower_case_do_not_end_a_sentence():
    """Not every full stop is one."""
    assert sentences("Dr. Lind met Mr. Roe. “Stop!” he cried. They left.") == [
        "Dr. Lind met Mr. Roe.",
        "“Stop!” he cried.",
        "They left.",
    ]


def test_quotation_marks_stay_with_their_sentence():
    """An opening mark begins the next sentence, a closing one ends the last."""
    assert sentences('It rained. "We stayed," she said. "We slept." Then it cleared.') == [
        "It rained.",
        '"We stayed," she said.',
        '"We slept."',
        "Then it cleared.",
    ]


def test_offsets_count_code_points():
    """Emoji and combining characters count as Python counts them."""
    text = "🎉 Zoë 👩🏽‍🚀 left."
    assert "Zoë" in tokens(text)
    assert tokenize(text, "en").tokens[-1] == (len(text) - 1, len(text))


@pytest.mark.parametrize("language", ["", "qq", "th", "ja", "en-GB", "de_AT"])
def test_an_unknown_language_is_cut_all_the_same(language):
    """Tags, languages without a segmenter installed, nonsense: all give tokens."""
    assert tokens("Ana met Bo.", language)[:2] == ["Ana", "met"]


def test_chinese_sentences_end_without_a_blank():
    """A full-width stop ends a sentence where no blank follows."""
    assert sentences("他们走了。天黑了。", "zh") == ["他们走了。", "天黑了。"]


def test_nothing_gives_nothing():
    """An empty or blank text has no tokens and no sentences."""
    assert tokenize(" \n ", "en").tokens == ()
    assert tokenize("", "en").sentences == ()


@given(st.text(alphabet="ab.Z“”\"' \n\t\u00a0é🎉’-", max_size=80))
def test_tokens_cover_exactly_what_is_not_blank(text):
    """No token is blank, none overlap, and nothing else is left out; sentences hold them all."""
    found = tokenize(text, "en")
    covered = [i for a, b in found.tokens for i in range(a, b)]
    assert covered == [i for i, char in enumerate(text) if not char.isspace()]
    inside = [i for a, b in found.sentences for i in range(a, b)]
    assert set(covered) <= set(inside)
    assert not any("\n" in text[a:b] for a, b in found.sentences)


def test_threads_get_the_same_tokens():
    """Many requests at once are safe."""
    texts = [f"Word{i} isn't there, {i}th of May-June.\nNext line {i}." for i in range(60)]
    alone = [tokenize(text, "sv") for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda t: tokenize(t, "sv"), texts * 3)) == alone * 3
