"""What the pages work with, handed over once by the composition root.

Streamlit runs a page as a script, which cannot take arguments; this module is
the one place through which it reaches the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from labeler.core.errors import LabelerError
from labeler.core.project import Project
from labeler.identity import Person
from labeler.settings import Settings
from labeler.workflow.accounts import Accounts
from labeler.workflow.histories import Histories
from labeler.workflow.labeling import Workbench
from labeler.workflow.progress import ProgressReports
from labeler.workflow.projects import Projects
from labeler.workflow.publishing import LabelsPublisher
from labeler.workflow.queueing import Queueing
from labeler.workflow.suggesting import SuggestionWorker
from labeler.workflow.threads import Threads
from labeler.workflow.trash import Trash


@dataclass(frozen=True, slots=True)
class Services:
    """All a page may use.

    Attributes:
        settings: those of the project, where it chose its own.
        project: which one it is, and what it chose.
        projects: how projects are made and changed.
        find_person: returns who has a login and may work here now.
        threads: what people say to each other.
        accounts: the people of the project; ``None`` where people do not sign in here.
        progress: how far the project is.
        histories: what was done in the project.
        trash: what was put away, and can be restored.
    """

    settings: Settings
    project: Project
    projects: Projects
    workbench: Workbench
    publisher: LabelsPublisher
    suggestions: SuggestionWorker
    queueing: Queueing
    find_person: Callable[[str], Person | None]
    threads: Threads
    progress: ProgressReports
    histories: Histories
    trash: Trash
    accounts: Accounts | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What an installation offers.

    Attributes:
        first: the project that is always there.
        projects: which others there are.
        find: returns what the pages of a project work with; ``None`` where it is not there.
    """

    first: str
    projects: Projects
    find: Callable[[str], Services | None]


@dataclass(frozen=True, slots=True)
class StartFailure:
    """Why labelling cannot start: a headline, what was found line by line, what to do."""

    headline: str
    lines: tuple[str, ...]
    remedy: str


class NotComposedError(LabelerError, RuntimeError):
    """A page ran before the composition root handed anything over."""


_VIEW = "project"
_provided: Offer | StartFailure | None = None


def provide(what: Offer | StartFailure) -> None:
    """Hand the pages what they work with; called by the composition root."""
    global _provided  # noqa: PLW0603 - scripts have no other way to receive it
    _provided = what


def provided() -> Offer | StartFailure:
    """Return what was handed over.

    Raises:
        NotComposedError: the script was started without the app around it.
    """
    if _provided is None:
        raise NotComposedError("start Labeler with `labeler serve` or `streamlit run app.py`")
    return _provided


def offer() -> Offer:
    """Return what is offered; pages that use it are only shown where there is anything.

    Raises:
        NotComposedError: labelling cannot start.
    """
    found = provided()
    if isinstance(found, StartFailure):
        raise NotComposedError(found.headline)
    return found


def view() -> str:
    """Return the id of the project in view."""
    found = st.session_state.get(_VIEW)
    return found if isinstance(found, str) else offer().first


def set_view(project: str) -> None:
    """Show another project from now on."""
    st.session_state[_VIEW] = project


def services() -> Services:
    """Return the services of the project in view.

    Raises:
        NotComposedError: there is no such project any more.
    """
    found = offer().find(view())
    if found is None:
        raise NotComposedError("the project was put in the trash")
    return found


def login() -> str:
    """Return the login of who looks at the page, as the middleware decided."""
    found: Any = st.user.get("login")
    if not isinstance(found, str):
        raise NotComposedError("the page was reached without the middleware in front of it")
    return found


def find_person() -> Person | None:
    """Return who looks at the page, as they are in its project; ``None`` who may no longer.

    Asked anew in every run: a role is changed and a person removed while a page is open.
    """
    found = offer().find(view())
    return None if found is None else found.find_person(login())


def person() -> Person:
    """Return who looks at the page; only pages for people who may work here ask it.

    Raises:
        NotComposedError: nobody who may work here looks at it.
    """
    found = find_person()
    if found is None:
        raise NotComposedError("a page was shown to somebody who may not work here")
    return found


_annotate: st.Page | None = None


def set_annotate_page(page: st.Page) -> None:
    """Remember the annotate page of this run, so that others can lead there."""
    global _annotate  # noqa: PLW0603 - see provide
    _annotate = page


def annotate_page() -> st.Page:
    """Return the annotate page of this run.

    Raises:
        NotComposedError: the navigation was not made yet.
    """
    if _annotate is None:
        raise NotComposedError("the navigation was not made yet")
    return _annotate


def open_article(document_id: str, thread_id: str | None = None) -> None:
    """Leave the current page for the annotate page, with this article and thread on it."""
    st.session_state["document"] = document_id
    st.session_state["thread"] = (document_id, thread_id)
    if _annotate is not None:
        st.switch_page(_annotate)
