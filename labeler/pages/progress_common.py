"""What the parts of the page Progress share: who looks, what is asked, tables, lists."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from labeler.core.pace import Forecast, NotComputable
from labeler.core.people import Role
from labeler.core.progress import ListKind
from labeler.pages.context import person, services
from labeler.workflow.progress import Asked, ProgressReports, Reader

DAYS = {"7": "7 days", "30": "30 days", "90": "90 days", "all": "All time"}
USUAL_DAYS = "30"
_ROUND = "progress-round"
_LIST = ("list", "of", "from", "to", "by", "reason")
_SHORT = 14
_HEIGHT = 520
_HOUR_S = 3600


def reports() -> ProgressReports:
    """Return the reports on the project."""
    return services().progress


def reader() -> Reader:
    """Return who looks, with their role and their clock."""
    looker = person()
    return Reader(looker.login, Role(looker.role), st.context.timezone or "UTC")


def asked() -> Asked:
    """Return what the address of the page asks about."""
    days = st.query_params.get("days", USUAL_DAYS)
    today = reports().today(reader())
    first = today - timedelta(days=int(days) - 1) if days in DAYS and days.isdigit() else None
    if days not in DAYS:
        first = today - timedelta(days=int(USUAL_DAYS) - 1)
    return Asked(st.query_params.get("person"), st.query_params.get("source"), first)


def open_list(kind: ListKind, **narrowed: str) -> None:
    """Show the articles behind a number; what is narrowed counts besides what the page shows."""
    forget_list()
    st.query_params["list"] = kind.value
    for name, value in narrowed.items():
        st.query_params[name] = value
    # The cell that was clicked is not clicked any more when one comes back.
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()


def forget_list() -> None:
    """Leave the list."""
    for name in _LIST:
        st.query_params.pop(name, None)


def listed() -> tuple[ListKind, Asked] | None:
    """Return which list the address asks for; ``None`` for none."""
    kind = st.query_params.get("list")
    if kind not in set(ListKind):
        return None
    whole = asked()
    return ListKind(kind), Asked(
        st.query_params.get("of", whole.login),
        st.query_params.get("by", whole.source),
        _day("from") or whole.first,
        _day("to") or whole.last,
        st.query_params.get("reason"),
    )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(st.query_params.get(name, ""))
    except ValueError:
        return None


def show_table(
    frame: pd.DataFrame,
    name: str,
    columns: dict[str, Any],
    opens: Callable[[int, str], None] | None = None,
) -> None:
    """Show a table that can be downloaded; a click on a cell says row and column."""
    key = f"progress-{name}-{st.session_state.get(_ROUND, 0)}"
    look: dict[str, Any] = {
        "hide_index": True,
        "height": "content" if len(frame) <= _SHORT else _HEIGHT,
        "placeholder": "–",
        "column_config": columns,
        "column_order": list(columns),
        "key": key,
    }
    if opens is None:
        st.dataframe(frame, **look)
    else:
        chosen: Any = st.dataframe(frame, on_select="rerun", selection_mode="single-cell", **look)
        if chosen.selection.cells:
            row, column = chosen.selection.cells[0]
            opens(row, column)
    offer_downloads(lambda: frame, name)


def offer_downloads(make: Callable[[], pd.DataFrame], name: str) -> None:
    """Offer a table as CSV and Parquet, made when it is asked for."""
    with st.container(horizontal=True):
        st.download_button(
            "CSV",
            lambda: make().to_csv(index=False).encode("utf-8"),
            f"{name}.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"progress-csv-{name}",
        )
        st.download_button(
            "Parquet",
            lambda: _parquet(make()),
            f"{name}.parquet",
            "application/vnd.apache.parquet",
            icon=":material/download:",
            on_click="ignore",
            key=f"progress-parquet-{name}",
        )


def _parquet(frame: pd.DataFrame) -> bytes:
    sink = io.BytesIO()
    frame.to_parquet(sink, index=False)
    return sink.getvalue()


def time_words(seconds: float) -> str:
    """Return a time of work as people say it."""
    minutes = round(seconds / 60)
    return f"{minutes} min" if seconds < _HOUR_S else f"{minutes // 60} h {minutes % 60:02} min"


def forecast_words(found: Forecast | NotComputable) -> tuple[str, str]:
    """Return a forecast as a date, and what to know about it in a sentence."""
    if isinstance(found, NotComputable):
        return "n/a", f"No forecast: {found.reason}."
    middle = "Over 10 years" if found.middle is None else f"{found.middle:%d %b %Y}"
    late = "more than ten years from now" if found.late is None else f"{found.late:%d %b %Y}"
    return middle, (
        f"Most likely between {found.early:%d %b %Y} and {late} (8 of 10), if days go on like "
        f"the last ones with work: {found.per_day:.1f} articles a calendar day."
    )
