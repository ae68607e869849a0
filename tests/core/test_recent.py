"""What is kept for a while."""

from labeler.core.recent import Recent


def test_a_value_is_made_once():
    """Asking again finds the same one."""
    recent: Recent[str, list[int]] = Recent(2)
    first = recent.get("a", lambda: [1])
    assert recent.get("a", lambda: [2]) is first


def test_what_was_asked_for_longest_ago_goes_first():
    """Asking for a value keeps it."""
    recent: Recent[str, int] = Recent(2)
    recent.put("a", 1)
    recent.put("b", 2)
    assert recent.find("a") == 1
    recent.put("c", 3)
    assert (recent.find("a"), recent.find("b"), recent.find("c")) == (1, None, 3)
