"""The rules by which articles are handed out."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.queue import (
    MOST_NAME,
    Dealing,
    Plan,
    deal,
    is_blind,
    is_control_due,
    plan_problems,
)

PEOPLE = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True)
DOCUMENTS = st.lists(st.integers(1, 99).map(str), max_size=40, unique=True)


@given(documents=DOCUMENTS, people=PEOPLE, wanted=st.integers(1, 9))
def test_everybody_is_dealt_about_as_many(documents, people, wanted):
    """Nobody twice the same, each article as many people as there can be, loads one apart."""
    dealt = deal(documents, people, wanted, {}, {})
    for document in documents:
        logins = dealt[document]
        assert len(set(logins)) == len(logins) == min(wanted, len(people))
    load = Counter(login for logins in dealt.values() for login in logins)
    counts = [load[login] for login in people]
    assert max(counts) - min(counts) <= 1


@given(documents=DOCUMENTS, people=PEOPLE, wanted=st.integers(1, 4), data=st.data())
def test_what_people_have_they_keep_and_what_they_left_they_do_not_get(
    documents, people, wanted, data
):
    """Dealing again deals only what is missing."""
    some = st.lists(st.sampled_from(people), unique=True, max_size=3)
    taken = {document: data.draw(some) for document in documents}
    passed = {d: [p for p in data.draw(some) if p not in taken[d]] for d in documents}
    dealt = deal(documents, people, wanted, taken, passed)
    for document in documents:
        new = set(dealt.get(document, ()))
        assert not new & set(taken[document])
        assert not new & set(passed[document])
        free = len(set(people) - set(taken[document]) - set(passed[document]))
        assert len(new) == min(max(0, wanted - len(taken[document])), free)
    have = {d: [*taken[d], *dealt.get(d, ())] for d in documents}
    assert deal(documents, people, wanted, have, passed) == {}


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 1.0])
def test_the_blind_part_is_as_large_as_was_asked_for(share):
    """And the same person gets the same answer for the same article."""
    blind = [is_blind(share, f"a-{n}", "ana") for n in range(4000)]
    assert abs(sum(blind) / len(blind) - share) < 0.03
    assert blind == [is_blind(share, f"a-{n}", "ana") for n in range(4000)]
    if 0 < share < 1:
        assert blind != [is_blind(share, f"a-{n}", "bo") for n in range(4000)]


@given(every=st.integers(2, 20), login=st.text(max_size=5), groups=st.integers(1, 8))
def test_there_is_one_control_article_in_each_group(every, login, groups):
    """Somewhere in it."""
    ordinary = controls = 0
    places = []
    for place in range(every * groups):
        if is_control_due(every, "all", login, ordinary, controls):
            controls += 1
            places.append(place)
        else:
            ordinary += 1
    assert [place // every for place in places] == list(range(groups))


def test_control_articles_stand_elsewhere_for_others():
    """Nobody can tell from somebody else, or by counting, which one it is."""

    def first(login: str) -> int:
        return next(n for n in range(10) if is_control_due(10, "all", login, n, 0))

    assert len({first(f"p-{n}") for n in range(50)}) > 5


def test_no_control_articles_where_none_are_wanted():
    """Zero is never."""
    assert not any(is_control_due(0, "all", "ana", n, 0) for n in range(100))


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan(" "), "a name is missing"),
        (Plan("x" * (MOST_NAME + 1)), "at most 200 characters; this one has 201"),
        (Plan("a", wanted=0), "1 to 100 people, not 0"),
        (Plan("a", wanted=3, people=("x", "y")), "go to 3 people, and only 2 may label it"),
        (Plan("a", wanted=1, dealing=Dealing.ASSIGNED), "only to people who are named"),
        (Plan("a", dealing=Dealing.ASSIGNED, people=("x",)), "number of people; name it"),
        (Plan("a", calibration=-1), "cannot be below 0"),
        (Plan("a", control_every=-1), "or never (0)"),
        (Plan("a", control_every=1), "not every article"),
        (Plan("a", priority=100), "between -99 and 99, not at 100"),
        (Plan("a", priority=-100), "between -99 and 99, not at -100"),
        (Plan("a", calibration=1_000_001), "1,000,000 articles go to everybody, not 1,000,001"),
        (Plan("a", control_every=1_000_001), "after at most 1,000,000, not 1,000,001"),
        (Plan("a", blind_share=1.5), "between 0 and 1, not at 1.5"),
    ],
)
def test_a_plan_that_cannot_be_says_why(plan, said):
    """In words, one line for each."""
    (problem,) = plan_problems(plan)
    assert said in problem


def test_all_that_is_wrong_with_a_plan_is_said_at_once():
    """Not one after the other."""
    assert len(plan_problems(Plan("", wanted=0, calibration=-1, blind_share=2))) == 4
    assert plan_problems(Plan("All")) == ()
