"""The people on the page Team: a table to search and sort, and one of them opened."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import pandas as pd
import streamlit as st

from labeler.core.people import Account
from labeler.pages.people_common import (
    ROLES,
    accounts,
    clock_time,
    is_admin,
    looker,
    show_said,
    state_of,
)
from labeler.pages.team_person import open_person

_CHOSEN = "team-chosen"
_LISTED = "team-listed"
_TABLE = "team-table"
_ROUND = "team-round"
_SHORT = 14
_HEIGHT = 520
_STATES = ["Active", "Invited", "Kept out"]
_STATE_COLORS = ["green", "orange", "gray"]


def show_people(members: Sequence[Account]) -> None:
    """Show everybody, and whoever was chosen."""
    st.write("Click somebody to see what you can do. A click on a heading sorts.")
    chosen = st.session_state.get(_CHOSEN)
    found = next((member for member in members if member.login == chosen), None)
    if found is None:
        # Whoever was taken out would be opened again as soon as they are back.
        st.session_state.pop(_CHOSEN, None)
        show_said()
    rows = _search(members)
    if rows:
        _table(rows)
        st.caption(f"{len(rows):,} of {len(members):,}" if len(rows) < len(members) else "")
    else:
        st.info("Nobody matches. Clear the search, or invite them under Invitations.")
    if found is not None:
        open_person(found, _close)


def _search(members: Sequence[Account]) -> Sequence[Account]:
    wanted = (
        st.text_input(
            "Search",
            placeholder="Name, login, role or state",
            icon=":material/search:",
            label_visibility="collapsed",
            key="team-search",
            width=320,
        )
        .strip()
        .casefold()
    )
    return [
        member
        for member in members
        if wanted
        in f"{member.name}\n{member.login}\n{ROLES[member.role]}\n{state_of(member)}".casefold()
    ]


def _table(rows: Sequence[Account]) -> None:
    logins = [row.login for row in rows]
    # A row's number means the same person as long as the key is the same.
    listed = sha256(",".join(logins).encode()).hexdigest()[:12]
    key = f"{_TABLE}-{listed}-{st.session_state.get(_ROUND, 0)}"
    st.session_state[_LISTED] = (key, logins)
    counts = accounts().access(looker().login) if is_admin() else None
    st.dataframe(
        pd.DataFrame(
            {
                "name": [row.name for row in rows],
                "state": [[state_of(row)] for row in rows],
                "role": [ROLES[row.role] for row in rows],
                "login": logins,
                "seen": [clock_time(row.seen_at) for row in rows],
            }
            | _counted(logins, counts)
        ),
        key=key,
        hide_index=True,
        height="content" if len(rows) <= _SHORT else _HEIGHT,
        on_select=_choose,
        selection_mode="single-cell",
        alt="The people of the project",
        column_config={
            "name": st.column_config.TextColumn("Name"),
            "state": st.column_config.MultiselectColumn(
                "State", width=100, options=_STATES, color=_STATE_COLORS
            ),
            "role": st.column_config.TextColumn("Role", width=100),
            "login": st.column_config.TextColumn("Login"),
            "seen": st.column_config.TextColumn("Last seen", width=140),
            "sessions": st.column_config.NumberColumn("Sessions", width="small"),
            "tokens": st.column_config.NumberColumn("Tokens", width="small"),
        },
    )


def _counted(
    logins: Sequence[str], counts: Mapping[str, tuple[int, int]] | None
) -> dict[str, list[int]]:
    """Return the columns of sessions and tokens; none for who may not count them."""
    if counts is None:
        return {}
    return {
        what: [counts.get(login, (0, 0))[place] for login in logins]
        for place, what in enumerate(("sessions", "tokens"))
    }


def _choose() -> None:
    key, logins = st.session_state[_LISTED]
    chosen: Any = st.session_state.get(key)
    cells = chosen.selection.cells if chosen else []
    if cells and cells[0][0] < len(logins):
        st.session_state[_CHOSEN] = logins[cells[0][0]]


def _close() -> None:
    st.session_state.pop(_CHOSEN, None)
    # Another key takes the mark from the table, so that the same person can be chosen again.
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
