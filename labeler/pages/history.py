"""The page History: what was done in the project, and any version of somebody's labels."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from labeler.core.errors import NotFoundError
from labeler.core.event_line import EventKind, EventLine, EventPage, read_place
from labeler.core.people import NotAllowedError, Role
from labeler.pages.context import services
from labeler.pages.history_download import offer_download
from labeler.pages.history_version import show_version
from labeler.pages.history_words import KINDS, what, who
from labeler.pages.people_common import clock_time, clock_zone, looker, plain
from labeler.workflow.histories import AskedEvents

_ROWS = 50
_MATCHES = 25
_SHORT = 14
_HEIGHT = 520
_FILTERS = ("person", "article", "kind", "from", "to", "fold")
_LAST = "history-last"
_BEFORE = "history-before"
_ROUND = "history-round"
_GONE = "There is nothing to see here for you. Leave out what the address asks for."


@dataclass(frozen=True, slots=True)
class _Article:
    """The article that is asked about; without an id, several fit or none."""

    id: str
    said: str


def page() -> None:
    """Show what was done, newest first, or one version of somebody's labels."""
    st.title("History")
    try:
        task, version = st.query_params.get("task"), st.query_params.get("version", "")
        if task is None:
            _show()
        else:
            show_version(task, version, _leave)
    except (NotAllowedError, NotFoundError):
        # Of somebody else, or the role was taken away since the page began to be made.
        st.info(_GONE)


def _show() -> None:
    everybodys = Role(looker().role).covers(Role.LEAD)
    st.write(
        f"What {'everybody' if everybodys else 'you'} did here, newest first. Nothing of it is "
        "ever deleted. Click a line about labels to see them as they were."
    )
    _seed()
    asked, article = _filters(everybodys=everybodys)
    _keep()
    if article is not None and not article.id:
        st.info(article.said)
        return
    found = services().histories.lines(
        looker().login, asked, after=read_place(st.query_params.get("after", "")), limit=_ROWS
    )
    if article is not None:
        st.caption(article.said)
    if not found.lines:
        st.info("Nothing fits. Choose a longer time, or leave out a person, article or kind.")
    else:
        _table(found)
    _turn(found, asked)


def _filters(*, everybodys: bool) -> tuple[AskedEvents, _Article | None]:
    histories, by = services().histories, looker().login
    with st.container(horizontal=True, vertical_alignment="bottom"):
        login = None
        if everybodys:
            names = histories.names(by)
            login = st.selectbox(
                "Person",
                sorted(names, key=lambda found: names[found].casefold()),
                index=None,
                format_func=lambda found: names.get(found, found),
                placeholder="Everybody",
                key="history-person",
                width=200,
            )
        kind = st.selectbox(
            "What",
            [kind.value for kind in histories.kinds(by)],
            index=None,
            format_func=lambda found: KINDS[EventKind(found)],
            placeholder="Anything",
            key="history-kind",
            width=160,
        )
        first = st.date_input("From", value=None, key="history-from", width=140)
        last = st.date_input("To", value=None, key="history-to", width=140)
        st.text_input(
            "Article", placeholder="Title, source or id", key="history-article", width=240
        )
        st.toggle(
            "Every save",
            key="history-fold",
            help="Else saves of one person on one article in a row are one line.",
        )
    article = _article()
    return AskedEvents(
        login=login,
        document_id=None if article is None else article.id,
        kind=None if kind is None else EventKind(kind),
        since=None if first is None else _midnight(first),
        until=None if last is None else _midnight(last + timedelta(days=1)),
        folded=not st.session_state["history-fold"],
    ), article


def _article() -> _Article | None:
    """Return which article is asked about; ``None`` for all."""
    search: str = st.session_state["history-article"].strip()
    if not search:
        return None
    workbench = services().workbench
    found = workbench.list_documents(looker().login, search=search, limit=_MATCHES)
    exact = [row for row in found.rows if row.id == search]
    rows = exact or list(found.rows)
    if not rows:
        return _Article("", "No article matches. Clear what you look for.")
    if len(rows) > 1:
        titles = {row.id: row.title or row.id for row in rows}
        st.selectbox(
            "Which article",
            list(titles),
            index=None,
            format_func=lambda found: titles.get(found, found),
            key="history-which",
            width=520,
            on_change=_choose,
        )
        shown = "" if found.total <= _MATCHES else f" These are the first {_MATCHES} of them."
        return _Article("", f"{found.total:,} articles match. Choose one.{shown}")
    return _Article(rows[0].id, f"Of “{plain(rows[0].title or rows[0].id)}” only.")


