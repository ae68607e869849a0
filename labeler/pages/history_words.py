"""Lines of the history as sentences: what somebody did, as it follows their name."""

from collections.abc import Mapping

from labeler.core.account_log import AccountChange, ChangeKind
from labeler.core.event_line import EventKind, EventLine, EventSource
from labeler.pages.people_common import clock_time
from labeler.pages.queue_batch import BATCH_WORDS
from labeler.pages.team_log import account_words

KINDS = {
    EventKind.IMPORTED: "Imported",
    EventKind.OPENED: "Opened",
    EventKind.SAVED: "Saved",
    EventKind.SUBMITTED: "Submitted",
    EventKind.SKIPPED: "Skipped",
    EventKind.REOPENED: "Reopened",
    EventKind.BROUGHT_BACK: "Brought back",
    EventKind.ASSIGNED: "Dealt out",
    EventKind.RELEASED: "Taken back",
    EventKind.HANDED_ON: "Passed on",
    EventKind.TRASHED: "Put in the trash",
    EventKind.RESTORED: "Restored",
    EventKind.ACTORS: "Actors",
    EventKind.BATCHES: "Batches",
    EventKind.ACCOUNTS: "Accounts",
    EventKind.PROJECTS: "The project",
}
_TRASH = (EventKind.TRASHED.value, EventKind.RESTORED.value)
_PROJECT = {
    "created": "made the project",
    "copied": "made the project, a copy of {of}",
    "renamed": "named the project “{name}”",
    "guidelines": "changed the guidelines",
    "schema": "put the schema {schema} {version} to use",
    "settings": "changed the settings of the project",
    "archived": "archived the project",
    "reopened": "opened the project again",
    "trashed": "put the project in the trash",
    "restored": "restored the project, archived",
}
_WORK = {
    "imported": "imported it",
    "opened": "opened it",
    "assigned": "dealt it to {whose}",
    "released": "took it back from {whose}",
    "handed-on": "got the place of {whose}, who had let it lie",
}


def who(line: EventLine, names: Mapping[str, str]) -> str:
    """Return who did it."""
    return names.get(line.login, line.login) or "The server"


def what(line: EventLine, names: Mapping[str, str]) -> str:
    """Return what they did."""
    whose = names.get(line.whose, line.whose)
    match line.place.source:
        case EventSource.WORK if line.kind in _TRASH:
            return _trash(line, whose)
        case EventSource.WORK:
            return _work(line, whose)
        case EventSource.ACTORS:
            return f"{line.kind} the actor “{line.subject}”"
        case EventSource.BATCHES:
            return f"{BATCH_WORDS.get(line.kind, line.kind)}{_count(line)}: batch “{line.subject}”"
        case EventSource.ACCOUNTS:
            change = AccountChange(
                line.at, line.login, ChangeKind(line.kind), line.whose, line.detail
            )
            of = f" (account of {whose})" if line.whose not in {"", line.login} else ""
            return account_words(change) + of
        case EventSource.PROJECTS:
            return _PROJECT.get(line.kind, line.kind).format_map(line.detail)


def _work(line: EventLine, whose: str) -> str:
    of_another = line.whose not in {"", line.login}
    match line.kind:
        case "saved":
            return _saves(line)
        case "submitted":
            return f"submitted version {line.version}" if line.version else "submitted it unmarked"
        case "skipped":
            reason = line.detail.get("reason", "")
            return f"skipped it: {reason}" if reason else "skipped it"
        case "reopened":
            return f"reopened it for {whose}" if of_another else "reopened it"
        case "brought-back":
            of = f" of {whose}" if of_another else ""
            return f"brought back version {line.detail['from']}{of} as version {line.version}"
        case _:
            return _WORK.get(line.kind, line.kind).format(whose=whose)


def _trash(line: EventLine, whose: str) -> str:
    thing = f"the labels of {whose}" if line.whose else "the article"
    if line.kind == EventKind.RESTORED:
        return f"restored {thing} from the trash"
    reason = line.detail.get("reason", "")
    return f"put {thing} in the trash" + (f": {reason}" if reason else "")


def _saves(line: EventLine) -> str:
    if line.saves == 1:
        return f"saved version {line.version}"
    first, last = clock_time(line.since), clock_time(line.at)
    if first == last:
        return f"{line.saves} saves, up to version {line.version}"
    day, begin = first.split(" ")
    since = begin if last.startswith(day) else first
    return f"{line.saves} saves, {since}–{last.split(' ')[1]}, up to version {line.version}"


def _count(line: EventLine) -> str:
    articles = line.detail.get("articles")
    return "" if articles is None else f" ({articles:,})"
