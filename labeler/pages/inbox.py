"""The page Inbox: what mentions the person or answers in their threads."""

from math import ceil
from uuid import uuid4

import streamlit as st

from labeler.core.errors import NotFoundError
from labeler.core.thread import InboxRow, MessageKind, MessageRefusedError
from labeler.pages.context import open_article, person, services
from labeler.pages.people_common import clock_time, form_sent, plain, refusal, say, show_said
from labeler.workflow.threads import Threads

_ROWS = 20
_MOST_TEXT = 600
_DID = {MessageKind.RESOLVED: "resolved the thread", MessageKind.REOPENED: "opened it again"}


def page() -> None:
    """Show what waits for the person, unread first, and the way to each."""
    st.title("Inbox")
    st.write(
        "Messages that mention you, and answers in threads you take part in or that are about "
        "your labels. Unread ones come first."
    )
    show_said()
    threads, login = services().threads, person().login
    number = st.session_state.get("inbox-page", 1)
    found = threads.inbox(login, limit=_ROWS, offset=(number - 1) * _ROWS)
    if not found.total:
        st.info(
            "Nobody has written to you yet. Where you label an article, B opens the thread of "
            "what is picked; a name after @ tells that person of it."
        )
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{found.unread:,} unread** of {found.total:,}")
        st.button(
            "Mark these as read",
            disabled=all(row.read_at is not None for row in found.rows),
            on_click=_read,
            args=(threads, login, [row.message.id for row in found.rows]),
            key="inbox-read-all",
        )
    for row in found.rows:
        _show(row, threads, login)
    pages = ceil(found.total / _ROWS)
    if pages > 1:
        st.number_input(f"Page, of {pages:,}", 1, pages, key="inbox-page", width=160)


def _show(row: InboxRow, threads: Threads, login: str) -> None:
    message, unread = row.message, row.read_at is None
    with st.container(border=True, key=f"inbox-{message.id}"):
        badge = ":green-badge[New] " if unread else ""
        st.markdown(f"{badge}**{plain(message.name)}** · {clock_time(message.at)}")
        about = f"on “{plain(row.thread.quote)}” " if row.thread.quote else ""
        where = " · This article is in the trash." if row.in_trash else ""
        st.caption(f"{about}in {plain(row.title or row.thread.document_id)}{where}")
        if message.kind is MessageKind.SAID:
            st.markdown(_lines(message.text))
        else:
            st.markdown(f"*{_DID[message.kind]}*")
        with st.container(horizontal=True):
            if st.button("Open", key=f"inbox-open-{message.id}", disabled=row.in_trash):
                threads.mark_read(login, [message.id])
                open_article(row.thread.document_id, row.thread.id)
            st.button(
                "Mark as read",
                disabled=not unread,
                on_click=_read,
                args=(threads, login, [message.id]),
                key=f"inbox-read-{message.id}",
            )
        _answer(row, threads, login)


def _answer(row: InboxRow, threads: Threads, login: str) -> None:
    """Offer to answer here: the article itself need not be open to whoever is asked."""
    with (
        st.expander("Answer", icon=":material/reply:"),
        st.form(f"inbox-answer-{row.message.id}", clear_on_submit=False, border=False),
    ):
        text = st.text_area(
            "Answer", label_visibility="collapsed", placeholder="@name tells somebody of it"
        )
        if not form_sent(f"inbox-send-{row.message.id}", "Send"):
            return
        try:
            answered = threads.answer(login, row.thread.id, uuid4().hex, text)
        except MessageRefusedError as error:
            st.error(" ".join(refusal(error)))
            return
        except NotFoundError:
            st.error("This thread is not open to you any more. Nothing was sent.")
            return
        threads.mark_read(login, [row.message.id])
        nobody = "".join(f" Nobody here is called @{name}." for name in answered.unknown)
        say(f"Your answer is in the thread.{nobody}")
    st.rerun()


def _lines(text: str) -> str:
    """Return the message as Markdown that shows exactly its characters and lines."""
    shown = text if len(text) <= _MOST_TEXT else f"{text[:_MOST_TEXT]}…"
    return "  \n".join(plain(line) for line in shown.splitlines())


def _read(threads: Threads, login: str, message_ids: list[str]) -> None:
    threads.mark_read(login, message_ids)
