"""A project in which three people have labelled for three weeks, and the server it is on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from team_office import Office, use

from labeler.core.annotation import AnnotationSet
from labeler.core.document import Document
from labeler.core.people import Role
from labeler.core.work import Save
from labeler.schema_file import load_schema
from labeler.settings import Settings
from labeler.store import SqlStore
from labeler.workflow.accounts import Accounts

NAMES = {"ana": "Ana Öğüt", "lea": "Lea Novak", "bo": "Bo Chen"}
DAYS = 21
ARTICLES = 240


def _nothing(_: SqlStore) -> None:
    return


@contextmanager
def busy_office(folder: Path, prepare: Callable[[SqlStore], None] = _nothing) -> Iterator[Office]:
    """Serve the project; Ana is its admin, Lea a lead, Bo an annotator.

    Args:
        folder: where the data are, which nobody else uses.
        prepare: called once the articles are there and nobody has opened one.
    """
    served = Office(folder / "data", environment={"LABELER_MODE": "accounts"})
    served.data.mkdir(parents=True)
    settings = Settings(data=served.data)
    schema = load_schema(settings.schema_path)
    with served.store() as store:
        store.upgrade()
        now = datetime.now(UTC)
        store.ensure_project("news", schema, now)
        _found_team(Accounts(store.people, "news", lambda: datetime.now(UTC)))
        documents = [
            Document(
                f"a-{n}",
                f"The strike, day {n}",
                f"Day {n} of it.",
                source=("Daily", "Herald")[n % 2],
            )
            for n in range(ARTICLES)
        ]
        store.add_documents("news", documents, now - timedelta(days=DAYS + 1))
        prepare(store)
        _label_for_weeks(store, documents, schema.id, schema.version)
    served.start()
    try:
        yield served
    finally:
        served.stop()


def _found_team(accounts: Accounts) -> None:
    """Let everybody in."""
    link = accounts.first_admin_link()
    assert link is not None
    use(accounts, link, "ana", NAMES["ana"])
    for login, role in (("lea", Role.LEAD), ("bo", Role.ANNOTATOR)):
        use(accounts, accounts.invite("ana", login, NAMES[login], role))


def _label_for_weeks(store: SqlStore, documents: list[Document], schema: str, version: str) -> None:
    """Submit some on every working day of the last three weeks."""
    today = datetime.now(UTC)
    waiting = iter(documents)
    for ago in range(DAYS, 0, -1):
        day = today - timedelta(days=ago)
        for place, login in enumerate(NAMES if day.weekday() < 5 else ()):
            for number in range(2 + (ago * (place + 2)) % 4):
                document = next(waiting)
                task = store.open_task("news", document.id, login, day, 60)
                labels = AnnotationSet(
                    document.id, document.sha256, schema, version, f"annotator:{login}"
                )
                save = Save("first", 0, task.lease.fence, active_s=240.0 + 50 * place + 9 * number)
                store.save("news", task.id, labels, save, day, 60)
                if number < 4:
                    store.submit("news", task.id, 1, task.lease.fence, day)
