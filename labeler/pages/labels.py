"""The page on which submitted labels are seen, searched and taken away."""

from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st

from labeler.core.people import NotAllowedError, Role
from labeler.datasets.browsing import GROUPED_BY, LabelsView
from labeler.datasets.layout import TABLES
from labeler.pages.context import person, services
from labeler.workflow.label_tables import open_tables

_ROWS = 100
_BARS = 25
_WORTH_A_CHART = 2
_FIRST = "mentions"


def page() -> None:
    """Show the live labels: counts, a chart, rows to search, downloads, where the files lie."""
    st.title("Labels")
    try:
        view = open_tables(_folder(), Role(person().role))
    except NotAllowedError:
        # The role was taken away since the page began to be made.
        st.info("The labels of everybody are for leads. Your own are on the page Annotate.")
        return
    _show(view)


def _show(view: LabelsView) -> None:
    st.write(
        "What has been submitted, as flat tables; a submit is in them within a second. They are "
        "plain Parquet files: read them where they lie, or download a table here."
    )
    _show_publisher()
    if not view.exists():
        st.info("The tables are being made. Reload the page in a moment.")
        return
    counts = view.counts()
    if counts["submissions"]:
        table = _choose(counts)
        _show_table(view, table)
    else:
        st.info(
            "Nothing has been submitted yet. Open an article on the Annotate page, mark what it "
            "says and submit it: its labels stand here then."
        )
        table = _FIRST
    _show_place(view.folder, table)


def _folder() -> Path:
    found = services()
    return (found.settings.labels_folder / found.workbench.project).resolve()


def _show_publisher() -> None:
    publisher = services().publisher
    if publisher.last_error:
        st.error(
            "The last write of the labels failed and is tried again. What was submitted is safe "
            "in the database."
        )
        st.code(publisher.last_error, language=None, wrap_lines=True)
    elif not publisher.alive:
        st.warning("Labels are not being written: restart Labeler. Submitting goes on working.")
    behind = publisher.behind()
    if behind:
        st.caption(f"{_articles(behind)} submitted or reopened, not yet in the tables.")


def _choose(counts: Mapping[str, int]) -> str:
    return (
        st.segmented_control(
            "Table",
            TABLES,
            default=_FIRST,
            required=True,
            format_func=lambda table: f"{table.capitalize()} {counts[table]:,}",
            label_visibility="collapsed",
            key="labels-table",
        )
        or _FIRST
    )


@st.fragment
def _show_table(view: LabelsView, table: str) -> None:
    groups = view.groups(table) if table in GROUPED_BY else {}
    search, only = _filters(table, groups)
    key = f"labels-page-{table}-{search}-{only}"
    number = st.session_state.get(key, 1)
    first = (number - 1) * _ROWS
    found = view.page(table, search, only, first, _ROWS)
    if found.total:
        st.dataframe(found.rows, hide_index=True, placeholder="–", key=f"rows-{key}-{number}")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"{first + 1:,}–{first + found.rows.num_rows:,} of {found.total:,}")
            if found.total > _ROWS:
                st.pagination(ceil(found.total / _ROWS), max_visible_pages=5, key=key)
    elif search or only:
        st.info("No row matches. Clear the search, or choose another filter.")
    else:
        st.info(f"No {table} have been submitted yet.")
    _offer_downloads(view, table)
    _chart(table, groups)


def _filters(table: str, groups: Mapping[str, int]) -> tuple[str, Sequence[str]]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            "Search",
            placeholder="Text in any column",
            icon=":material/search:",
            label_visibility="collapsed",
            width=320,
            key=f"labels-search-{table}",
        )
        only: Sequence[str] = ()
        if groups:
            word = GROUPED_BY[table]
            only = st.multiselect(
                word.capitalize(),
                list(groups),
                format_func=lambda group: f"{group} {groups[group]:,}",
                placeholder=f"Any {word}",
                label_visibility="collapsed",
                key=f"labels-only-{table}",
            )
    return search.strip(), only


def _offer_downloads(view: LabelsView, table: str) -> None:
    with st.container(horizontal=True):
        # Read when clicked, and not before: a table may have a million rows.
        st.download_button(
            "Parquet",
            lambda: view.parquet(table),
            f"{table}.parquet",
            "application/vnd.apache.parquet",
            icon=":material/download:",
            help="The whole table, as one file.",
            on_click="ignore",
            key=f"labels-parquet-{table}",
        )
        st.download_button(
            "CSV",
            lambda: view.csv(table),
            f"{table}.csv",
            "text/csv",
            icon=":material/download:",
            help="The whole table; lists are written as JSON.",
            on_click="ignore",
            key=f"labels-csv-{table}",
        )


def _chart(table: str, groups: Mapping[str, int]) -> None:
    if len(groups) < _WORTH_A_CHART:
        return
    word = GROUPED_BY[table]
    shown = pd.DataFrame({word: list(groups), "count": list(groups.values())}).head(_BARS)
    base = alt.Chart(shown).encode(
        x=alt.X("count:Q", title=None, axis=None),
        y=alt.Y(f"{word}:N", title=None, sort=None, axis=alt.Axis(labelLimit=240)),
    )
    bars = base.mark_bar(cornerRadiusEnd=2, height={"band": 0.7})
    numbers = base.mark_text(align="left", dx=4, color="gray").encode(
        text=alt.Text("count:Q", format=",")
    )
    more = f", the {_BARS} most frequent of {len(groups):,}" if len(groups) > _BARS else ""
    st.subheader(f"{table.capitalize()} by {word}{more}", anchor=False)
    st.altair_chart(
        bars + numbers, alt=f"Number of {table} by {word}: bar chart", key=f"labels-chart-{table}"
    )


def _show_place(folder: Path, table: str) -> None:
    st.subheader("Where the files are", anchor=False)
    st.write("One folder per table. Reading a folder gives the whole table, always up to date:")
    snippet = f"import pandas as pd\n\n{table} = pd.read_parquet({str(folder / table)!r})"
    st.code(snippet, language="python", wrap_lines=True)


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles"
