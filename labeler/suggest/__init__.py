"""Suggestions: what a spaCy pipeline and rules on top of it find in an article.

Importing this package is cheap; spaCy itself takes about two seconds and is
imported by the functions here on first use, so that a server can answer first.
"""

import threading
from functools import cache
from typing import TYPE_CHECKING

from labeler.core.schema import Schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from labeler.suggest.suggester import SpacySuggester
    from labeler.suggest.tokens import TokenOffsets

__all__ = ["load_suggester", "tokenize"]

# spaCy's modules import each other in circles: two threads that import it at
# the same time see halves of them, and fail.
_IMPORTING = threading.Lock()


def load_suggester(pipeline: str, schema: Schema) -> "SpacySuggester":
    """Return a suggester with its pipeline loaded (seconds).

    Args:
        pipeline: package name or path; empty for the default English one.
        schema: names the types to suggest, and the words that suggest them.

    Raises:
        PipelineMissingError: the pipeline is not installed; says what to install.
    """
    with _IMPORTING:
        from labeler.suggest.suggester import (  # noqa: PLC0415 - slow import, see above
            SpacySuggester,
        )

        return SpacySuggester(pipeline, schema)


def tokenize(text: str, language: str) -> "TokenOffsets":
    """Return where tokens and sentences lie, without a trained model."""
    return _tokenizer()(text, language)


@cache
def _tokenizer() -> "Callable[[str, str], TokenOffsets]":
    with _IMPORTING:
        from labeler.suggest.tokens import tokenize as find  # noqa: PLC0415 - slow import

        return find
