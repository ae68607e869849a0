"""Parquet files that appear whole or not at all, and survive a power cut."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def render(table: pa.Table, notes: Mapping[str, str] | None = None) -> bytes:
    """Return the table as a Parquet file; equal tables and notes give equal bytes."""
    sink = pa.BufferOutputStream()
    # One chunk per column: where chunks end would show in the pages.
    table = table.combine_chunks()
    with pq.ParquetWriter(sink, table.schema, compression="zstd") as writer:
        if table.num_rows:
            writer.write_table(table)
        if notes:
            writer.add_key_value_metadata(dict(notes))
    return sink.getvalue().to_pybytes()


def place(path: Path, content: bytes, incoming: Path) -> None:
    """Put a file in place, atomically; a file that holds these bytes already is left alone.

    The folder still has to be synced (``sync``) before the file is safe.

    Args:
        path: where it goes.
        content: all it holds.
        incoming: folder on the same file system where it is written first; not
            the one of ``path``, so that readers never meet half a file.
    """
    if holds(path, content):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    incoming.mkdir(parents=True, exist_ok=True)
    temporary = incoming / f"{path.parent.name}-{path.name}"
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def holds(path: Path, content: bytes) -> bool:
    """Say whether the file is there with exactly these bytes."""
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except FileNotFoundError:
        return False


def sync(folder: Path) -> None:
    """Make the folder's entries safe: files put in place and files removed."""
    if not hasattr(os, "O_DIRECTORY"):
        # Windows has no such call, and writes the entries through by itself.
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file, alone among threads and processes; it ends with the process.

    Where the platform has no ``flock`` nothing is locked.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl  # noqa: PLC0415 - not there on every platform
    except ImportError:
        yield
        return
    with path.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
