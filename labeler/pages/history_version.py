"""One version of somebody's labels on the page History, and the way back to it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from labeler.core.errors import NotFoundError
from labeler.core.people import NotAllowedError
from labeler.core.trash import TrashedError
from labeler.core.work import (
    LeaseLostError,
    NotStorableError,
    RevisionLine,
    StaleRevisionError,
    TaskState,
    WrongStateError,
)
from labeler.pages.context import open_article, services
from labeler.pages.history_labels import all_rows, changed_rows
from labeler.pages.history_trash import offer_set_trash
from labeler.pages.people_common import clock_time, looker, plain, stop_asking, sure
from labeler.workflow.histories import Version

_SAID = "history-said"
_SEEN = "history-seen"
_ROUND = "history-version-round"
_SHORT = 8
_LOW = 320
_KINDS = {
    "mention": ("mention", "mentions"),
    "entity": ("chain", "chains"),
    "event": ("event", "events"),
    "attribution": ("attribution", "attributions"),
    "frame": ("frame", "frames"),
    "relation": ("relation", "relations"),
    "decision": ("decision", "decisions"),
    "document_label": ("article label", "article labels"),
    "item": ("item", "items"),
}


def show_version(task_id: str, number: str, leave: Callable[[], None]) -> None:
    """Show a version; the last one where ``number`` is empty or none that there is.

    Raises NotFoundError where it is not for who looks.
    """
    st.button("Back to the history", icon=":material/arrow_back:", on_click=leave)
    lines = services().histories.versions(looker().login, task_id)
    _show_said()
    _say_whether_more(task_id, len(lines))
    if not lines:
        st.info("Nothing was saved of it: the article was opened, and no more.")
        return
    known = number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= len(lines)
    chosen = int(number) if known else len(lines)
    found = services().histories.version(looker().login, task_id, chosen)
    names = services().histories.names(looker().login)
    _head(found, names, len(lines))
    offer_set_trash(found.task, names)
    _versions(lines, names, chosen)
    _labels(found)


def _head(found: Version, names: Mapping[str, str], count: int) -> None:
    task, revision = found.task, found.revision
    st.header(plain(found.document.title or found.document.id), anchor=False)
    by = names.get(revision.login, revision.login)
    brought = "" if revision.login == task.login else f" by {plain(by)}"
    st.write(
        f"Labels of {plain(names.get(task.login, task.login))}, version {revision.number} of "
        f"{count}, saved{brought} at {clock_time(revision.saved_at)}."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Earlier", icon=":material/chevron_left:", disabled=revision.number == 1):
            _go(revision.number - 1)
        if st.button("Later", icon=":material/chevron_right:", disabled=revision.number == count):
            _go(revision.number + 1)
        if task.login == looker().login and st.button("Open the article"):
            open_article(found.document.id)
    if revision.number < count:
        _offer(found, count)


def _offer(found: Version, count: int) -> None:
    """Offer to bring the version back."""
    task = found.task
    if task.state is TaskState.TRASHED:
        st.caption("It lies in the trash; once it is restored, a version can be brought back.")
        return
    if task.state is TaskState.SKIPPED:
        st.caption("The article is skipped; once it is reopened, a version can be brought back.")
        return
    question = f"Version {found.revision.number} becomes version {count + 1}; nothing is lost."
    if task.state is TaskState.SUBMITTED:
        question += " What was submitted is a draft then, and has to be submitted again."
    if task.login != looker().login:
        question += " A page they have open says what happened, and keeps what was not saved."
    # With another version there is another question.
    key = f"history-bring-{task.id}-{found.revision.number}-{count}"
    if sure(key, "Bring this version back", question, icon=":material/settings_backup_restore:"):
        _bring_back(found, count)


def _bring_back(found: Version, count: int) -> None:
    stop_asking()
    number = found.revision.number
    try:
        task = services().histories.bring_back(looker().login, found.task.id, number, count)
    except StaleRevisionError:
        said = "Another version was saved meanwhile. Look at it before you bring one back."
    except NotStorableError as error:
        problems = "; ".join(problem.message for problem in error.problems[:5])
        said = f"This version does not fit the schema that is in use now: {problems}."
    except LeaseLostError:
        said = "The article went to others meanwhile. A lead can bring the version back."
    except (WrongStateError, NotAllowedError, NotFoundError, TrashedError):
        said = "This cannot be done any more. Look at the history for what happened."
    else:
        st.session_state[_SEEN] = (task.id, task.revision)
        st.session_state[_SAID] = (
            True,
            f"Version {number} is brought back, as version {task.revision}.",
        )
        _go(task.revision)
    st.session_state[_SAID] = (False, said)
    st.rerun()


def _say_whether_more(task_id: str, count: int) -> None:
    """Say that somebody saved since the page was last made: what is asked here is of before."""
    seen_task, seen = st.session_state.get(_SEEN, (task_id, count))
    if seen_task == task_id and seen < count:
        st.warning("Another version was saved meanwhile. Look at it before you bring one back.")
    st.session_state[_SEEN] = (task_id, count)


def _show_said() -> None:
    done, said = st.session_state.pop(_SAID, (True, ""))
    if said and done:
        st.success(plain(said), icon=":material/check:")
    elif said:
        st.error(plain(said), icon=":material/error:")


def _versions(lines: Sequence[RevisionLine], names: Mapping[str, str], chosen: int) -> None:
    """Show all versions, newest first; a click goes to one."""
    with st.expander("All versions"):
        newest = list(reversed(lines))
        picked: Any = st.dataframe(
            pd.DataFrame(
                {
                    "number": [line.number for line in newest],
                    "saved": [clock_time(line.saved_at) for line in newest],
                    "by": [names.get(line.login, line.login) for line in newest],
                    "changes": [_changes(line) for line in newest],
                }
            ),
            key=f"history-versions-{chosen}-{st.session_state.get(_ROUND, 0)}",
            hide_index=True,
            height="content" if len(newest) <= _SHORT else _LOW,
            on_select="rerun",
            selection_mode="single-cell",
            alt="All versions of these labels",
            column_config={
                "number": st.column_config.NumberColumn("Version", width="small"),
                "saved": st.column_config.TextColumn("Saved", width=140),
                "by": st.column_config.TextColumn("By", width=140),
                "changes": st.column_config.TextColumn("What changed"),
            },
        )
        cells = picked.selection.cells
        if cells and cells[0][0] < len(newest):
            st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
            _go(newest[cells[0][0]].number)


def _labels(found: Version) -> None:
    text, labels = found.document.text, found.revision.labels
    st.header("What changed since the version before", anchor=False)
    _rows(changed_rows(found.before, labels, text), "No item changed.", "What this version changed")
    st.header("All labels of this version", anchor=False)
    _rows(all_rows(labels, text), "It has no labels.", "All labels of this version")
    if labels.document_labels:
        said = ", ".join(f"{name}: {value}" for name, value in labels.document_labels.items())
        st.write(f"Of the article as a whole: {plain(said)}")


def _rows(frame: pd.DataFrame, none: str, alt: str) -> None:
    if frame.empty:
        st.write(none)
        return
    used = [name for name in frame.columns if name not in {"more", "before"} or frame[name].any()]
    st.dataframe(
        frame,
        hide_index=True,
        height="content" if len(frame) <= _SHORT else _LOW,
        alt=alt,
        column_order=used,
        column_config={
            "change": st.column_config.TextColumn("Change", width=90),
            "kind": st.column_config.TextColumn("What", width=90),
            "type": st.column_config.TextColumn("Type", width=140),
            "words": st.column_config.TextColumn("Words", width=240),
            "more": st.column_config.TextColumn("With", width=360),
            "before": st.column_config.TextColumn("Before", width=240),
        },
    )


def _changes(line: RevisionLine) -> str:
    """Return what a version changed, counted by kind."""
    parts = [
        f"{count} {_KINDS.get(kind, (kind, kind))[count != 1]} {how}"
        for how in ("added", "changed", "removed")
        for kind, count in sorted(line.counts.get(how, {}).items())
    ]
    return ", ".join(parts) or "no item"


def _go(number: int) -> None:
    st.query_params["version"] = str(number)
    st.rerun()
