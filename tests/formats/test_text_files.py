"""Articles in text files: encodings, titles, dates, and what must not change."""

from pathlib import Path

import pytest

from labeler.core.document import Document
from labeler.core.work import IMPORTED_FROM, ImportProblem
from labeler.formats.articles import Limits, read_articles, read_upload, total_bytes

ARTICLE = "Ferry crews strike\n\nNov 17, 2015 08:33 AM EST\n\nCrews walked out.\n"


def _read(raw: bytes, name: str = "ferry.txt") -> Document:
    (found,) = read_upload(name, raw)
    assert isinstance(found, Document), found
    return found


def _refusal(raw: bytes, limits: Limits | None = None) -> str:
    (found,) = read_upload("ferry.txt", raw, limits=limits)
    assert isinstance(found, ImportProblem)
    return str(found)


def test_title_date_and_id_are_read_and_the_text_stays_whole():
    """The first line is the title, the date line is understood, both stay in the text."""
    found = _read(ARTICLE.encode())
    assert found.text == ARTICLE
    assert found.title == "Ferry crews strike"
    assert found.published_at == "2015-11-17T08:33:00-05:00"
    assert found.id == "ferry"
    assert found.meta == {IMPORTED_FROM: "ferry.txt"}


@pytest.mark.parametrize(
    "raw",
    [
        ARTICLE.encode("utf-8-sig"),
        ARTICLE.encode("utf-16"),
        b"\xfe\xff" + ARTICLE.encode("utf-16-be"),
        ARTICLE.replace("\n", "\r\n").encode(),
        ARTICLE.replace("\n", "\r").encode(),
        ARTICLE.replace("\n", "\r\n").encode("utf-16"),
    ],
    ids=["BOM", "UTF-16", "UTF-16-BE", "CRLF", "CR", "UTF-16-CRLF"],
)
def test_the_same_article_in_another_encoding_is_the_same_text(raw: bytes):
    """A byte-order mark and the kind of line end leave no trace in the offsets."""
    assert _read(raw).text == ARTICLE


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param("\u00a0", id="NBSP"),
        pytest.param("\u00ad", id="soft hyphen"),
        pytest.param("\u200f\u200e", id="bidi marks"),
        pytest.param("e\u0301", id="combining"),
        pytest.param("👩🏽\u200d🚀🇫🇷", id="emoji"),
        pytest.param("שלום", id="right to left"),
        pytest.param("\u2028", id="line separator"),
        pytest.param("\x85", id="next line"),
        pytest.param("\t ", id="tab and trailing space"),
        pytest.param("\x0c", id="form feed"),
        pytest.param("a\ufeffb", id="inner BOM"),
    ],
)
def test_every_other_character_stays(kept: str):
    """Only what design and guide name is changed; offsets made elsewhere stay right."""
    assert _read(f"Title\n\nx{kept}y{kept}\n\n".encode()).text == f"Title\n\nx{kept}y{kept}\n\n"


def test_a_first_paragraph_of_a_page_is_cut_for_the_list_and_is_no_headline():
    """A list of articles stays a list; the text keeps all of it."""
    found = _read(b"word " * 200)
    assert len(found.title) == 300
    assert found.title.endswith("…")
    assert found.text == "word " * 200


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("2015-11-17 Ferry, crews (strike).txt", "2015-11-17-Ferry-crews-strike"),
        ("été.TXT", "été"),
        ("e\u0301te\u0301.txt", "été"),
        ("x" * 300 + ".txt", "x" * 128),
        ("C:\\news\\ferry.txt", "ferry"),
        ("../../ferry.txt", "ferry"),
        ("🎉.txt", "a-40f01b0c6d2f"),
    ],
)
def test_an_id_is_made_of_the_file_name(name: str, id_: str):
    """It holds what ids may hold and is no longer than an id; else the text names it."""
    (found, *_) = read_upload(name, ARTICLE.encode())
    assert isinstance(found, Document)
    if id_.startswith("a-"):
        id_ = f"a-{found.sha256[:12]}"
    assert found.id == id_


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "ferry.txt: the file is empty"),
        (b"\xef\xbb\xbf", "ferry.txt: there is no text"),
        (b" \r\n\t\xc2\xa0\n", "ferry.txt: the text is only white space"),
        (b"abc\xe9def", "ferry.txt: byte 3 (0xE9) is not UTF-8; save the file as UTF-8"),
        (
            b"\xef\xbb\xbfabc\xe9def",
            "ferry.txt: byte 6 (0xE9) is not UTF-8; save the file as UTF-8",
        ),
        (b"\xff\xfea\x00b", "ferry.txt: byte 4 (0x62) is not UTF-16; save the file as UTF-8"),
        (
            b"Title\n\nab\x00c",
            "ferry.txt: a NUL character at line 3, character 3 of the text; is it a text?",
        ),
    ],
)
def test_what_is_no_text_is_refused_with_the_place(raw: bytes, said: str):
    """One line says which file, where in it, and what to do."""
    assert _refusal(raw) == said


