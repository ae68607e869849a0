"""Schemas from YAML files: every problem in one go, each with its place."""

from labeler.schema_file.guidelines import write_guidelines
from labeler.schema_file.loading import load_schema, read_schema, schema_of
from labeler.schema_file.problems import SchemaFileError, SchemaProblem

__all__ = [
    "SchemaFileError",
    "SchemaProblem",
    "load_schema",
    "read_schema",
    "schema_of",
    "write_guidelines",
]
