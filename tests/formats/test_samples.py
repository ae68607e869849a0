"""The articles that come with Labeler."""

from labeler.core.document import Document
from labeler.formats.articles import read_articles
from labeler.settings import shipped


def test_the_samples_are_read_whole_and_show_what_texts_can_hold():
    """Title and date, emoji, curly quotes, diacritics, a right-to-left word, a long article."""
    found = list(read_articles([shipped("samples")]))
    documents = [f for f in found if isinstance(f, Document)]
    assert len(documents) == len(found) == 12
    assert all(d.title and d.published_at for d in documents)
    whole = "".join(d.text for d in documents)
    assert all(char in whole for char in "🕊“”čãøسلام")
    assert max(len(d.text.split()) for d in documents) > 1_500
    assert sum(150 <= len(d.text.split()) <= 450 for d in documents) == 11
