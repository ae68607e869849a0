"""Articles in zip archives, and archives that mean harm."""

import zipfile
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from labeler.core.document import Document
from labeler.core.work import IMPORTED_FROM, ImportProblem
from labeler.formats.articles import Limits, read_articles, read_upload, unmatched_columns


def _zip(*entries: tuple[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return stream.getvalue()


def _read(raw: bytes, limits: Limits | None = None) -> tuple[list[str], list[str]]:
    found = list(read_upload("news.zip", raw, limits=limits))
    ids = [f.id for f in found if isinstance(f, Document)]
    return ids, [str(f) for f in found if isinstance(f, ImportProblem)]


def test_texts_and_tables_in_an_archive_are_read_by_name():
    """What a desktop left in it is not meant; articles say where they came from."""
    table = BytesIO()
    pq.write_table(pa.table({"id": ["3"], "text": ["z"]}), table)
    raw = _zip(
        ("d.parquet", table.getvalue()),
        ("world/b.txt", b"B story"),
        ("a.csv", b"id,text\n1,x\n"),
        ("c.jsonl", b'{"id": "2", "text": "y"}'),
        ("__MACOSX/world/._b.txt", b"\x00"),
        (".DS_Store", b"\x00"),
    )
    found = [f for f in read_upload("news.zip", raw) if isinstance(f, Document)]
    assert [f.id for f in found] == ["1", "2", "3", "b"]
    assert found[3].meta[IMPORTED_FROM] == "news.zip › world/b.txt"
    assert _read(raw)[1] == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../../evil.txt", "its name points out of the archive; it was not read"),
        ("/etc/evil.txt", "its name points out of the archive; it was not read"),
        ("a/../../evil.txt", "its name points out of the archive; it was not read"),
        ("C:evil.txt", "its name points out of the archive; it was not read"),
        ("inner.zip", "an archive in an archive is not read; unpack the outer one"),
        ("run.exe", ".exe files are not read; wanted .txt"),
    ],
)
def test_an_entry_that_is_not_read_is_said_and_the_rest_is(name: str, said: str):
    """Names that lead elsewhere, archives in archives and other types."""
    ids, problems = _read(_zip((name, b"evil"), ("ok.txt", b"Fine")))
    assert ids == ["ok"]
    assert len(problems) == 1
    assert problems[0].startswith(f"news.zip › {name}: {said}")


def test_nothing_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Whatever the names in an archive, the folder it is read in stays as it was."""
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "news.zip").write_bytes(_zip(("../evil.txt", b"x"), ("ok.txt", b"Fine")))
    monkeypatch.chdir(inside)
    list(read_articles(["news.zip"]))
    assert sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")) == [
        "inside",
        "inside/news.zip",
    ]


def test_an_entry_that_unpacks_to_too_much_is_refused():
    """A small archive cannot fill the memory; a text has its own limit besides."""
    limits = Limits(entry_bytes=100_000)
    ids, problems = _read(_zip(("bomb.csv", b"0" * 10_000_000), ("ok.txt", b"Fine")), limits)
    assert ids == ["ok"]
    assert problems == ["news.zip › bomb.csv: it unpacks to 10,000,000 bytes; 100,000 are the most"]
    ids, problems = _read(_zip(("bomb.txt", b"0" * 50_000_000), ("ok.txt", b"Fine")))
    assert ids == ["ok"]
    assert len(problems) == 1
    assert problems[0].startswith("news.zip › bomb.txt: the file has 50,000,000 bytes; ")


def test_an_archive_that_unpacks_to_too_much_is_read_up_to_there():
    """Many entries, each within its limit."""
    raw = _zip(*((f"{n}.txt", b"%d " % n * 100) for n in range(10)))
    ids, problems = _read(raw, Limits(archive_bytes=500))
    assert ids == ["0", "1"]
    said = "the archive unpacks to more than 500 bytes; nothing from here on was read"
    assert problems == [f"news.zip › 2.txt: {said}"]


def test_an_archive_of_too_many_files_is_refused():
    """Listing them would already be the harm."""
    ids, problems = _read(_zip(("a.txt", b"a"), ("b.txt", b"b")), Limits(entries=1))
    assert ids == []
    assert problems == ["news.zip: the archive holds 2 files; 1 are the most"]


def test_an_archive_with_a_lying_header_gives_no_more_than_it_says():
    """The size in the header is what is counted, so reading must stop there."""
    raw = bytearray(_zip(("liar.txt", b"0" * 1_000_000)))
    directory = raw.rindex(b"PK\x01\x02")
    raw[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    ids, problems = _read(bytes(raw))
    assert ids == []
    assert problems[0].startswith("news.zip › liar.txt: a broken file: Bad CRC-32")


def test_broken_archives_are_said():
    """No archive at all, cut short, empty, encrypted, or damaged inside."""
    whole = _zip(("a.txt", b"First"), ("b.txt", b"Second"))
    assert _read(b"junk") == ([], ["news.zip: a broken zip archive: File is not a zip file"])
    assert _read(whole[:-30]) == ([], ["news.zip: a broken zip archive: File is not a zip file"])
    assert _read(_zip()) == ([], ["news.zip: the archive holds no files"])
    locked = bytearray(whole)
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert _read(bytes(locked)) == (
        ["b"],
        ["news.zip › a.txt: it is encrypted; unpack it first"],
    )
    damaged = bytearray(whole)
    damaged[damaged.index(b"a.txt") + 5 : damaged.index(b"a.txt") + 9] = b"\xff" * 4
    ids, problems = _read(bytes(damaged))
    assert ids == ["b"]
    assert problems[0].startswith("news.zip › a.txt: a broken file: ")


def test_the_columns_of_a_table_in_an_archive_are_found():
    """A page can ask which of them holds the text."""
    raw = _zip(("a.txt", b"First"), ("b.csv", b"id,story\n1,x\n"))
    assert unmatched_columns("news.zip", raw) == ("id", "story")
    assert unmatched_columns("news.zip", b"junk") == ()
