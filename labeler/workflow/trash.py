"""Putting articles and sets of labels in the trash, and restoring them as they were."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from labeler.core.errors import NotFoundError
from labeler.core.people import NotAllowedError, Role
from labeler.core.trash import MOST_REASON, ReasonRefusedError, TrashedError, TrashPage
from labeler.core.work import Task, TaskState
from labeler.workflow.ports import Clock, Progress
from labeler.workflow.trash_ports import TrashBook, TrashStore

_AT_ONCE = 200
"""Articles in one transaction: few enough that nobody's save waits for them long."""


def _tell_nobody(_done: int, _total: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class Trash:
    """The trash of one project, for its leads. ``by`` is the login of who does it.

    Everything raises NotAllowedError for who is no lead. Nothing is lost: what is
    restored is as it was, the history of what happened to it included.

    Attributes:
        role_of: says what somebody is in the project; ``None`` for who is not in it.
        on_change: called after labels have left the tables or come back to them.
        on_articles: called after articles came back, as they may want suggestions.
    """

    book: TrashStore
    project: str
    clock: Clock
    role_of: Callable[[str], Role | None]
    on_change: Callable[[], None]
    on_articles: Callable[[], None]

    def page(self, by: str, search: str = "", *, limit: int = 50, offset: int = 0) -> TrashPage:
        """Return some of what lies in the trash, latest first.

        ``search`` looks for its letters in title, source and id of the article,
        in the reason and in the logins, whatever their case.
        """
        self._demand_lead(by)
        with self.book.reading() as book:
            return book.page(self.project, search, limit, offset)

    def put_articles(
        self, by: str, ids: Sequence[str], reason: str = "", tell: Progress = _tell_nobody
    ) -> int:
        """Put articles in the trash with everybody's labels of them.

        Args:
            by: who does it.
            ids: of the articles; those in the trash already stay as they are.
            reason: why, for whoever looks into the trash.
            tell: called with how many were looked at and how many will be.

        Returns:
            How many were put there.

        Raises:
            ReasonRefusedError: the reason is too long.
        """
        self._demand_lead(by)
        reason = _demand_right(reason)

        def put(book: TrashBook, some: Sequence[str]) -> int:
            return book.put_articles(self.project, some, by, reason, self.clock())

        return self._in_steps(ids, put, tell)

    def put_found(
        self,
        by: str,
        search: str = "",
        state: TaskState | None = None,
        reason: str = "",
        tell: Progress = _tell_nobody,
    ) -> int:
        """Put all articles in the trash that the list of ``by`` shows for a filter.

        Done again after an interruption, it takes the rest.
        """
        self._demand_lead(by)
        with self.book.reading() as book:
            ids = book.articles(self.project, by, search, state)
        return self.put_articles(by, ids, reason, tell)

    def put_article(self, by: str, document_id: str, reason: str = "") -> None:
        """Put one article in the trash; one that is there already stays as it is.

        Raises:
            ReasonRefusedError: the reason is too long.
            NotFoundError: there is no such article.
        """
        if self.put_articles(by, [document_id], reason):
            return
        with self.book.reading() as book:
            if not book.in_trash(self.project, [document_id]):
                raise NotFoundError(f"there is no document {document_id!r}")

    def restore_articles(self, by: str, ids: Sequence[str], tell: Progress = _tell_nobody) -> int:
        """Bring articles back as they were, in their batches, with everybody's labels.

        Returns:
            How many were in the trash.
        """
        self._demand_lead(by)

        def restore(book: TrashBook, some: Sequence[str]) -> int:
            return book.restore_articles(self.project, some, by, self.clock())

        restored = self._in_steps(ids, restore, tell)
        self.on_articles()
        return restored

    def restore_article(self, by: str, document_id: str) -> None:
        """Bring one article back.

        Raises:
            NotFoundError: it is not in the trash.
        """
        if not self.restore_articles(by, [document_id]):
            raise NotFoundError(f"{document_id!r} is not in the trash")

    def put_set(self, by: str, task_id: str, reason: str = "") -> Task:
        """Put one person's labels of an article in the trash; somebody else may have the place.

        Raises:
            ReasonRefusedError: the reason is too long.
            TrashedError: the article is in the trash, with all its labels.
            NotFoundError: there is no such task.
        """
        self._demand_lead(by)
        reason = _demand_right(reason)
        with self.book.changing(self.project) as book:
            task = book.put_set(self.project, task_id, by, reason, self.clock())
        self.on_change()
        return task

    def restore_set(self, by: str, task_id: str) -> Task:
        """Bring one person's labels of an article back, as the draft or submitted set they were.

        Where others have the article by now, the person has their labels and no
        place: a draft waits for one to become free.

        Raises:
            TrashedError: the article is in the trash, with all its labels.
            NotFoundError: the labels are not in the trash.
        """
        self._demand_lead(by)
        with self.book.changing(self.project) as book:
            task = book.restore_set(self.project, task_id, by, self.clock())
        self.on_change()
        return task

    def restore_found(self, by: str, search: str = "", tell: Progress = _tell_nobody) -> int:
        """Bring everything back that fits a search; return how many."""
        self._demand_lead(by)
        with self.book.reading() as book:
            found = book.found(self.project, search)
        return self.restore(by, found, tell)

    def restore(
        self, by: str, found: Sequence[tuple[str, str]], tell: Progress = _tell_nobody
    ) -> int:
        """Bring things back, articles before sets.

        Args:
            by: who does it.
            found: article, and task or nothing, of each.
            tell: called with how many were looked at and how many will be.

        Returns:
            How many came back: neither what somebody else was quicker with, nor
            sets whose article is still in the trash.
        """
        self._demand_lead(by)
        articles = [document for document, task in found if not task]
        sets = [task for _, task in found if task]
        total = len(found)
        done = self.restore_articles(by, articles, lambda now, _: tell(now, total))
        for number, task_id in enumerate(sets, len(articles) + 1):
            done += self._restored(by, task_id)
            tell(number, total)
        return done

    def _restored(self, by: str, task_id: str) -> int:
        try:
            self.restore_set(by, task_id)
        except (NotFoundError, TrashedError):
            return 0
        return 1

    def _in_steps(
        self,
        ids: Sequence[str],
        step: Callable[[TrashBook, Sequence[str]], int],
        tell: Progress,
    ) -> int:
        done = 0
        for first in range(0, len(ids), _AT_ONCE):
            with self.book.changing(self.project) as book:
                done += step(book, ids[first : first + _AT_ONCE])
            # At once: whoever reads the tables need not wait for the last step.
            self.on_change()
            tell(min(first + _AT_ONCE, len(ids)), len(ids))
        self._settle()
        return done

    def _settle(self) -> None:
        while True:
            # Upkeep of the server, in whatever state the project is.
            with self.book.changing() as book:
                if not book.settle(self.project):
                    return

    def _demand_lead(self, by: str) -> None:
        role = self.role_of(by)
        if role is None or not role.covers(Role.LEAD):
            raise NotAllowedError("the trash is for leads of the project")


def _demand_right(reason: str) -> str:
    reason = reason.strip()
    if len(reason) > MOST_REASON:
        raise ReasonRefusedError(len(reason))
    return reason
