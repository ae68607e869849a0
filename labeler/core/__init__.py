"""The domain: documents, annotations, schemas and the rules between them.

Pure: no files, no network, no clock. Everything here is a value or a function
of values.
"""