def _choose() -> None:
    st.session_state["history-article"] = st.session_state["history-which"] or ""


def _table(found: EventPage) -> None:
    names = services().histories.names(looker().login)
    key = f"history-{st.session_state.get(_ROUND, 0)}-{found.lines[0].place}"
    chosen: Any = st.dataframe(
        pd.DataFrame(
            {
                "at": [clock_time(line.at) for line in found.lines],
                "who": [who(line, names) for line in found.lines],
                "what": [what(line, names) for line in found.lines],
                "article": [line.title or line.document_id for line in found.lines],
            }
        ),
        key=key,
        hide_index=True,
        height=_HEIGHT if len(found.lines) > _SHORT else "content",
        on_select="rerun",
        selection_mode="single-cell",
        alt="What was done",
        column_config={
            "at": st.column_config.TextColumn("When", width=140),
            "who": st.column_config.TextColumn("Who", width=140),
            "what": st.column_config.TextColumn("What", width=360),
            "article": st.column_config.TextColumn("Article"),
        },
    )
    cells = chosen.selection.cells
    if cells and cells[0][0] < len(found.lines):
        _open(found.lines[cells[0][0]])


def _open(line: EventLine) -> None:
    """Go where a line leads: to the labels it is about, or else to all that befell its article."""
    # Another key takes the mark from the table, so that the same line can be chosen again.
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    if line.task_id:
        st.query_params["task"] = line.task_id
        st.query_params["version"] = str(line.version or "")
    elif line.document_id:
        st.query_params["article"] = line.document_id
        st.session_state.pop("history-article", None)
    st.rerun()


def _turn(found: EventPage, asked: AskedEvents) -> None:
    """Offer newer and older lines, and files; where one is stands in the address."""
    here = st.query_params.get("after", "")
    with st.container(horizontal=True, vertical_alignment="center"):
        _turn_to("Newest", "first_page", here != "", "", [])
        before: list[str] = st.session_state.get(_BEFORE, [])
        _turn_to("Newer", "chevron_left", bool(before), before[-1] if before else "", before[:-1])
        _turn_to("Older", "chevron_right", found.next is not None, str(found.next), [*before, here])
        if found.lines:
            offer_download(asked)


def _turn_to(label: str, icon: str, there: object, after: str, before: list[str]) -> None:
    # Told before the page is made: making it first as it was took as long again.
    st.button(
        label, icon=f":material/{icon}:", disabled=not there, on_click=_go, args=(after, before)
    )


def _go(after: str, before: list[str]) -> None:
    st.session_state[_BEFORE] = before
    _set("after", after)


def _seed() -> None:
    """Take over from the address what no widget has been told yet."""
    state, address = st.session_state, st.query_params
    known: dict[str, Any] = {
        "person": address.get("person"),
        "kind": address.get("kind") if address.get("kind") in set(EventKind) else None,
        "from": _day(address.get("from", "")),
        "to": _day(address.get("to", "")),
        "article": address.get("article", ""),
        "fold": address.get("fold") == "no",
    }
    for name, value in known.items():
        if f"history-{name}" not in state:
            state[f"history-{name}"] = value


def _keep() -> None:
    """Write what is chosen into the address, so that it can be sent to somebody."""
    state = st.session_state
    chosen = {name: state.get(f"history-{name}") for name in _FILTERS}
    _set("person", chosen["person"] or "")
    _set("kind", chosen["kind"] or "")
    _set("from", "" if chosen["from"] is None else chosen["from"].isoformat())
    _set("to", "" if chosen["to"] is None else chosen["to"].isoformat())
    _set("article", (chosen["article"] or "").strip())
    _set("fold", "no" if chosen["fold"] else "")
    # Of other lines one sees the newest first.
    if state.get(_LAST, chosen) != chosen:
        _set("after", "")
        state.pop(_BEFORE, None)
    state[_LAST] = chosen


def _set(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def _leave() -> None:
    st.query_params.pop("task", None)
    st.query_params.pop("version", None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock_zone()).astimezone(UTC)
