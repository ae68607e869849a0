"""What a project may be called, and what it may choose."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from labeler.core.project import (
    LEAST_LEASE_S,
    MOST_GUIDELINES,
    MOST_LEASE_S,
    MOST_NAME,
    Project,
    ProjectState,
    project_id_problem,
    project_problems,
    propose_id,
)

PROJECT = Project(
    "sports", "Sports", ProjectState.ACTIVE, datetime(2026, 3, 1, tzinfo=UTC), "small", "1.0"
)


@pytest.mark.parametrize("project", ["a", "7", "news", "news-2027", "a--b", "x" * 40])
def test_an_id_of_small_letters_digits_and_hyphens_is_right(project: str):
    """Up to forty of them."""
    assert not project_id_problem(project)


@pytest.mark.parametrize(
    "project",
    ["", "-", "-a", "a-", "A", "a b", "a_b", "a/b", "..", "a\n", "élan", "٣", "ﬁ", "x" * 41],
)
def test_what_an_address_or_a_folder_could_trip_over_is_no_id(project: str):
    """Said in words."""
    assert "1 to 40 small letters" in project_id_problem(project)


@given(st.text(max_size=300))
@example("x" * 39 + " cut at a hyphen")
@example("Élections 2027!")
@example("日本")
def test_a_proposed_id_is_right_or_there_is_none(name: str):
    """Whatever the name is written with; proposed again, it stays as it is."""
    proposed = propose_id(name)
    assert not proposed or not project_id_problem(proposed)
    assert propose_id(proposed) == proposed


@given(st.text("abcxyz019", min_size=1, max_size=40))
def test_a_name_that_is_an_id_is_proposed_as_it_is(name: str):
    """Capital letters are small in it."""
    assert propose_id(name) == propose_id(name.upper()) == name


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "a name is missing"),
        ({"name": " \t"}, "a name is missing"),
        ({"name": "Two\nlines"}, "a name is missing, or holds line breaks"),
        ({"name": "x" * (MOST_NAME + 1)}, f"a name has at most {MOST_NAME} characters"),
        ({"guidelines": "x" * (MOST_GUIDELINES + 1)}, "guidelines have at most 200,000"),
        ({"lease_s": LEAST_LEASE_S - 1}, "is kept for 60 to 86,400 seconds, not 59"),
        ({"lease_s": MOST_LEASE_S + 1}, "is kept for 60 to 86,400 seconds, not 86,401"),
        ({"lease_s": 0}, "is kept for 60 to 86,400 seconds, not 0"),
    ],
)
def test_what_cannot_be_chosen_is_said(changes: dict[str, object], words: str):
    """With what would be right."""
    (problem,) = project_problems(replace(PROJECT, **changes))
    assert words in problem


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"name": "x" * MOST_NAME, "guidelines": "x" * MOST_GUIDELINES},
        {"name": "日本 🎉", "guidelines": "## Whom\n\nEverybody."},
        {"lease_s": LEAST_LEASE_S},
        {"lease_s": MOST_LEASE_S},
    ],
)
def test_what_just_fits_is_taken(changes: dict[str, object]):
    """To the last character and second."""
    assert project_problems(replace(PROJECT, **changes)) == ()


def test_everything_wrong_is_said_at_once():
    """One line each."""
    wrong = replace(PROJECT, name="\n" + "x" * MOST_NAME, lease_s=1)
    assert len(project_problems(wrong)) == 3
