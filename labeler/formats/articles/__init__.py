"""Articles from text files, tables and archives of these.

``read_articles`` for files and folders, ``read_upload`` for what a browser
sent. Both read lazily and yield a document or a problem per article, so that
one bad file costs nothing but itself.
"""

from labeler.formats.articles.columns import ALIASES
from labeler.formats.articles.reading import (
    SUFFIXES,
    read_articles,
    read_upload,
    total_bytes,
    unmatched_columns,
)
from labeler.formats.articles.sources import Found, Limits

__all__ = [
    "ALIASES",
    "SUFFIXES",
    "Found",
    "Limits",
    "read_articles",
    "read_upload",
    "total_bytes",
    "unmatched_columns",
]
