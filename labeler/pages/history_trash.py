"""Putting one person's labels of an article in the trash, on the page History."""

from collections.abc import Mapping

import streamlit as st

from labeler.core.people import Role
from labeler.core.trash import MOST_REASON
from labeler.core.work import Task, TaskState
from labeler.pages.context import services
from labeler.pages.people_common import attempt, looker, plain, show_said, sure


def offer_set_trash(task: Task, names: Mapping[str, str]) -> None:
    """Offer leads to put a person's labels in the trash, or say that they are there."""
    show_said()
    if task.state is TaskState.TRASHED:
        st.warning(
            "These labels are in the trash, alone or with their article. The page Trash restores "
            "them.",
            icon=":material/delete:",
        )
        return
    if not Role(looker().role).covers(Role.LEAD):
        return
    name = names.get(task.login, task.login)
    with st.expander("Put these labels in the trash", icon=":material/delete:"):
        st.write(
            f"All that {plain(name)} did with this article leaves the tables and the numbers, and "
            "somebody else can have the article. The page Trash restores it as it was."
        )
        reason = st.text_input(
            "Why",
            placeholder="For whoever looks into the trash",
            max_chars=MOST_REASON,
            key=f"history-trash-reason-{task.id}",
            width=320,
        )
        question = "All versions go along. A page they have open says what happened."
        if sure(f"history-trash-{task.id}", "Put in the trash", question):
            attempt(
                lambda: services().trash.put_set(looker().login, task.id, reason),
                f"The labels of {name} are in the trash.",
            )