def test_a_text_over_the_limit_is_refused():
    """The limit counts characters, not bytes."""
    assert isinstance(next(read_upload("a.txt", "é".encode() * 9, limits=Limits(text=9))), Document)
    assert "10 characters" in _refusal("é".encode() * 10, Limits(text=9))


def test_a_huge_file_is_refused_without_reading_it_all(tmp_path: Path):
    """Fifty megabytes are not loaded to learn that they are too many."""
    taken: list[int] = []

    class Watched:
        def __init__(self) -> None:
            self.stream = path.open("rb")

        def read(self, size: int) -> bytes:
            taken.append(size)
            return self.stream.read(size)

        def seek(self, *place: int) -> int:
            return self.stream.seek(*place)

    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    watched = Watched()
    (found,) = read_upload("huge.txt", watched)  # type: ignore[arg-type]
    watched.stream.close()
    assert str(found).startswith("huge.txt: the file has 50,000,000 bytes")
    assert sum(taken) < 10_000_000


def test_a_folder_is_read_by_name_with_all_below_it(tmp_path: Path):
    """Hidden files are not meant; the label of an article has no folder above the given one."""
    for name in ("b.txt", "a/z.txt", "a/c/d.txt", ".hidden.txt", "a/.git/x.txt"):
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    found = list(read_articles([tmp_path / "news"]))
    assert [d.meta[IMPORTED_FROM] for d in found if isinstance(d, Document)] == [
        "news/b.txt",
        "news/a/z.txt",
        "news/a/c/d.txt",
    ]


def test_bad_paths_are_said_and_the_rest_is_read(tmp_path: Path):
    """A missing file, an empty folder and a type that is not read cost only themselves."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    (tmp_path / "README").write_bytes(b"x")
    (tmp_path / "ok.txt").write_text("Fine")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    found = list(read_articles([tmp_path / "missing.txt", tmp_path / "empty", tmp_path]))
    wanted = "wanted .txt, .jsonl, .ndjson, .csv, .tsv, .parquet and .zip"
    assert [str(f).replace(f"{tmp_path}/", "") for f in found if isinstance(f, ImportProblem)] == [
        "missing.txt: there is no such file or folder",
        f"empty: no articles in this folder; {wanted}",
        f"README: files without a suffix are not read; {wanted}",
        "gone.txt: it is no file",
        f"scan.pdf: .pdf files are not read; {wanted}",
    ]
    assert [f.id for f in found if isinstance(f, Document)] == ["ok"]


def test_progress_ends_at_the_number_of_bytes(tmp_path: Path):
    """Files that are refused count as done as well."""
    (tmp_path / "a.txt").write_text("Fine")
    (tmp_path / "b.csv").write_text("id,text\n1,x\n2,y\n")
    (tmp_path / "c.zip").write_text("broken")
    steps: list[int] = []
    list(read_articles([tmp_path], advance=steps.append))
    assert sum(steps) == total_bytes([tmp_path]) == 26
