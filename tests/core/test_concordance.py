"""Words are found where they stand whole, whatever their case and the blanks between them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.concordance import Finder, fold_text, show_place, words_in


def found(words: str, text: str) -> list[str]:
    """Return what stands at the places that are found."""
    return [text[start:end] for start, end in Finder(words).places(text)]


@pytest.mark.parametrize(
    ("words", "text", "places"),
    [
        (
            "russia",
            "Russia, RUSSIA and Russian; Belorussia, russia_1 russia2",
            ["Russia", "RUSSIA"],
        ),
        (
            "South  Korea",
            "South\nKorea and south\u00a0\u00a0korea",
            ["South\nKorea", "south\u00a0\u00a0korea"],
        ),
        ("U.S.", "the U.S. army, U.S.A", ["U.S.", "U.S."]),
        ("a.b", "a.b axb", ["a.b"]),
        ("aa", "aaa aa", ["aa"]),
        ("a a", "ba a a", ["a a"]),
        ("a a", "a a a a a", ["a a", "a a"]),
        ("straße", "STRASSE Straße", ["Straße"]),
        ("(the) end", "(THE)  END.", ["(THE)  END"]),
        ("москва", "МОСКВА", ["МОСКВА"]),
        ("peru", "", []),
    ],
)
def test_words_are_found_whole_in_any_case(words, text, places):
    """A place is not cut out of a longer word; signs in the words stand for themselves."""
    assert found(words, text) == places


def test_offsets_are_code_points():
    """A letter that becomes two when its case is folded, and an emoji, count as one each."""
    text = "Straße ǰ 🎉 Ana"
    ((start, end),) = Finder("ANA").places(text)
    assert text[start:end] == "Ana"


@given(st.text())
def test_folding_keeps_every_code_point_in_its_place(text):
    """Or offsets in the folded text would be wrong in the text itself."""
    assert len(fold_text(text)) == len(text)
    assert fold_text(fold_text(text)) == fold_text(text)


@given(st.text(alphabet="aAbßİ_1 .\n\u0301é", max_size=30), st.data())
def test_where_words_are_found_the_index_has_them(text, data):
    """Articles are looked up by single words first; none may be missed."""
    words = data.draw(st.text(alphabet="aAbßİ_1 .é\u0301", min_size=1, max_size=4))
    if words.strip() and found(words, text):
        assert words_in(words) <= words_in(text)


class TestShowPlace:
    """A place is shown on one line with what stands around it."""

    def test_all_of_a_short_text(self):
        """Line breaks and indents become one blank, nothing is cut."""
        text = "Lima.\n\n  Ana \t met\nBo in Quito."
        place = show_place("a", "T", text, text.index("met"), text.index("Bo") + 2)
        assert (place.left, place.match, place.right) == ("Lima. Ana ", "met Bo", " in Quito.")

    def test_some_sixty_characters_cut_between_words(self):
        """Both ways, however the text was wrapped."""
        text = "lorem  ipsum\n" * 40 + "HERE " + "dolor\n   sit " * 40
        at = text.index("HERE")
        place = show_place("a", "T", text, at, at + 4)
        assert 45 <= len(place.left) <= 60
        assert 45 <= len(place.right) <= 60
        assert re.fullmatch(r"((lorem|ipsum) )+", place.left)
        assert re.fullmatch(r"( (dolor|sit))+", place.right)

    def test_a_text_without_blanks_is_cut_all_the_same(self):
        """Not every script puts blanks between words."""
        text = "東" * 200 + "京" + "都" * 200
        place = show_place("a", "T", text, 200, 201)
        assert (len(place.left), len(place.right)) == (60, 60)
