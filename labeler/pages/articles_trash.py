"""Putting articles in the trash, on the page Articles."""

from collections.abc import Sequence

import streamlit as st

from labeler.core.trash import MOST_REASON
from labeler.core.work import TaskState
from labeler.pages.context import services
from labeler.pages.people_common import attempt, looker, sure

_TICKED = "Those ticked"
_FOUND = "All that the list finds"
_ROUND = "articles-select-round"


def select_round() -> int:
    """Return a number that is another one once what was ticked is gone."""
    found: int = st.session_state.get(_ROUND, 0)
    return found


def offer_trash(ticked: Sequence[str], search: str, state: TaskState | None, total: int) -> None:
    """Offer to put articles in the trash: those ticked, or all that the list finds."""
    with st.container(border=True):
        st.write(
            "An article in the trash is in no list, number or table, nobody gets it, and what "
            "people have done with it goes along. Nothing is lost: the page Trash restores all "
            "of it as it was."
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            which = st.radio(
                "Which articles", [_TICKED, _FOUND], horizontal=True, key="articles-trash-which"
            )
            reason = st.text_input(
                "Why",
                placeholder="For whoever looks into the trash",
                max_chars=MOST_REASON,
                key="articles-trash-reason",
                width=320,
            )
        count = len(ticked) if which == _TICKED else total
        if not count:
            st.caption("Tick articles in the first column of the table.")
            return
        words = "1 article" if count == 1 else f"{count:,} articles"
        # With other articles there is another question.
        key = f"articles-trash-{which}-{count}-{search}-{state}"
        st.caption(f"That is {words}.")
        if sure(key, "Put in the trash", f"{words}, with everybody’s labels?", ":material/delete:"):
            attempt(
                lambda: _put(ticked if which == _TICKED else None, search, state, reason),
                f"{words} put in the trash.",
            )


def _put(ids: Sequence[str] | None, search: str, state: TaskState | None, reason: str) -> None:
    bar = st.progress(0.0, "Putting articles in the trash …")

    def tell(done: int, total: int) -> None:
        bar.progress(done / total, f"Putting articles in the trash … {done:,} of {total:,}")

    trash, by = services().trash, looker().login
    if ids is None:
        trash.put_found(by, search, state, reason, tell)
    else:
        trash.put_articles(by, ids, reason, tell)
    st.session_state[_ROUND] = select_round() + 1
