"""Attributes that follow from others."""

from collections.abc import Callable, Mapping

from labeler.core.annotation import Attributes, AttributeValue
from labeler.core.schema import Schema


def ere_realis(attributes: Attributes) -> str:
    """Return ``actual``, ``generic`` or ``other`` for an event's attributes.

    Generic events are generic; negated, not asserted or future ones are
    other; all the rest happened. Missing attributes count as their usual
    values (positive, asserted, past, specific).

    Source: the realis of Rich ERE (Linguistic Data Consortium, 2015).
    """
    if attributes.get("genericity") == "generic":
        return "generic"
    if (
        attributes.get("polarity") == "negative"
        or attributes.get("modality", "asserted") != "asserted"
        or attributes.get("tense") == "future"
    ):
        return "other"
    return "actual"


RULES: Mapping[str, Callable[[Attributes], AttributeValue]] = {"ere_realis": ere_realis}
"""The rules a schema may name under ``derived``."""


def derived_values(
    names: tuple[str, ...], attributes: Attributes, schema: Schema
) -> dict[str, AttributeValue]:
    """Return the values the derived attributes among ``names`` should have."""
    found = {}
    for name in names:
        definition = schema.attributes.get(name)
        if definition is not None and definition.derived:
            found[name] = RULES[definition.derived](attributes)
    return found
