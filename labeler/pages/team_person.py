"""One person on the page Team: what is known of them, and what can be done."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from labeler.core.people import Account, Role
from labeler.pages.keys import show_sessions, show_tokens
from labeler.pages.people_common import (
    ROLE_MEANS,
    ROLES,
    accounts,
    attempt,
    clock_time,
    is_admin,
    is_waiting,
    looker,
    plain,
    show_said,
    state_of,
    stop_asking,
    sure,
    with_article,
)
from labeler.pages.team_links import forget_link, make_invitation, make_reset, show_link_of
from labeler.pages.ways_in import way_in

_TRIES = "team-role-tries"


def open_person(account: Account, on_close: Callable[[], Any]) -> None:
    """Show somebody in a dialog, with what the looker may do to their account."""

    def close() -> None:
        stop_asking()
        forget_link()
        on_close()

    st.dialog(plain(account.name), width="medium", on_dismiss=close)(_show)(account)


def _show(account: Account) -> None:
    show_said()
    seen = f"last seen {clock_time(account.seen_at)}" if account.seen_at else "never seen here"
    st.markdown(f"`{account.login}` · {ROLES[account.role]} · {state_of(account)} · {seen}")
    show_link_of(account.login)
    admin = is_admin()
    if admin:
        _role(account)
    _way_in(account, admin=admin)
    if admin and account.active:
        _place_in_the_project(account)
    if admin or account.login == looker().login:
        show_sessions(account.login)
        show_tokens(account.login)
    else:
        st.caption("Roles, passwords, sessions and tokens of others are for admins.")


def _role(account: Account) -> None:
    tries = st.session_state.get(_TRIES, 0)
    wanted = st.segmented_control(
        "Role",
        list(ROLES),
        default=account.role,
        required=True,
        format_func=lambda role: ROLES[role],
        # Another key after each try, and when it was changed elsewhere: the control
        # would go on showing what was chosen.
        key=f"team-role-{account.login}-{account.role}-{tries}",
        help=f"{ROLE_MEANS}Admins may do everything.",
    )
    if wanted is None or wanted is account.role:
        return
    st.caption("It counts at once, also where they are signed in.")
    if st.button(f"Make them {with_article(wanted)}", type="primary", key="team-role-yes"):
        st.session_state[_TRIES] = tries + 1
        attempt(
            lambda: accounts().set_role(looker().login, account.login, wanted),
            f"{account.name} is {with_article(wanted)} now.",
        )


def _way_in(account: Account, *, admin: bool) -> None:
    login = account.login
    if not account.active:
        if not admin:
            return
        st.caption("They cannot sign in. All they labelled is still here.")
        if st.button("Let in again", key="team-let-in", icon=":material/login:"):
            attempt(
                lambda: accounts().set_active(looker().login, login, True),
                f"{account.name} may sign in again.",
            )
        return
    if is_waiting(account) and (admin or account.role is Role.ANNOTATOR):
        st.caption("They have not used their invitation. A new link ends the earlier one.")
        if st.button("New invitation link", key="team-invite-again", icon=":material/link:"):
            attempt(lambda: make_invitation(account), "Here is the new link.")
    if not admin:
        return
    if not is_waiting(account):
        words = way_in()
        st.caption(words.question)
        if st.button(words.button, key="team-reset", icon=":material/key:"):
            attempt(lambda: make_reset(account), "Here is the link.")
    if sure(
        "team-keep-out",
        "Keep out",
        "They are signed out everywhere, and their tokens and links end for good. "
        "What they labelled stays. You can let them in again.",
        icon=":material/block:",
    ):
        attempt(
            lambda: accounts().set_active(looker().login, login, False),
            f"{account.name} is kept out now.",
        )


def _place_in_the_project(account: Account) -> None:
    if sure(
        "team-remove",
        "Take out of the project",
        "They are in this project no longer, and their tokens for it end for good. What they "
        "labelled stays. So does their account, for other projects; you can invite them again.",
        icon=":material/person_remove:",
    ):
        attempt(
            lambda: accounts().remove(looker().login, account.login),
            f"{account.name} is not in the project any more.",
        )
