"""What opens the door for somebody: the browsers they are signed in with, and their tokens."""

import streamlit as st

from labeler.core.errors import NotFoundError
from labeler.core.people import Session, Token
from labeler.pages.people_common import (
    accounts,
    attempt,
    browser_words,
    clock_time,
    looker,
    plain,
    sure,
)


def show_sessions(login: str, own: str = "") -> None:
    """Show where somebody is signed in, each to be ended.

    Args:
        login: whose; the looker's own, or anybody's for an admin.
        own: id of the session in which the looker looks, which signing out ends.
    """
    found = accounts().sessions(looker().login, login)
    st.header(f"Sessions · {len(found)}", anchor=False)
    if not found:
        st.caption("No browser is signed in.")
        return
    st.caption("The browsers that are signed in. Ending one keeps what was saved.")
    for session in found:
        _one_session(session, is_own=session.id == own)
    others = [session for session in found if session.id != own]
    all_of_them = "End all others" if own else "End all sessions"
    if len(others) > 1 and sure(
        "keys-end-all", all_of_them, "One has to sign in again in all of these browsers."
    ):
        attempt(lambda: _end_all(others), "These sessions have ended.")


def _end_all(sessions: list[Session]) -> None:
    for session in sessions:
        try:
            accounts().end_session(looker().login, session.id)
        except NotFoundError:
            # Ended in that browser meanwhile.
            continue


def _one_session(session: Session, *, is_own: bool) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        here = "**this one** · " if is_own else ""
        st.markdown(
            f"{here}{plain(browser_words(session.client))}  \n"
            f"from {plain(session.address or 'an unknown address')}, "
            f"last used {clock_time(session.seen_at)}",
            width="stretch",
        )
        if not is_own and sure(
            f"keys-end-{session.id}", "End", "One has to sign in again in that browser."
        ):
            attempt(
                lambda: accounts().end_session(looker().login, session.id),
                "The session has ended.",
            )


def show_tokens(login: str) -> None:
    """Show the tokens of somebody's scripts, each to be revoked."""
    found = accounts().tokens(looker().login, login)
    st.header(f"Tokens · {len(found)}", anchor=False)
    if not found:
        st.caption("No script works under this login.")
        return
    st.caption("With these, scripts work under this login.")
    for token in found:
        _one_token(token)


def _one_token(token: Token) -> None:
    scopes = ", ".join(sorted(token.scopes))
    used = f"last used {clock_time(token.used_at)}" if token.used_at else "never used"
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{plain(token.name)}**: {scopes}  \n{used}, until {clock_time(token.expires_at)}",
            width="stretch",
        )
        if sure(
            f"keys-revoke-{token.id}", "Revoke", "Scripts that use it are refused from now on."
        ):
            attempt(
                lambda: accounts().revoke_token(looker().login, token.id),
                f"The token “{token.name}” works no more.",
            )
