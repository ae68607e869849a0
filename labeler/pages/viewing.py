"""Which project is in view, and the way to the others."""

from collections.abc import Callable, Sequence

import streamlit as st

from labeler.core.people import Role
from labeler.core.project import Project, ProjectState
from labeler.identity import Person
from labeler.pages import guidelines, projects
from labeler.pages.context import annotate_page, login, offer, services, set_view, view

_ASKED = "project"


def choose_view() -> Sequence[Project]:
    """Settle which project is in view: that of the address, else the one before, else the first.

    Returns:
        All that are open to who looks; none where the address names another.
    """
    found = offer().projects.open_to(login())
    ids = [project.id for project in found]
    asked = st.query_params.get(_ASKED)
    if asked is not None and asked not in ids:
        return ()
    if asked is not None:
        set_view(asked)
    elif view() not in ids and ids:
        set_view(ids[0])
    # So that a reload, and a link that is sent to somebody, lead back here.
    if len(ids) > 1 or view() != offer().first:
        st.query_params[_ASKED] = view()
    return found


def show_no_project() -> None:
    """Say that the project of the address is not open, and which ones are."""
    found = offer().projects.open_to(login())
    if not found:
        st.title("No project is open to you")
        st.write("You are signed in. Ask a lead to take you into a project; then reload this page.")
        return
    st.title("This project is not open to you")
    st.write("There is no project of that name, or you are not in it. These are open to you:")
    for project in found:
        st.button(project.name, key=f"open-{project.id}", on_click=_look_at, args=(project.id,))


def pages_of_projects(person: Person, found: Sequence[Project]) -> dict[str, list[st.Page]]:
    """Return the part of the navigation about projects, under its title; empty for none."""
    pages = []
    present = services().project
    if present.guidelines or Role(person.role).covers(Role.LEAD):
        pages.append(
            st.Page(
                guidelines.page,
                title="Guidelines",
                icon=":material/menu_book:",
                url_path="guidelines",
            )
        )
    pages += [_way_to(project) for project in found if project.id != present.id]
    if offer().projects.administers(person.login):
        pages.append(
            st.Page(
                projects.page,
                title="Projects",
                icon=":material/workspaces:",
                url_path="projects",
            )
        )
    if not pages:
        return {}
    return {present.name if len(found) > 1 else "Project": pages}


def show_closed() -> None:
    """Say that the project in view is archived, where it is."""
    if services().project.state is ProjectState.ARCHIVED:
        st.info(
            "This project is archived: everything can be read, and nothing changed.",
            icon=":material/inventory_2:",
        )


def _way_to(project: Project) -> st.Page:
    archived = " (archived)" if project.state is ProjectState.ARCHIVED else ""
    return st.Page(
        _enter(project.id),
        title=f"{project.name}{archived}",
        icon=":material/arrow_forward:",
        url_path=f"to-{project.id}",
    )


def _enter(project: str) -> Callable[[], None]:
    def enter() -> None:
        _look_at(project)
        st.switch_page(annotate_page())

    return enter


def _look_at(project: str) -> None:
    # What was chosen on a page of one project means nothing in another.
    st.session_state.clear()
    st.query_params.clear()
    set_view(project)
    st.query_params[_ASKED] = project
