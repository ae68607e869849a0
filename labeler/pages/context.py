"""What the pages work with, handed over once by the composition root.

Streamlit runs a page as a script, which cannot take arguments; this module is
the one place through which it reaches the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from labeler.core.errors import LabelerError
from labeler.identity import Person
from labeler.settings import Settings
from labeler.workflow.accounts import Accounts
from labeler.workflow.histories import Histories
from labeler.workflow.labeling import Workbench
from labeler.workflow.progress import ProgressReports
from labeler.workflow.publishing import LabelsPublisher
from labeler.workflow.queueing import Queueing
from labeler.workflow.suggesting import SuggestionWorker
from labeler.workflow.threads import Threads
from labeler.workflow.trash import Trash


@dataclass(frozen=True, slots=True)
class Services:
    """All a page may use.

    Attributes:
        find_person: returns who has a login and may work here now.
        threads: what people say to each other.
        accounts: the people of the project; ``None`` where people do not sign in here.
        progress: how far the project is.
        histories: what was done in the project.
        trash: what was put away, and can be restored.
    """

    settings: Settings
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
class StartFailure:
    """Why labelling cannot start: a headline, what was found line by line, what to do."""

    headline: str
    lines: tuple[str, ...]
    remedy: str


class NotComposedError(LabelerError, RuntimeError):
    """A page ran before the composition root handed anything over."""


_provided: Services | StartFailure | None = None


def provide(what: Services | StartFailure) -> None:
    """Hand the pages what they work with; called by the composition root."""
    global _provided  # noqa: PLW0603 - scripts have no other way to receive it
    _provided = what


def provided() -> Services | StartFailure:
    """Return what was handed over.

    Raises:
        NotComposedError: the script was started without the app around it.
    """
    if _provided is None:
        raise NotComposedError("start Labeler with `labeler serve` or `streamlit run app.py`")
    return _provided


def services() -> Services:
    """Return the services; pages that use them are only shown where they exist.

    Raises:
        NotComposedError: there are none.
    """
    found = provided()
    if isinstance(found, StartFailure):
        raise NotComposedError(found.headline)
    return found


def find_person() -> Person | None:
    """Return who looks at the page, as the middleware decided; ``None`` who may no longer.

    Asked anew in every run: a role is changed and a person removed while a page is open.
    """
    login: Any = st.user.get("login")
    if not isinstance(login, str):
        raise NotComposedError("the page was reached without the middleware in front of it")
    return services().find_person(login)


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


def open_article(document_id: str, thread_id: str | None = None) -> None:
    """Leave the current page for the annotate page, with this article and thread on it."""
    st.session_state["document"] = document_id
    st.session_state["thread"] = (document_id, thread_id)
    if _annotate is not None:
        st.switch_page(_annotate)
