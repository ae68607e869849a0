"""The overview on the page Progress: the headline, what was done by day, the forecast."""

import pandas as pd
import streamlit as st

from labeler.core.pace import WORK_DAYS
from labeler.core.progress import ListKind
from labeler.pages.progress_charts import bars_by_day, done_so_far
from labeler.pages.progress_common import (
    asked,
    forecast_words,
    open_list,
    reader,
    reports,
    show_table,
)
from labeler.workflow.progress import Headline

_DONE_HELP = "Articles that as many people have submitted as their batch wants, at least one."


def show_overview() -> None:
    """Show how far the project is, or the person and source chosen."""
    whose = asked()
    headline = reports().headline(reader(), whose)
    _tiles(headline, own=whose.login is not None)
    daily = reports().daily(reader(), whose)
    if not headline.places.wanted:
        st.info("There are no articles yet. Import some on the page Articles.")
        return
    if headline.done:
        st.header("Done so far", anchor=False)
        st.altair_chart(
            done_so_far(
                headline.done,
                headline.places.wanted,
                headline.forecast,
                reports().today(reader()),
            ),
            alt="Articles done up to each day, and the forecast; the table below has the days",
            key="progress-so-far",
        )
        st.caption(
            "The line counts articles when they are done. The band is where it goes "
            "in 8 of 10 futures, each drawn at random from the weeks with the last "
            f"{WORK_DAYS} days of work; the dotted line is the end."
        )
    st.header("Submitted by day", anchor=False)
    if not daily:
        st.info("Nothing was submitted in this time. Choose a longer one, or another person.")
        return
    names = reports().names(reader())
    frame = pd.DataFrame(
        [(day, login, names.get(login, login), count) for (login, day), count in daily.items()],
        columns=["day", "login", "name", "articles"],
    )
    frame["day"] = pd.to_datetime(frame["day"])
    st.altair_chart(
        bars_by_day(frame, "name"),
        alt="Articles submitted by day and person; the table below has the numbers",
        key="progress-daily",
    )
    st.caption("Every submission counts, also a second one of the same article.")
    _table(frame)


def _tiles(headline: Headline, *, own: bool) -> None:
    places = headline.places
    date, said = forecast_words(headline.forecast)
    share = f"{places.filled / places.wanted:.0%} of {places.wanted:,}" if places.wanted else None
    tiles = (
        ("Done", f"{places.filled:,}", share, ListKind.DONE, "Articles done",
         "What they submitted or skipped." if own else _DONE_HELP),
        ("In hand", f"{headline.drafts:,}", None, ListKind.DRAFTS, "Articles in hand",
         "Drafts: saved at least once, not submitted yet."),
        ("Left", f"{places.left:,}", None, ListKind.LEFT, "Articles left",
         "Wanted and not done; those in hand are among them."),
    )  # fmt: skip
    columns = st.columns(4)
    for column, (label, value, delta, kind, words, meaning) in zip(columns, tiles, strict=False):
        with column.container(border=True, height="stretch"):
            st.metric(label, value, delta, delta_color="off", delta_arrow="off", help=meaning)
            if st.button(
                words, key=f"progress-open-{kind}", type="tertiary", icon=":material/list:"
            ):
                open_list(kind)
    with columns[3].container(border=True, height="stretch"):
        st.metric("Forecast", date, help="The middle of all futures the method draws.")
        st.caption(said)


def _table(frame: pd.DataFrame) -> None:
    shown = frame.sort_values(["day", "name"], ascending=[False, True]).reset_index(drop=True)

    def opens(row: int, _column: str) -> None:
        day = f"{shown['day'][row]:%Y-%m-%d}"
        open_list(ListKind.SUBMITTED, of=str(shown["login"][row]), **{"from": day, "to": day})

    show_table(
        shown,
        "by-day",
        {
            "day": st.column_config.DateColumn("Day", format="YYYY-MM-DD"),
            "name": st.column_config.TextColumn("Person"),
            "articles": st.column_config.NumberColumn("Submitted", format="localized"),
        },
        opens,
    )
