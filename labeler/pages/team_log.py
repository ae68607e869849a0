"""The log on the page Team: what was done to accounts, and by whom."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from labeler.core.account_log import AccountChange, ChangeKind
from labeler.core.people import Account, LinkKind
from labeler.pages.people_common import accounts, clock_time, looker
from labeler.pages.ways_in import way_in

_LINKS = {
    LinkKind.ADMIN: "made the link for the first admin",
    LinkKind.INVITE: "invited as {role}",
}
_WORDS = {
    ChangeKind.LINK_WITHDRAWN: "withdrew a link",
    ChangeKind.JOINED: "joined",
    ChangeKind.ADDED: "added as {role}",
    ChangeKind.REMOVED: "took out of the project",
    ChangeKind.PASSWORD_RESET: "chose a new password by a link",
    ChangeKind.PASSWORD_CHANGED: "changed the password",
    ChangeKind.IDENTITY_BOUND: "chose anew with what to sign in, by a link",
    ChangeKind.ROLE_SET: "changed the role from {before} to {after}",
    ChangeKind.SESSION_ENDED: "signed a browser out",
    ChangeKind.TOKEN_CREATED: "made the token “{name}”",
    ChangeKind.TOKEN_REVOKED: "revoked a token",
}


def show_log(members: Sequence[Account]) -> None:
    """Show what was done to accounts, newest first, of one person if one is chosen."""
    st.write("What was done to accounts, newest first. Nothing here is ever deleted.")
    names = {member.login: member.name for member in members}
    changes = [*reversed(accounts().changes(looker().login))]
    logins = sorted({login for c in changes for login in (c.login, c.whom) if login})
    whose = st.selectbox(
        "Person",
        logins,
        index=None,
        format_func=lambda login: _named(names, login),
        placeholder="Anybody",
        label_visibility="collapsed",
        key="team-log-person",
        width=320,
    )
    shown = [c for c in changes if whose is None or whose in {c.login, c.whom}]
    if not shown:
        st.info("Nothing was done to accounts yet. Invite somebody: it stands here then.")
        return
    st.dataframe(
        pd.DataFrame(
            {
                "when": [clock_time(c.at) for c in shown],
                "who": [_named(names, c.login) if c.login else "The server" for c in shown],
                "what": [account_words(c) for c in shown],
                "whom": [_whom(names, c) for c in shown],
            }
        ),
        hide_index=True,
        height="content" if len(shown) <= _SHORT else _HEIGHT,
        key=f"team-log-{whose}",
        column_config={
            "when": st.column_config.TextColumn("When", width=140),
            "who": st.column_config.TextColumn("Who"),
            "what": st.column_config.TextColumn("What"),
            "whom": st.column_config.TextColumn("Whose account"),
        },
    )
    st.caption(f"{len(shown):,} {'entry' if len(shown) == 1 else 'entries'}")


_SHORT = 14
_HEIGHT = 520


def _named(names: Mapping[str, str], login: str) -> str:
    return f"{names[login]} ({login})" if login in names else login


def _whom(names: Mapping[str, str], change: AccountChange) -> str:
    return "" if change.whom == change.login else _named(names, change.whom)


def account_words(change: AccountChange) -> str:
    """Return what somebody did to an account, as it follows their name."""
    if change.kind is ChangeKind.ACTIVE_SET:
        return "let in again" if change.detail.get("active") == "yes" else "kept out"
    if change.kind is ChangeKind.LINK_MADE:
        words = {**_LINKS, LinkKind.RESET: way_in().made}[LinkKind(change.detail["of"])]
    else:
        words = _WORDS[change.kind]
    for part in ("role", "before", "after", "name"):
        words = words.replace(f"{{{part}}}", change.detail.get(part, ""))
    return words
