"""The tables of what everybody submitted, which are for leads."""

from pathlib import Path

from labeler.core.people import NotAllowedError, Role
from labeler.datasets.browsing import LabelsView


def open_tables(folder: Path, role: Role) -> LabelsView:
    """Return the tables of a project, to look at and to take away.

    Args:
        folder: where they lie.
        role: of whoever asks for them.

    Raises:
        NotAllowedError: annotators see their own labels only.
    """
    if not role.covers(Role.LEAD):
        raise NotAllowedError("the labels of everybody are for leads of the project")
    return LabelsView(folder)
