"""From a file to a ``Schema``, or to everything that is wrong with it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from types import MappingProxyType

from labeler.core.schema import Schema
from labeler.schema_file.declared import Declared
from labeler.schema_file.frames import FrameResolver
from labeler.schema_file.links import (
    chained_types,
    check_keys,
    resolve_constraints,
    resolve_entity_attributes,
    resolve_relations,
)
from labeler.schema_file.names import TypeNames
from labeler.schema_file.problems import Report, SchemaFileError, SchemaProblem
from labeler.schema_file.sections import read_sections
from labeler.schema_file.spans import resolve_spans
from labeler.schema_file.tree import read_tree


def load_schema(path: Path) -> Schema:
    """Return the schema in a YAML file.

    Raises:
        SchemaFileError: the file cannot be read or has problems; holds all.
    """
    name = str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        problem = SchemaProblem(name, 1, 1, f"cannot be read: {error.strerror or error}")
        raise SchemaFileError((problem,)) from error
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        problem = SchemaProblem(name, line, column, "not UTF-8 from here on")
        raise SchemaFileError((problem,)) from error
    return schema_of(text, name)


def schema_of(text: str, name: str) -> Schema:
    """Return the schema a YAML text holds, which problems call by a name.

    Raises:
        SchemaFileError: the text has problems; holds all.
    """
    found = read_schema(text, name)
    if isinstance(found, tuple):
        raise SchemaFileError(found)
    return found


def read_schema(text: str, name: str) -> Schema | tuple[SchemaProblem, ...]:
    """Return the schema a YAML text holds, or all its problems in file order.

    Args:
        text: the whole file.
        name: what problems call the file.
    """
    report = Report(name)
    table = read_tree(text, report)
    if table is None:
        return report.problems
    schema = _resolve(read_sections(table, report), report)
    return report.problems or schema


def _resolve(declared: Declared, report: Report) -> Schema:
    names = TypeNames(declared, report)
    names.check_groups()
    check_keys(declared, report)
    spans = resolve_spans(declared, names, report)
    frames = FrameResolver(declared, names, report).resolve()
    entity_types = chained_types(spans)
    chains = bool(entity_types)
    schema = Schema(
        **declared.head,
        digest="",
        attributes=MappingProxyType({**declared.attributes, **declared.document_labels}),
        span_types=MappingProxyType(dict(spans)),
        frame_types=MappingProxyType(dict(frames)),
        relation_types=MappingProxyType(
            dict(resolve_relations(declared, names, report, entities=chains))
        ),
        entity_types=entity_types,
        entity_attributes=resolve_entity_attributes(declared, report, entities=chains),
        constraints=resolve_constraints(declared, frames, names, report),
        document_labels=tuple(declared.document_labels),
    )
    return replace(schema, digest=_digest(schema))


def _digest(schema: Schema) -> str:
    """Return a digest of what the schema means, whatever its file looks like."""
    text = json.dumps(_plain(schema), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: object) -> object:
    """Return a value as JSON; a mapping as pairs, since the order of names is shown."""
    if is_dataclass(value):
        return [[f.name, _plain(getattr(value, f.name))] for f in fields(value)]
    if isinstance(value, Mapping):
        return [[key, _plain(inner)] for key, inner in value.items()]
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value
