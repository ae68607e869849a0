"""Whether a project may be changed, asked inside the transaction that changes it."""

from sqlalchemy import Connection, bindparam, select

from labeler.core.errors import NotFoundError
from labeler.core.project import ProjectClosedError, ProjectState
from labeler.store.tables import projects, tasks

# Built once: it is asked with every change.
_STATE = select(projects.c.state).where(projects.c.id == bindparam("of_project"))
IS_OPEN = (
    select(projects.c.id)
    .where(projects.c.id == tasks.c.project, projects.c.state == ProjectState.ACTIVE.value)
    .exists()
)
"""That the project of a task is open, for the WHERE of a change to the task."""


def demand_open(connection: Connection, project: str) -> None:
    """Refuse a change of a project that is archived or in the trash.

    Raises ProjectClosedError, NotFoundError.
    """
    state = connection.execute(_STATE, {"of_project": project}).scalar()
    if state is None:
        raise NotFoundError(f"there is no project {project!r}")
    if state != ProjectState.ACTIVE.value:
        raise ProjectClosedError(project, ProjectState(state))
