"""The Streamlit script: navigation, or why labelling cannot start."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from labeler.core.people import Role
from labeler.core.project import Project, ProjectClosedError
from labeler.identity import Person
from labeler.pages import (
    account,
    annotate,
    articles,
    history,
    inbox,
    labels,
    progress,
    queue,
    team,
    trash,
)
from labeler.pages.context import (
    StartFailure,
    find_person,
    provided,
    services,
    set_annotate_page,
)
from labeler.pages.viewing import choose_view, pages_of_projects, show_closed, show_no_project


def _navigation(person: Person, projects: Sequence[Project]) -> None:
    labelling = st.Page(
        annotate.page,
        title="Annotate",
        icon=":material/edit_note:",
        url_path="annotate",
        default=True,
    )
    set_annotate_page(labelling)
    pages = [
        labelling,
        st.Page(articles.page, title="Articles", icon=":material/article:", url_path="articles"),
    ]
    pages.append(
        st.Page(progress.page, title="Progress", icon=":material/monitoring:", url_path="progress")
    )
    # The tables hold what everybody submitted.
    if Role(person.role).covers(Role.LEAD):
        pages.append(
            st.Page(labels.page, title="Labels", icon=":material/dataset:", url_path="labels")
        )
    if services().accounts is not None:
        pages.append(st.Page(inbox.page, title="Inbox", icon=":material/inbox:", url_path="inbox"))
        if Role(person.role).covers(Role.LEAD):
            pages.append(
                st.Page(queue.page, title="Queue", icon=":material/low_priority:", url_path="queue")
            )
        pages.append(
            st.Page(history.page, title="History", icon=":material/history:", url_path="history")
        )
        if Role(person.role).covers(Role.LEAD):
            pages.append(_trash())
            pages.append(st.Page(team.page, title="Team", icon=":material/group:", url_path="team"))
        pages.append(
            st.Page(
                account.page,
                title="You",
                icon=":material/account_circle:",
                url_path="you",
            )
        )
    elif Role(person.role).covers(Role.LEAD):
        pages.append(_trash())
    shown = st.navigation({"": pages, **pages_of_projects(person, projects)}, position="top")
    # The surface says it itself, where it matters.
    if shown.url_path != labelling.url_path:
        show_closed()
    try:
        shown.run()
    except ProjectClosedError as error:
        # Archived since the page began to be made.
        st.error(str(error), icon=":material/inventory_2:")


def _trash() -> st.Page:
    return st.Page(trash.page, title="Trash", icon=":material/delete:", url_path="trash")


def _signed_out() -> None:
    st.title("You are signed out")
    st.html('<a href="/sign-in" target="_self">Sign in</a> to go on; nothing you saved is lost.')


def _tighten() -> None:
    """Begin right under the navigation, and give captions and chief buttons contrast enough.

    Streamlit leaves a hand's breadth free above, sets captions too pale for WCAG AA,
    and writes on its chief buttons in white whatever their colour.
    """
    st.html(
        "<style>.stMainBlockContainer{padding-top:4.5rem;padding-bottom:3rem}"
        "[data-testid=stCaptionContainer],[data-testid=stCaptionContainer] *"
        "{color:inherit;opacity:1}[data-testid=stCaptionContainer]{opacity:.8}"
        "[data-testid=stHeading] h2{font-size:1.4rem}"
        "[data-testid^=stBaseButton-primary]{color:light-dark(#fff,#10151d)}</style>"
    )


def _failure(found: StartFailure) -> None:
    st.title(found.headline)
    st.write(found.remedy)
    st.code("\n".join(found.lines), language=None, wrap_lines=True)


st.set_page_config(
    page_title="Labeler", page_icon=str(Path(__file__).with_name("icon.png")), layout="wide"
)
_tighten()
state = provided()
if isinstance(state, StartFailure):
    _failure(state)
elif not (projects := choose_view()):
    show_no_project()
elif (looking := find_person()) is None:
    _signed_out()
else:
    _navigation(looking, projects)
