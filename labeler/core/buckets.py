"""Which file of the live labels a document belongs to."""

import hashlib

BUCKETS = 64
"""How many files a table of the live labels has at most. Fixed: the files are named by it."""


def bucket_of(document_id: str) -> int:
    """Return the bucket of a document, ``0 <= bucket < BUCKETS``, the same for ever."""
    digest = hashlib.sha256(document_id.encode("utf-8")).digest()
    return int.from_bytes(digest[:8], "big") % BUCKETS
