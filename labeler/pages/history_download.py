"""The lines of the history as files: what the filters choose, newest first, up to a bound."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

import pandas as pd
import streamlit as st

from labeler.core.event_line import EventLine
from labeler.pages.context import services
from labeler.pages.history_words import what
from labeler.pages.people_common import looker
from labeler.workflow.histories import AskedEvents

MOST_LINES = 100_000
_AT_A_TIME = 2_000
_MADE = "history-made"


def offer_download(asked: AskedEvents) -> None:
    """Offer what is chosen as CSV and Parquet; it is read when it is asked for."""
    with st.popover("Download", icon=":material/download:"):
        st.caption(f"What is chosen, newest first, {MOST_LINES:,} lines at most.")
        if st.button("Make the files", key="history-make"):
            st.session_state[_MADE] = (asked, *_make(asked))
        made = st.session_state.get(_MADE)
        if made is None or made[0] != asked:
            return
        _, csv, parquet, count, more = made
        st.write(
            f"{count:,} lines. Older ones are left out: choose a shorter time to get them."
            if more
            else f"{count:,} {'line' if count == 1 else 'lines'}: all that is chosen."
        )
        st.download_button("CSV", csv, "history.csv", "text/csv", on_click="ignore")
        st.download_button(
            "Parquet",
            parquet,
            "history.parquet",
            "application/vnd.apache.parquet",
            on_click="ignore",
        )


def _make(asked: AskedEvents) -> tuple[bytes, bytes, int, bool]:
    """Return CSV, Parquet, how many lines they have, and whether there are more."""
    histories, by = services().histories, looker().login
    names = histories.names(by)
    shown = st.progress(0.0, "Reading the history …")
    lines = [*(found := histories.lines(by, asked, limit=_AT_A_TIME)).lines]
    while found.next is not None and len(lines) < MOST_LINES:
        shown.progress(len(lines) / MOST_LINES, f"{len(lines):,} lines so far …")
        wanted = min(_AT_A_TIME, MOST_LINES - len(lines))
        found = histories.lines(by, asked, after=found.next, limit=wanted)
        lines += found.lines
    shown.empty()
    frame = _frame(lines, names)
    sink = io.BytesIO()
    frame.to_parquet(sink, index=False)
    csv = frame.to_csv(index=False).encode("utf-8")
    return csv, sink.getvalue(), len(lines), found.next is not None


def _frame(lines: Sequence[EventLine], names: Mapping[str, str]) -> pd.DataFrame:
    """Return a row for each line; moments are in UTC."""
    return pd.DataFrame(
        {
            "at": _moments([line.at for line in lines]),
            "since": pd.to_datetime(
                pd.Series([line.since for line in lines], dtype=object), utc=True
            ),
            "login": [line.login for line in lines],
            "source": [line.place.source.value for line in lines],
            "kind": [line.kind for line in lines],
            "what": [what(line, names) for line in lines],
            "document_id": [line.document_id for line in lines],
            "title": [line.title for line in lines],
            "task_id": [line.task_id for line in lines],
            "whose": [line.whose for line in lines],
            "subject": [line.subject for line in lines],
            "version": pd.array([line.version for line in lines], dtype="Int64"),
            "saves": [line.saves for line in lines],
        }
    )


def _moments(values: Sequence[datetime | None]) -> pd.DatetimeIndex:
    return pd.DatetimeIndex([pd.NaT if value is None else value for value in values], tz="UTC")
