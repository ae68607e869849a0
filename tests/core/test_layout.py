"""Headline, date line and the dates people write."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.document import Fragment
from labeler.core.layout import Layout, first_line, parse_dateline, read_layout


def _read(text: str, fragment: Fragment | None) -> str | None:
    return None if fragment is None else text[fragment.start : fragment.end]


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Nov 17, 2015 08:33 AM EST", "2015-11-17T08:33:00-05:00"),
        ("17 November 2015", "2015-11-17"),
        ("17\u00a0November\u00a02015", "2015-11-17"),
        ("2015-11-17", "2015-11-17"),
        ("20151117", "2015-11-17"),
        ("2015-11-17T08:33:00.123Z", "2015-11-17T08:33:00+00:00"),
        ("2015-11-17 08:33:00+01:00", "2015-11-17T08:33:00+01:00"),
        ("2015/11/17 10:05", "2015-11-17T10:05:00"),
        ("Tuesday, November 17, 2015", "2015-11-17"),
        ("Updated: Nov. 17, 2015 at 8:33 p.m. EST", "2015-11-17T20:33:00-05:00"),
        ("Last updated at 08:33, 17 November 2015", "2015-11-17T08:33:00"),
        ("Tue, 17 Nov 2015 08:33:00 +0000", "2015-11-17T08:33:00+00:00"),
        ("Tuesday 17 November 2015 08.33 GMT", "2015-11-17T08:33:00+00:00"),
        ("8:33 AM EST, Tue November 17, 2015", "2015-11-17T08:33:00-05:00"),
        ("Nov 17, 2015 · 4:05 p.m. UTC+2", "2015-11-17T16:05:00+02:00"),
        ("12:00 a.m. 2 Mar 2024", "2024-03-02T00:00:00"),
        ("12:15 PM, 3rd of May 2024", "2024-05-03T12:15:00"),
        ("17.11.2015", "2015-11-17"),
        ("05.04.2015", "2015-04-05"),
        ("17/11/2015 08:33", "2015-11-17T08:33:00"),
        ("11/17/2015", "2015-11-17"),
    ],
)
def test_a_date_line_gives_an_iso_date(line: str, iso: str) -> None:
    """Every form that the guide to importing names is understood."""
    assert parse_dateline(line) == iso


@pytest.mark.parametrize("zone", ["IST", "ET", "local"])
def test_a_zone_that_could_mean_several_leaves_the_offset_out(zone: str) -> None:
    """A wrong offset would be worse than none."""
    assert parse_dateline(f"Nov 17, 2015 10:30 {zone}") == "2015-11-17T10:30:00"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "PARIS, Nov 17 (Agency) -",
        "NAIROBI, 17 November 2015",
        "On Nov 17, 2015 protests broke out",
        "Talks were held on 17 November 2015.",
        "May 2015",
        "2015",
        "Nov 31, 2015",
        "Nov 17, 2015 25:00",
        "Nov 17, 2015 13:00 PM",
        "Nov 17, 2015 8",
        "11/12/2015",
        "0017-11-05",
        "20151117083300",
        "Nov 17, 2015" + " " * 80,
    ],
)
def test_what_is_not_a_date_alone_is_not_a_date_line(line: str) -> None:
    """Sentences, places with dates, impossible and ambiguous dates stay text."""
    assert parse_dateline(line) is None


@given(st.text())
def test_any_line_is_read_or_passed_over_without_an_error(line: str) -> None:
    """Whatever is given, the answer is ISO 8601 or nothing."""
    found = parse_dateline(line)
    assert found is None or datetime.fromisoformat(found)


@given(
    st.datetimes(
        min_value=datetime.fromisoformat("1600-01-01"),
        max_value=datetime.fromisoformat("2200-12-31"),
    )
)
def test_an_english_date_reads_back_as_itself(moment: datetime) -> None:
    """All days and minutes of the supported years are read right."""
    moment = moment.replace(second=0, microsecond=0)
    line = moment.strftime("%B %d, %Y %I:%M %p")
    assert parse_dateline(line) == moment.isoformat(timespec="seconds")


def test_headline_and_date_line_are_found_where_they_lie() -> None:
    """Blank lines and white space around them belong to neither."""
    text = "\n  Ferry crews strike \n\nNov 17, 2015 08:33 AM EST\n\nCrews walked out.\n"
    layout = read_layout(text, "Ferry crews strike")
    assert _read(text, layout.headline) == "Ferry crews strike"
    assert _read(text, layout.dateline) == "Nov 17, 2015 08:33 AM EST"


def test_a_first_line_other_than_the_title_is_no_headline() -> None:
    """A body that begins at once is drawn as a body."""
    text = "Crews walked out.\n2015-11-17\nMore."
    assert read_layout(text, "Ferry crews strike") == Layout()


def test_a_date_line_may_stand_first_where_the_title_is_not_in_the_text() -> None:
    """Tables often keep the title in its own column."""
    text = "17 November 2015\nCrews walked out."
    layout = read_layout(text, "Ferry crews strike")
    assert layout.headline is None
    assert _read(text, layout.dateline) == "17 November 2015"


def test_a_date_inside_the_body_is_no_date_line() -> None:
    """A place and date that open a sentence are to be labelled."""
    layout = read_layout("Title\n\nOSTMARK, Nov 17 (Agency) - Crews walked out.", "Title")
    assert layout == Layout(Fragment(0, 5))


@pytest.mark.parametrize("text", ["", " \n\t\n\u00a0"])
def test_a_blank_text_has_no_layout(text: str) -> None:
    """Nothing is found where nothing is."""
    assert read_layout(text, "") == Layout()
    assert first_line(text) == ""


@given(st.text(alphabet=st.sampled_from("a 7\n\t\u00a0😀2015-")))
def test_fragments_lie_in_the_text_and_do_not_cross_lines(text: str) -> None:
    """Whatever the text, both are whole stripped lines of it."""
    layout = read_layout(text, first_line(text))
    for fragment in (layout.headline, layout.dateline):
        if fragment is not None:
            quoted = text[fragment.start : fragment.end]
            assert fragment.end <= len(text)
            assert quoted == quoted.strip()
            assert "\n" not in quoted
