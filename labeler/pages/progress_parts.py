"""The parts of the page Progress behind the overview: people, sources, what is stuck, labels."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from labeler.core.progress import ListKind
from labeler.pages.people_common import whole_percent
from labeler.pages.progress_charts import bars_by_day, dots
from labeler.pages.progress_common import asked, open_list, reader, reports, show_table
from labeler.workflow.progress import LAPSED_DAYS, STALE_DAYS

_MOST_DOTS = 50
_LAYERS = {"events": "Events", "attributions": "Attributions", "entities": "Actors"}
_STUCK = {
    ListKind.STALE: f"Drafts that nobody has saved for {STALE_DAYS} days",
    ListKind.SKIPPED: "Skipped, with a reason",
    ListKind.LAPSED: f"Opened, never saved, the lease over for {LAPSED_DAYS} day",
    ListKind.FLAGGED: "Submitted with a flag: not sure, or to be discussed",
}


def show_people() -> None:
    """Show what each person has done, and how fast."""
    lines = reports().people(reader(), asked())
    if not lines:
        st.info("Nobody has labelled anything yet. Invite people on the page Team.")
        return
    frame = pd.DataFrame(
        {
            "login": [line.login for line in lines],
            "name": [line.name for line in lines],
            "submitted": [line.pace.articles for line in lines],
            "active_hours": [round(line.pace.active_s / 3600, 2) for line in lines],
            "per_hour": [line.pace.per_hour for line in lines],
            "median_minutes": [line.pace.median_minutes for line in lines],
            "minutes_per_1000_words": [line.pace.minutes_per_1000_words for line in lines],
            "drafts": [line.drafts for line in lines],
            "skipped": [line.skipped for line in lines],
        }
    )
    st.caption(
        "Active time leaves out idle time, and counts on the day an article is submitted. The "
        "pace is shown from three articles on; half of somebody's articles take less than the "
        "median. A word is counted as six characters."
    )
    kinds = {"drafts": ListKind.DRAFTS, "skipped": ListKind.SKIPPED}
    number = st.column_config.NumberColumn
    show_table(
        frame,
        "people",
        {
            "name": st.column_config.TextColumn("Person"),
            "submitted": number("Submitted", format="localized"),
            "active_hours": number("Active hours", format="%.1f"),
            "per_hour": number("Articles per active hour", format="%.1f"),
            "median_minutes": number("Median minutes", format="%.1f"),
            "minutes_per_1000_words": number("Minutes per 1,000 words", format="%.1f"),
            "drafts": number("In hand", format="localized"),
            "skipped": number("Skipped", format="localized"),
        },
        lambda row, column: open_list(
            kinds.get(column, ListKind.SUBMITTED), of=str(frame["login"][row])
        ),
    )
    paced = frame.dropna(subset=["median_minutes"]).head(_MOST_DOTS)
    if len(paced) > 1:
        st.header("Median minutes per article", anchor=False)
        st.altair_chart(
            dots(paced, "median_minutes", list(paced["name"])),
            alt="Median minutes per article of each person; the table above has the numbers",
            key="progress-pace",
        )


def show_sources() -> None:
    """Show how far each source is, whoever labelled and whenever."""
    lines = reports().sources(reader())
    if not lines:
        st.info("There are no articles yet. Import some on the page Articles.")
        return
    st.caption("Where articles come from, the largest 200 sources; everybody's work, of all time.")
    frame = pd.DataFrame(
        {
            "source": [line.source for line in lines],
            "articles": [line.articles for line in lines],
            "done": [line.done for line in lines],
            "left": [line.left for line in lines],
            "share": [whole_percent(line.done, line.articles) for line in lines],
        }
    )
    number = st.column_config.NumberColumn

    def opens(row: int, column: str) -> None:
        kind = ListKind.LEFT if column == "left" else ListKind.DONE
        open_list(kind, by=str(frame["source"][row]))

    show_table(
        frame,
        "sources",
        {
            "source": st.column_config.TextColumn("Source"),
            "articles": number("Articles", format="localized"),
            "done": number("Done", format="localized"),
            "left": number("Left", format="localized"),
            "share": st.column_config.ProgressColumn("Share done", format="%d%%", max_value=100),
        },
        opens,
    )


def show_stuck() -> None:
    """Show what waits for somebody, and why."""
    stuck = reports().stuck(reader(), asked())
    frame = pd.DataFrame(
        {
            "kind": [kind.value for kind in _STUCK],
            "what": list(_STUCK.values()),
            "articles": [getattr(stuck, kind.value) for kind in _STUCK],
        }
    )
    st.caption("As it is now, whatever time is chosen. Click a row to see the articles.")
    show_table(
        frame,
        "stuck",
        {
            "what": st.column_config.TextColumn("What waits"),
            "articles": st.column_config.NumberColumn("Articles", format="localized"),
        },
        lambda row, _column: open_list(ListKind(frame["kind"][row])),
    )
    st.header("Why articles were skipped", anchor=False)
    lines = reports().reasons(reader(), asked())
    if not lines:
        st.info("Nothing is skipped. Who skips an article gives the reason; it stands here then.")
        return
    reasons = pd.DataFrame(
        [(line.reason, line.articles) for line in lines], columns=["reason", "articles"]
    )
    show_table(
        reasons,
        "reasons",
        {
            "reason": st.column_config.TextColumn("Reason"),
            "articles": st.column_config.NumberColumn("Articles", format="localized"),
        },
        lambda row, _column: open_list(ListKind.SKIPPED, reason=str(reasons["reason"][row])),
    )


def show_labels() -> None:
    """Show how the submitted labels are distributed over the weeks."""
    layer = st.segmented_control(
        "Layer",
        list(_LAYERS),
        default="events",
        required=True,
        format_func=lambda layer: _LAYERS[layer],
        label_visibility="collapsed",
        key="progress-layer",
    )
    lines = reports().labels(reader(), asked(), layer or "events")
    if not lines:
        st.info("No such labels were submitted in this time. Choose a longer one.")
        return
    frame = pd.DataFrame(
        [(line.week, line.type, line.count) for line in lines],
        columns=["day", "type", "articles"],
    )
    frame["day"] = pd.to_datetime(frame["day"])
    st.altair_chart(
        bars_by_day(frame, "type"),
        alt="Labels submitted by week and type; the table below has the numbers",
        key=f"progress-labels-{layer}",
    )
    st.caption(
        "Labels by the week, from Monday, in which their article was submitted. A type that grows "
        "or vanishes may be news, or a guideline read in another way."
    )
    shown = frame.rename(columns={"day": "week", "articles": "labels"})
    shown = shown.sort_values(["week", "labels"], ascending=False).reset_index(drop=True)

    def opens(row: int, _column: str) -> None:
        monday: date = shown["week"][row].date()
        sunday = monday + timedelta(days=6)
        open_list(ListKind.SUBMITTED, **{"from": monday.isoformat(), "to": sunday.isoformat()})

    show_table(
        shown,
        f"labels-{layer}",
        {
            "week": st.column_config.DateColumn("Week from", format="YYYY-MM-DD"),
            "type": st.column_config.TextColumn("Type"),
            "labels": st.column_config.NumberColumn("Labels", format="localized"),
        },
        opens,
    )
