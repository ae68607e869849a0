"""The form in which a lead says how a batch is handed out."""

from collections.abc import Mapping

import streamlit as st

from labeler.core.queue import MOST_ARTICLES, MOST_PEOPLE_EACH, MOST_PRIORITY, Dealing, Plan
from labeler.pages.people_common import accounts, form_sent, looker, plain

_DEALINGS = {
    Dealing.FREE: "Whoever is ready takes the next one",
    Dealing.ASSIGNED: "Everybody gets those dealt to them",
}


def names() -> Mapping[str, str]:
    """Return what people are called, by login; those who were kept out too."""
    return {member.login: member.name for member in accounts().members(looker().login)}


def ask_plan(key: str, before: Plan, label: str) -> Plan | None:
    """Show the form; return what was asked for in the run in which it was sent."""
    called = names()
    with st.form(key, border=False):
        name = st.text_input("Name", before.name, placeholder="Elections, first round")
        left, right = st.columns(2)
        with left:
            wanted = st.number_input(
                "People per article",
                0,
                MOST_PEOPLE_EACH,
                before.wanted or 0,
                help="0: everybody labels every article. Two or more let you see agreement.",
            )
            people = st.multiselect(
                "Who",
                list(called),
                [login for login in before.people if login in called],
                format_func=lambda login: plain(called[login]),
                placeholder="Everybody",
            )
            dealing = st.radio(
                "How people come by articles",
                list(_DEALINGS),
                list(_DEALINGS).index(before.dealing),
                format_func=_DEALINGS.__getitem__,
            )
        with right:
            priority = st.number_input(
                "Priority",
                -MOST_PRIORITY,
                MOST_PRIORITY,
                before.priority,
                help="Batches with a higher one come first.",
            )
            calibration = st.number_input(
                "First articles for everybody",
                0,
                MOST_ARTICLES,
                before.calibration,
                help="A calibration round: so many articles go to all, whatever the number above.",
            )
            control_every = st.number_input(
                "One control article in",
                0,
                MOST_ARTICLES,
                before.control_every,
                help="Articles whose labels you know, mixed in unseen; 0 for none. Choose them in "
                "the list of articles.",
            )
            blind = st.number_input(
                "Percent without suggestions",
                0,
                100,
                round(before.blind_share * 100),
                help="Shows what suggestions do to the labels: so many tasks show none.",
            )
        sent = form_sent(key, label, primary=True)
    if not sent:
        return None
    return Plan(
        name=name.strip(),
        wanted=int(wanted) or None,
        dealing=dealing,
        people=tuple(people),
        priority=int(priority),
        calibration=int(calibration),
        control_every=int(control_every),
        blind_share=blind / 100,
    )
