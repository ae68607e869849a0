"""What the pages about people share: who looks, words, and questions before what hurts."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from labeler.core.errors import DuplicateError, LabelerError, NotFoundError
from labeler.core.people import Account, NotAllowedError, PeopleRefusedError, Role
from labeler.core.project import ProjectClosedError, ProjectRefusedError, StaleProjectError
from labeler.core.queue import PlaceTakenError, PlanRefusedError
from labeler.core.trash import ReasonRefusedError, TrashedError
from labeler.core.work import WrongStateError
from labeler.identity import Person
from labeler.pages.context import NotComposedError, person, services
from labeler.workflow.accounts import Accounts

_ASKED = "team-asked"
_PRESSED = "people-pressed"
_SAID = "team-said"
# The first that is found counts: most call themselves by the names of others as well.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# What somebody else did meanwhile, or what cannot be.
_REFUSALS = (
    NotAllowedError,
    NotFoundError,
    PeopleRefusedError,
    PlaceTakenError,
    DuplicateError,
    PlanRefusedError,
    ProjectClosedError,
    ProjectRefusedError,
    ReasonRefusedError,
    StaleProjectError,
    TrashedError,
    WrongStateError,
)
ROLES = {
    Role.ANNOTATOR: "Annotator",
    Role.LEAD: "Lead",
    Role.ADMIN: "Admin",
}
ROLE_MEANS = "Annotators label. Leads also import articles, read all labels and invite. "
"""What the roles are for, up to admins."""


def accounts() -> Accounts:
    """Return the accounts of the project.

    Raises:
        NotComposedError: this installation has none.
    """
    found = services().accounts
    if found is None:
        raise NotComposedError("there are no accounts in this mode")
    return found


def looker() -> Person:
    """Return who looks at the page."""
    return person()


def is_admin() -> bool:
    """Say whether the looker may do everything here; Accounts decides in the end."""
    return Role(person().role) is Role.ADMIN


def plain(text: str) -> str:
    """Return text so that Markdown shows exactly these characters."""
    # Streamlit looks for :emoji: and :material/icons: after Markdown has taken
    # the backslashes away; something invisible between keeps it from finding any.
    return _PUNCTUATION.sub(r"\\\1", text).replace("\\:", "\\:\u2060")


def with_article(role: Role) -> str:
    """Return what somebody with a role is, in a sentence."""
    return f"a {role}" if role is Role.LEAD else f"an {role}"


def state_of(account: Account) -> str:
    """Return how far somebody is: in, not yet, or not any more."""
    if not account.active:
        return "Kept out"
    return "Invited" if is_waiting(account) else "Active"


def is_waiting(account: Account) -> bool:
    """Say whether somebody was invited and has never come."""
    return account.active and not account.has_password and account.seen_at is None


def clock_time(moment: datetime | None) -> str:
    """Return a moment as the looker's clock shows it; empty for none."""
    if moment is None:
        return ""
    return moment.astimezone(clock_zone()).strftime("%Y-%m-%d %H:%M")


def clock_zone() -> ZoneInfo:
    """Return the time zone of the looker's clock; UTC where nobody knows it."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def whole_percent(done: int, of: int) -> int:
    """Return how much is done, from 0 to 100; 100 only where nothing is left."""
    return min(100, 100 * done // of)


def browser_words(client: str) -> str:
    """Return what people call a browser, of what it calls itself; as it is where nobody knows."""
    name = next((words for mark, words in _BROWSERS if mark in client), "")
    system = next((words for mark, words in _SYSTEMS if mark in client), "")
    if not name:
        return client or "Unknown browser"
    return f"{name} on {system}" if system else name


def days_left(moment: datetime) -> str:
    """Return how long it is until a moment."""
    hours = (moment - datetime.now(UTC)).total_seconds() / 3600
    days = round(hours / 24)
    if days >= 1:
        return "1 day" if days == 1 else f"{days} days"
    return f"{max(1, round(hours))} h"


def refusal(error: LabelerError) -> list[str]:
    """Return why something was refused, a sentence each."""
    problems: Sequence[str] = [str(error)]
    if isinstance(error, PeopleRefusedError | PlanRefusedError | ProjectRefusedError):
        problems = error.problems
    return [f"{problem[:1].upper()}{problem[1:].removesuffix('.')}." for problem in problems]


def attempt(action: Callable[[], object], said: str) -> None:
    """Do something, say it after a run of the whole page, or say why it was refused."""
    st.session_state.pop(_ASKED, None)
    try:
        action()
    except _REFUSALS as error:
        say(" ".join(refusal(error)), wrong=True)
    else:
        say(said)
    # What lies behind a dialog shows it as well then.
    st.rerun()


def say(words: str, *, wrong: bool = False) -> None:
    """Let the next run of the page say it, once."""
    st.session_state[_SAID] = ("error" if wrong else "success", words)


def show_said() -> None:
    """Say what was done last, once."""
    kind, said = st.session_state.pop(_SAID, ("", ""))
    if kind == "error":
        st.error(plain(said), icon=":material/error:")
    elif said:
        st.success(plain(said), icon=":material/check:")


def sure(key: str, label: str, question: str, icon: str | None = None) -> bool:
    """Offer what cannot be undone; return whether they want it, having been asked."""
    if st.session_state.get(_ASKED) != key:
        st.button(label, key=key, icon=icon, on_click=_ask, args=(key,))
        return False
    st.warning(question)
    with st.container(horizontal=True):
        yes = f"Yes, {label[0].lower()}{label[1:]}"
        st.button(yes, type="primary", key=f"{key}-yes", on_click=_note_pressed, args=(key,))
        st.button("Cancel", key=f"{key}-no", on_click=stop_asking)
    return _was_pressed(key)


def form_sent(key: str, label: str, *, primary: bool = False) -> bool:
    """Offer to send the form around it, which keeps what was typed; return whether it was sent."""
    st.form_submit_button(
        label,
        type="primary" if primary else "secondary",
        on_click=_note_pressed,
        args=(key,),
    )
    return _was_pressed(key)


def stop_asking() -> None:
    """Take a question back."""
    st.session_state.pop(_ASKED, None)


def _ask(key: str) -> None:
    st.session_state[_ASKED] = key
    st.session_state.pop(_PRESSED, None)


# A run that is interrupted before it comes to a button forgets that it was pressed,
# and not what its callback noted.
def _note_pressed(key: str) -> None:
    st.session_state[_PRESSED] = key


def _was_pressed(key: str) -> bool:
    if st.session_state.get(_PRESSED) != key:
        return False
    del st.session_state[_PRESSED]
    return True
