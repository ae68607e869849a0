"""The page on which leads and admins look after the people of the project."""

import streamlit as st

from labeler.core.people import NotAllowedError
from labeler.pages.people_common import accounts, is_admin, looker, show_said
from labeler.pages.team_links import show_invitations
from labeler.pages.team_log import show_log
from labeler.pages.team_people import show_people

_PEOPLE = "People"
_INVITATIONS = "Invitations"
_LOG = "Log"


def page() -> None:
    """Show the people of the project, their invitations, and what was done to accounts."""
    st.title("Team")
    try:
        _show()
    except NotAllowedError:
        # The role was taken away since the page began to be made.
        st.info("The team is for leads and admins. Ask one of them if somebody should come in.")


def _show() -> None:
    members = accounts().members(looker().login)
    parts = [_PEOPLE, _INVITATIONS, _LOG] if is_admin() else [_PEOPLE, _INVITATIONS]
    # Their words never change: a press on one that does while it is pressed is lost.
    part = st.segmented_control(
        "Part",
        parts,
        default=_PEOPLE,
        required=True,
        label_visibility="collapsed",
        key="team-part",
    )
    if part == _LOG:
        show_log(members)
    elif part == _INVITATIONS:
        show_said()
        show_invitations(members)
    else:
        show_people(members)
