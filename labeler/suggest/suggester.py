"""The suggester: a spaCy pipeline with Labeler's components behind it."""

from collections.abc import Iterable, Iterator
from typing import Any

from spacy.language import Language

from labeler.core.annotation import AnnotationSet
from labeler.core.document import Document
from labeler.core.schema import Schema
from labeler.suggest.attributions import ATTRIBUTIONS
from labeler.suggest.breaks import BREAKS, LINES
from labeler.suggest.chains import CHAINS
from labeler.suggest.convert import convert
from labeler.suggest.loading import load_pipeline, pipeline_label
from labeler.suggest.mentions import MENTIONS
from labeler.suggest.pronouns import PRONOUNS
from labeler.suggest.triggers import TRIGGERS
from labeler.suggest.vocabulary import vocabulary_config

RULES_VERSION = "1"
"""Goes up with every change to the rules that changes what they suggest."""

_DIGEST_LENGTH = 8


def add_components(nlp: Language, schema: Schema) -> None:
    """Put Labeler's components into a pipeline that has a parser and a recogniser."""
    config: dict[str, Any] = {"vocabulary": vocabulary_config(schema)}
    if "parser" in nlp.pipe_names:
        nlp.add_pipe(BREAKS, before="parser")
    else:
        nlp.add_pipe(BREAKS)
    nlp.add_pipe(LINES)
    nlp.add_pipe(MENTIONS, config=config)
    nlp.add_pipe(CHAINS)
    nlp.add_pipe(PRONOUNS)
    nlp.add_pipe(TRIGGERS, config=config)
    nlp.add_pipe(ATTRIBUTIONS, config=config)


class SpacySuggester:
    """Suggests labels with a spaCy pipeline. For one thread at a time.

    Raises:
        PipelineMissingError: the pipeline is not installed; says what to install.
    """

    def __init__(self, pipeline: str, schema: Schema) -> None:
        self._schema = schema
        self._nlp = load_pipeline(pipeline)
        add_components(self._nlp, schema)
        self._author = (
            f"model:{pipeline_label(self._nlp)}+{RULES_VERSION}.{schema.digest[:_DIGEST_LENGTH]}"
        )

    @property
    def author(self) -> str:
        """``model:<name>@<version>+<rules>.<schema>``; changes with each of the four."""
        return self._author

    def suggest(self, documents: Iterable[Document]) -> Iterator[AnnotationSet]:
        """Yield one set per document, in order."""
        pairs = ((document.text, document) for document in documents)
        for doc, document in self._nlp.pipe(pairs, as_tuples=True):
            yield convert(doc, document, self._schema, self._author)
