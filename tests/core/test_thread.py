"""Whom a message names, and which messages can be kept."""

import pytest

from labeler.core.thread import (
    MOST_QUOTE,
    MOST_TEXT,
    find_mentions,
    message_problems,
    sort_mentions,
)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@ana", ("ana",)),
        ("@Ana, see what @BO-2 wrote; @ana knows.", ("ana", "bo-2")),
        ("Ask @bo.", ("bo",)),
        ("(@a.b_c) **@bo**", ("a.b_c", "bo")),
        ("🎉@bo🎉", ("bo",)),
        ("问@bo", ()),
        ("ana@example.org", ()),
        ("first.last+news@example.org", ()),
        ("@bo@example.org", ()),
        ("@böse @boö", ()),
        ("@ @- @.bo", ()),
        ("@" + "x" * 64, ("x" * 64,)),
        ("@" + "x" * 65, ()),
        ("", ()),
    ],
)
def test_whom_a_text_names(text, named):
    """Lower case, each once, in order; an e-mail address names nobody."""
    assert find_mentions(text) == named


def test_names_that_nobody_has_are_told_apart():
    """They stay plain text."""
    assert sort_mentions("@bo and @nobody", {"ana", "bo"}) == (("bo",), ("nobody",))


def test_the_longest_message_is_kept():
    """Characters are counted, not bytes."""
    assert message_problems("🎉" * MOST_TEXT, "é" * MOST_QUOTE) == ()


def test_every_problem_of_a_message_is_named():
    """At once."""
    assert message_problems(" \n") == ("a message is missing",)
    assert message_problems("a\0") == ("a message cannot hold the character NUL",)
    assert message_problems("x" * 4001, "y" * 1001) == (
        "a message has at most 4,000 characters; this has 4,001",
        "a quote has at most 1,000 characters; this has 1,001",
    )
