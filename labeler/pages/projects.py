"""The page on which projects are made, copied, archived and put away."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from labeler.core.people import Role
from labeler.core.project import ProjectLine, ProjectState, propose_id
from labeler.pages.context import offer, person, services
from labeler.pages.people_common import ROLES, attempt, form_sent, show_said
from labeler.pages.projects_one import show_problems, show_project
from labeler.schema_file import SchemaFileError

_STATES = {
    ProjectState.ACTIVE: "Active",
    ProjectState.ARCHIVED: "Archived",
    ProjectState.TRASHED: "In the trash",
}
_SHIPPED = "That of the settings of this server"
_UPLOADED = "A file of my own"


def page() -> None:
    """Show the projects somebody is in, and what an admin can do with them."""
    st.title("Projects")
    st.write(
        "Each project has its own schema, articles, guidelines, people and settings; "
        "people sign in once for all of them."
    )
    show_said()
    lines = offer().projects.lines(person().login)
    _table(lines)
    led = {line.project.id: line for line in lines if line.role is Role.ADMIN}
    if led:
        # Chosen by id: names may be alike, and change.
        chosen = st.selectbox(
            "Look after",
            list(led),
            format_func=lambda project: f"{led[project].project.name} ({project})",
            key="projects-chosen",
        )
        show_project(led[chosen])
    if offer().projects.may_create(person().login):
        _new(lines)


def _table(lines: Sequence[ProjectLine]) -> None:
    rows = [
        {
            "Project": line.project.name,
            "Id": line.project.id,
            "State": _STATES[line.project.state],
            "You are": ROLES[line.role],
            "Articles": line.articles,
            "People": line.people,
            "Sets submitted": line.submitted,
            "Schema": f"{line.project.schema_id} {line.project.schema_version}",
        }
        for line in lines
    ]
    # Where one person works alone there is nobody to count.
    hidden = ["You are", "People"] if services().accounts is None else []
    st.dataframe(pd.DataFrame(rows).drop(columns=hidden), hide_index=True, width="stretch")


def _new(lines: Sequence[ProjectLine]) -> None:
    with st.expander("New project", icon=":material/add:"), st.form("project-new", border=False):
        st.write("It begins without articles, and with you as its admin.")
        name = st.text_input("Name", placeholder="Elections 2027")
        project = st.text_input(
            "Id",
            help="Small letters, digits and hyphens; stands in addresses and folders and never "
            "changes. Left empty, it is made of the name.",
            placeholder="elections-2027",
        )
        names = {line.project.id: line.project.name for line in lines}
        source = st.selectbox(
            "Schema",
            [_SHIPPED, *names, _UPLOADED],
            format_func=lambda one: f"That of {names[one]}" if one in names else one,
        )
        file = st.file_uploader("Schema file, where it is one of your own", type=["yaml", "yml"])
        if not form_sent("project-new-sent", "Make the project", primary=True):
            return
        try:
            text = None
            if source in names:
                text = offer().projects.schema_text(person().login, source)
            elif source == _UPLOADED:
                text = _text_of(file)
        except UnicodeDecodeError as error:
            st.error(f"The schema file is not UTF-8: byte {error.start} cannot be read.")
            return
        if source == _UPLOADED and text is None:
            st.error("Choose the schema file first.")
            return
        _make(project.strip() or propose_id(name), name, text)


def _make(project: str, name: str, text: str | None) -> None:
    by = person().login
    try:
        attempt(
            lambda: offer().projects.create(by, project, name, text),
            f"The project {name.strip()} is there. Articles and people come next: "
            "you find it in the navigation, behind the name of the present project.",
        )
    except SchemaFileError as error:
        show_problems(error)


def _text_of(file: object) -> str | None:
    read = getattr(file, "getvalue", None)
    return None if read is None else read().decode("utf-8-sig")
