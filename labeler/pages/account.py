"""The page You: as whom one is signed in, one's password, sessions and tokens."""

import streamlit as st

from labeler.core.people import NotAllowedError, PeopleRefusedError, Role, Scope, SignInRefusedError
from labeler.identity import SESSION_COOKIE
from labeler.pages.context import person, services
from labeler.pages.keys import show_sessions, show_tokens
from labeler.pages.people_common import accounts, form_sent, looker, plain, refusal, show_said

_ROLES = {
    Role.ANNOTATOR: "You label articles.",
    Role.LEAD: "You label articles, import them, read everybody's labels and invite annotators.",
    Role.ADMIN: "You may do everything here.",
}
_SCOPES = {
    Scope.READ: "read",
    Scope.LABEL: "open, save and submit articles, name actors",
    Scope.MANAGE: "manage the queue",
}
_MADE = "you-token"
_DAYS = 90


def page() -> None:
    """Show who is signed in, what opens the door for them, and the way out."""
    found = person()
    st.title(plain(found.name))
    st.write(f"Signed in as `{found.login}`, {found.role}. {_ROLES[Role(found.role)]}")
    show_said()
    here = _this_session()
    mode = services().settings.mode
    if mode in {"accounts", "oidc"}:
        st.html('<a href="/sign-out" target="_self">Sign out</a>')
        if mode == "accounts":
            _password(here)
        show_sessions(found.login, here)
    show_tokens(found.login)
    _new_token()


def _this_session() -> str:
    """Return the id of the session this page was opened in; empty where it cannot be known."""
    found = accounts().who(st.context.cookies.get(SESSION_COOKIE, ""))
    return found[1].id if found else ""


def _password(here: str) -> None:
    st.header("Password", anchor=False)
    st.caption("A new one signs you out everywhere but here.")
    with st.form("you-password", clear_on_submit=True, width=420):
        old = st.text_input("Present password", type="password", autocomplete="current-password")
        new = st.text_input(
            "New password",
            type="password",
            help="At least 8 characters; a few words are good.",
            autocomplete="new-password",
        )
        again = st.text_input("The new one once more", type="password", autocomplete="new-password")
        sent = st.form_submit_button("Change the password")
    if not sent:
        return
    if new != again:
        st.error("The new password was typed in two ways. Nothing was changed.")
        return
    try:
        accounts().change_password(looker().login, old, new, keep=here)
    except SignInRefusedError as error:
        wait = f" The next try counts in {error.wait_s} s." if error.wait_s else ""
        st.error(f"The present password is wrong; nothing was changed.{wait}")
    except PeopleRefusedError as error:
        st.error(" ".join(refusal(error)))
    else:
        st.success("The password was changed. Other browsers are signed out.")


def _new_token() -> None:
    lead = Role(looker().role).covers(Role.LEAD)
    with st.form("you-token-form", clear_on_submit=False, width=560):
        name = st.text_input("A new token for", placeholder="nightly export", autocomplete="off")
        scopes = st.pills(
            "It may",
            [scope for scope in _SCOPES if lead or scope is not Scope.MANAGE],
            default=[Scope.READ],
            selection_mode="multi",
            format_func=_SCOPES.__getitem__,
        )
        days = st.number_input("Days it lasts", min_value=1, max_value=366, value=_DAYS)
        sent = form_sent("you-token-form", "Make the token")
    if sent:
        try:
            secret, token = accounts().create_token(looker().login, name, set(scopes), int(days))
        except (NotAllowedError, PeopleRefusedError) as error:
            st.error(" ".join(refusal(error)))
        else:
            st.session_state[_MADE] = (secret, token)
            # The list above shows it as well then.
            st.rerun()
    if _MADE in st.session_state:
        secret, token = st.session_state[_MADE]
        with st.container(border=True, width=560):
            st.markdown(f"**The token “{plain(token.name)}”** is shown only now: copy it.")
            st.code(secret, language=None, wrap_lines=True)
            st.button("Done", key="you-token-done", on_click=_forget_token)


def _forget_token() -> None:
    st.session_state.pop(_MADE, None)
