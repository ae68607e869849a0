"""Suggestions: what a spaCy pipeline and rules on top of it find in an article.

Importing this package is cheap; spaCy itself takes about two seconds and is
imported by the functions here on first use, so that a server can answer first.
"""

from typing import TYPE_CHECKING

from labeler.core.schema import Schema

if TYPE_CHECKING:
    from labeler.suggest.suggester import SpacySuggester
    from labeler.suggest.tokens import TokenOffsets

__all__ = ["load_suggester", "tokenize"]


def load_suggester(pipeline: str, schema: Schema) -> "SpacySuggester":
    """Return a suggester with its pipeline loaded (seconds).

    Args:
        pipeline: package name or path; empty for the default English one.
        schema: names the types to suggest, and the words that suggest them.

    Raises:
        PipelineMissingError: the pipeline is not installed; says what to install.
    """
    from labeler.suggest.suggester import SpacySuggester  # noqa: PLC0415 - slow import, see above

    return SpacySuggester(pipeline, schema)


def tokenize(text: str, language: str) -> "TokenOffsets":
    """Return where tokens and sentences lie, without a trained model."""
    from labeler.suggest.tokens import tokenize as find  # noqa: PLC0415 - slow import, see above

    return find(text, language)
