"""Bring articles into a project."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from labeler.core.document import Document
from labeler.core.errors import DuplicateError
from labeler.core.people import NotAllowedError, Role
from labeler.core.queue import FIRST_BATCH
from labeler.core.work import IMPORTED_FROM, ImportNote, ImportProblem, ImportReport
from labeler.workflow.ports import Clock, Progress, Store

_BATCH = 500
_BATCH_CHARACTERS = 8_000_000
"""A batch is held in memory and stored in one transaction; neither may grow with the articles."""


@dataclass(slots=True)
class _Outcome:
    added: list[str] = field(default_factory=list)
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    in_trash: list[tuple[str, str]] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    notes: list[ImportNote] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Target:
    store: Store
    project: str
    batch_id: str
    clock: Clock

    def add(self, new: Sequence[Document]) -> None:
        self.store.add_documents(self.project, new, self.clock(), self.batch_id)


def import_articles(  # noqa: PLR0913 - who asks comes last
    store: Store,
    project: str,
    articles: Iterable[Document | ImportProblem | ImportNote],
    clock: Clock,
    progress: Progress | None = None,
    *,
    role: Role = Role.ADMIN,
    batch_id: str = FIRST_BATCH,
) -> ImportReport:
    """Store the articles that are new and return what became of each.

    A text that is in the project already, or came earlier in this import, is
    a duplicate, whatever its id; one that lies in the trash stays there. An id
    that belongs to another text is a problem: texts never change after import.
    Articles are stored in batches, each in one transaction; after an
    interruption the same import again adds the rest.

    Args:
        store: where to.
        project: must exist.
        articles: read as they are needed; problems and notes among them go
            into the report.
        clock: tells the time of import.
        progress: called after each batch with (articles so far, 0).
        role: of whoever asks for it; at a terminal it is who runs the installation.
        batch_id: where new articles go; those that are there already stay where they are.

    Raises:
        NotFoundError: there is no such batch.
        NotAllowedError: importing is for leads.
    """
    if not role.covers(Role.LEAD):
        raise NotAllowedError("articles are imported by a lead of the project")
    outcome = _Outcome()
    done = 0
    for batch in _batches(articles, outcome):
        _store_batch(_Target(store, project, batch_id, clock), batch, outcome)
        done += len(batch)
        if progress is not None:
            progress(done, 0)
    return ImportReport(
        tuple(outcome.added),
        tuple(outcome.duplicates),
        tuple(outcome.problems),
        tuple(outcome.notes),
        tuple(outcome.in_trash),
    )


def _batches(
    articles: Iterable[Document | ImportProblem | ImportNote], outcome: _Outcome
) -> Iterator[list[Document]]:
    batch: list[Document] = []
    characters = 0
    for article in articles:
        if isinstance(article, ImportProblem):
            outcome.problems.append(article)
        elif isinstance(article, ImportNote):
            outcome.notes.append(article)
        else:
            batch.append(article)
            characters += len(article.text)
        if len(batch) >= _BATCH or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _store_batch(target: _Target, batch: Sequence[Document], outcome: _Outcome) -> None:
    new, duplicates, problems = _sort_out(target.store, target.project, batch)
    try:
        if new:
            target.add(new)
    except DuplicateError:
        # Another import stored one of them since we looked; now it shows.
        new, duplicates, problems = _sort_out(target.store, target.project, batch)
        target.add(new)
    outcome.added.extend(document.id for document in new)
    with target.store.trash.reading() as book:
        away = book.in_trash(target.project, [owner for _, owner in duplicates])
    for offered, owner in duplicates:
        (outcome.in_trash if owner in away else outcome.duplicates).append((offered, owner))
    outcome.problems.extend(problems)


def _sort_out(
    store: Store, project: str, batch: Sequence[Document]
) -> tuple[list[Document], list[tuple[str, str]], list[ImportProblem]]:
    """Return what of a batch is new, what is there already, and what cannot be."""
    owners: dict[str, str] = dict(store.documents_by_digest(project, [d.sha256 for d in batch]))
    ids: Mapping[str, str] = store.document_digests(project, [d.id for d in batch])
    taken = set(ids)
    new: list[Document] = []
    duplicates: list[tuple[str, str]] = []
    problems: list[ImportProblem] = []
    for document in batch:
        owner = owners.get(document.sha256)
        if owner is not None:
            duplicates.append((document.id, owner))
        elif document.id in taken:
            problems.append(_id_taken(document))
        else:
            owners[document.sha256] = document.id
            taken.add(document.id)
            new.append(document)
    return new, duplicates, problems


def _id_taken(document: Document) -> ImportProblem:
    return ImportProblem(
        document.meta.get(IMPORTED_FROM, document.id),
        f"the id “{document.id}” belongs to another text already, and texts never change "
        "after import; give this article an id of its own",
    )
