"""The page Progress as an annotator sees it: their own work, and nobody else's."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from labeler.core.progress import ListKind
from labeler.pages.progress_charts import bars_by_day
from labeler.pages.progress_common import (
    asked,
    forecast_words,
    open_list,
    reader,
    reports,
    show_table,
    time_words,
)


def show_own() -> None:
    """Show what one has done today and this week, one's pace, and what is left."""
    st.write("Your own work. Others do not see this page of yours; leads see the numbers.")
    own = reports().own(reader())
    places = own.headline.places
    if not places.wanted:
        st.info("There are no articles yet. A lead of the project brings them in.")
        return
    pace = own.pace.median_minutes
    today, week, usual, left = st.columns(4)
    with today.container(border=True, height="stretch"):
        st.metric("Today", f"{own.today:,}", help="Articles you submitted today.")
        st.caption(f"{time_words(own.today_active_s)} of work, without breaks.")
        if st.button(
            "Articles of today", type="tertiary", icon=":material/list:", key="progress-open-today"
        ):
            day = reports().today(reader()).isoformat()
            open_list(ListKind.SUBMITTED, **{"from": day, "to": day})
    with week.container(border=True, height="stretch"):
        st.metric("This week", f"{own.week:,}", help="Articles you submitted since Monday.")
        st.caption(f"{time_words(own.week_active_s)} of work, without breaks.")
        if st.button(
            "Articles of this week",
            type="tertiary",
            icon=":material/list:",
            key="progress-open-week",
        ):
            today_is = reports().today(reader())
            monday = today_is - timedelta(days=today_is.weekday())
            open_list(ListKind.SUBMITTED, **{"from": monday.isoformat()})
    with usual.container(border=True, height="stretch"):
        value = "n/a" if pace is None else f"{pace:.1f} min"
        st.metric("Usual time per article", value, help="The median of the last four weeks.")
        if pace is None:
            st.caption("Shown from three articles on.")
        else:
            st.caption("Half of your articles took less. Articles differ: this is no target.")
    with left.container(border=True, height="stretch"):
        st.metric("Left for you", f"{places.left:,}", help="Neither submitted nor skipped by you.")
        st.caption(forecast_words(own.headline.forecast)[1])
        if st.button(
            "Articles left", type="tertiary", icon=":material/list:", key="progress-open-left"
        ):
            open_list(ListKind.LEFT)
    _hand(own.headline.drafts, own.headline.skipped)
    _days()


def _hand(drafts: int, skipped: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write(f"{drafts:,} in hand, {skipped:,} skipped.")
        if st.button(
            "Articles in hand", type="tertiary", icon=":material/list:", key="progress-open-drafts"
        ):
            open_list(ListKind.DRAFTS)
        if st.button(
            "Articles skipped", type="tertiary", icon=":material/list:", key="progress-open-skipped"
        ):
            open_list(ListKind.SKIPPED)


def _days() -> None:
    st.header("The last 30 days", anchor=False)
    daily = reports().daily(reader(), asked())
    if not daily:
        st.info("You submitted nothing in this time. The next article is on the page Annotate.")
        return
    frame = pd.DataFrame(
        [(day, "You", count) for (_, day), count in daily.items()],
        columns=["day", "name", "articles"],
    )
    frame["day"] = pd.to_datetime(frame["day"])
    st.altair_chart(
        bars_by_day(frame, "name"),
        alt="Articles you submitted by day; the table below has the numbers",
        key="progress-own-daily",
    )
    shown = frame.sort_values("day", ascending=False).reset_index(drop=True)

    def opens(row: int, _column: str) -> None:
        day = f"{shown['day'][row]:%Y-%m-%d}"
        open_list(ListKind.SUBMITTED, **{"from": day, "to": day})

    show_table(
        shown,
        "my-days",
        {
            "day": st.column_config.DateColumn("Day", format="YYYY-MM-DD"),
            "articles": st.column_config.NumberColumn("Submitted", format="localized"),
        },
        opens,
    )
