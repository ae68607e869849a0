"""One project as its admin looks after it: name, settings, schema, copies, archive, trash."""

import streamlit as st

from labeler.core.errors import LabelerError
from labeler.core.project import LEAST_LEASE_S, MOST_LEASE_S, Project, ProjectLine, ProjectState
from labeler.pages.context import offer, person, services
from labeler.pages.people_common import attempt, form_sent, plain, refusal, say, sure
from labeler.schema_file import SchemaFileError

_SETTINGS, _SCHEMA, _COPY, _AWAY = "Settings", "Schema", "Copy", "Put away"
_MINUTE = 60


def show_project(line: ProjectLine) -> None:
    """Show one project, part by part."""
    project = line.project
    part = st.segmented_control(
        "Part",
        [_SETTINGS, _SCHEMA, _COPY, _AWAY],
        default=_AWAY if project.state is ProjectState.TRASHED else _SETTINGS,
        required=True,
        label_visibility="collapsed",
        key=f"project-part-{project.id}",
    )
    if part == _SETTINGS:
        _settings(project)
    elif part == _SCHEMA:
        _schema(project)
    elif part == _COPY:
        _copy(line)
    else:
        _away(project)


def _settings(project: Project) -> None:
    usual = services().settings.lease_s // _MINUTE
    with st.form(f"project-settings-{project.id}", border=False):
        name = st.text_input("Name", project.name)
        suggest = st.toggle(
            "Suggest labels", project.suggest, help="Where the server's settings allow it."
        )
        minutes = st.number_input(
            "Minutes an article is kept for who has it open (0: as the server has it)",
            0,
            MOST_LEASE_S // _MINUTE,
            (project.lease_s or 0) // _MINUTE,
            help=f"At least {LEAST_LEASE_S // _MINUTE}; "
            f"now {usual} in the project you are looking at.",
        )
        sent = form_sent(f"project-settings-sent-{project.id}", "Keep", primary=True)
    if sent:
        by = person().login
        attempt(
            lambda: offer().projects.change(
                by,
                project.id,
                project.revision,
                name=name,
                suggest=suggest,
                lease_s=int(minutes) * _MINUTE or None,
                usual_lease=not minutes,
            ),
            "The settings are kept.",
        )


def _schema(project: Project) -> None:
    by = person().login
    st.write(
        f"In use: **{plain(project.schema_id)}** {plain(project.schema_version)}. "
        "Labels made under an earlier version stay as they are."
    )
    st.download_button(
        "Download the schema",
        offer().projects.schema_text(by, project.id),
        file_name=f"{project.id}.yaml",
        mime="application/yaml",
        icon=":material/download:",
        on_click="ignore",
    )
    if project.id == offer().first:
        st.caption("The first project follows the schema file of the server's settings.")
        return
    with st.form(f"project-schema-{project.id}", border=False, clear_on_submit=True):
        file = st.file_uploader("Another schema", type=["yaml", "yml"])
        sent = form_sent(f"project-schema-sent-{project.id}", "Use it", primary=True)
    if not sent:
        return
    if file is None:
        st.error("Choose the schema file first.")
        return
    try:
        text = file.getvalue().decode("utf-8-sig")
        attempt(
            lambda: offer().projects.set_schema(by, project.id, text, project.revision),
            "The schema is in use.",
        )
    except UnicodeDecodeError as error:
        st.error(f"The schema file is not UTF-8: byte {error.start} cannot be read.")
    except SchemaFileError as error:
        show_problems(error)


def _copy(line: ProjectLine) -> None:
    project = line.project
    with st.form(f"project-copy-{project.id}", border=False):
        st.write("A copy has the same schema, guidelines and settings, and never any labels.")
        name = st.text_input("Name of the copy", placeholder=f"{project.name}, second round")
        target = st.text_input("Id of the copy", placeholder=f"{project.id}-2")
        people = st.checkbox("With its people, in their roles")
        many = "1 article" if line.articles == 1 else f"{line.articles:,} articles"
        articles = st.checkbox(f"With its {many}")
        sent = form_sent(f"project-copy-sent-{project.id}", "Copy", primary=True)
    if not sent:
        return
    by, bar = person().login, st.empty()

    def tell(done: int, total: int) -> None:
        bar.progress(done / max(1, total), f"{done:,} of {total:,} articles")

    try:
        made = offer().projects.copy(
            by, project.id, target.strip(), name, people=people, articles=articles, tell=tell
        )
    except LabelerError as error:
        st.error("  \n".join(map(plain, refusal(error))))
        return
    say(f"The project {made.name} is there.")
    st.rerun()


def _away(project: Project) -> None:
    projects, by, of = offer().projects, person().login, project.id
    if project.state is ProjectState.ACTIVE:
        st.write("In an archived project everything can be read, and nothing changed.")
        if sure(
            f"archive-{of}",
            "Archive",
            "Whoever is labelling keeps what they have not sent in their browser.",
            icon=":material/inventory_2:",
        ):
            attempt(lambda: projects.archive(by, of), "The project is archived.")
    if project.state is ProjectState.ARCHIVED:
        st.write("People can go on where they were.")
        if st.button("Open again", key=f"reopen-{of}", icon=":material/lock_open:"):
            attempt(lambda: projects.reopen(by, of), "The project is open again.")
    if project.state is ProjectState.TRASHED:
        st.write("Nothing of it was destroyed. Restored, it is archived until you open it again.")
        if st.button("Restore", key=f"restore-{of}", icon=":material/restore_from_trash:"):
            attempt(lambda: projects.restore(by, of), "The project is restored, and archived.")
        return
    if of == offer().first:
        st.caption("The first project cannot be put in the trash.")
        return
    st.write("In the trash it is as good as not there, until one of its admins restores it.")
    if sure(
        f"trash-{of}",
        "Put in the trash",
        "Everybody in it loses sight of it. Nothing is destroyed.",
        icon=":material/delete:",
    ):
        attempt(lambda: projects.trash(by, of), "The project is in the trash.")


def show_problems(error: SchemaFileError) -> None:
    """List everything wrong with a schema that was refused."""
    st.error("The schema has errors, so nothing was changed.", icon=":material/error:")
    st.code("\n".join(map(str, error.problems)), language=None, wrap_lines=True)
