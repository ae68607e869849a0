"""Word lists in source code."""


def words(text: str) -> frozenset[str]:
    """Return the words of a text, cut at blanks: easier to read and to sort than quoted ones."""
    return frozenset(text.split())
