"""What leads do with the queue: batches, who gets what, and who holds what now."""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from labeler.core.errors import NotFoundError
from labeler.core.people import NotAllowedError, Role
from labeler.core.queue import (
    Batch,
    BatchChange,
    BatchLine,
    BatchState,
    HeldPlace,
    Order,
    Plan,
    PlanRefusedError,
    QueuedArticle,
    deal,
    plan_problems,
)
from labeler.core.work import Task, TaskState, WrongStateError
from labeler.workflow.ports import Clock, Progress, Store
from labeler.workflow.queue_ports import QueueStore

# Few enough that nobody's save waits for them long.
_DEALT_AT_ONCE = 50
_MOVED_AT_ONCE = 200


def _tell_nobody(_done: int, _total: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class Queueing:
    """The queue of one project, for its leads. ``by`` is the login of who does it.

    Everything raises NotAllowedError for who is no lead, and NotFoundError for
    batches, articles and tasks that are not there.

    Attributes:
        role_of: says what somebody is in the project; ``None`` for who is not in it.
        members: returns the logins of those who may label.
        on_reopen: called after a submitted task was reopened, as its labels leave the tables.
    """

    book: QueueStore
    store: Store
    project: str
    clock: Clock
    role_of: Callable[[str], Role | None]
    members: Callable[[], Collection[str]]
    lease_s: int
    on_reopen: Callable[[], None]

    def batches(self, by: str) -> Sequence[BatchLine]:
        """Return all batches with how far they are, in the order in which they are handed out."""
        self._demand_lead(by)
        with self.book.reading() as book:
            return book.lines(self.project)

    def batch(self, by: str, batch_id: str) -> BatchLine:
        """Return a batch with how far it is."""
        for line in self.batches(by):
            if line.batch.id == batch_id:
                return line
        raise NotFoundError(f"there is no batch {batch_id!r}")

    def create(self, by: str, plan: Plan) -> Batch:
        """Make a batch without articles; nothing of it is handed out until it is opened.

        Raises:
            PlanRefusedError: the plan cannot be; everything wrong is listed.
        """
        self._demand_lead(by)
        self._demand_right(plan)
        with self.book.changing(self.project) as book:
            return book.create(self.project, f"b-{secrets.token_hex(6)}", plan, by, self.clock())

    def change(
        self, by: str, batch_id: str, plan: Plan, state: BatchState, expected_revision: int
    ) -> Batch:
        """Give a batch another plan or state. What people have begun stays theirs.

        Raises:
            PlanRefusedError: the plan cannot be; everything wrong is listed.
            StaleBatchError: somebody else changed it first.
        """
        self._demand_lead(by)
        self._demand_right(plan)
        with self.book.changing(self.project) as book:
            changed = book.change(
                self.project, batch_id, plan, state, expected_revision, by, self.clock()
            )
        self._settle(batch_id)
        return changed

    def finish_changes(self) -> None:
        """Bring all articles to the plans of their batches, where a change was interrupted."""
        with self.book.reading() as book:
            lines = book.lines(self.project)
        for line in lines:
            self._settle(line.batch.id)

    def fill(  # noqa: PLR0913 - which articles, and how
        self,
        by: str,
        batch_id: str,
        *,
        of: str,
        search: str = "",
        most: int | None = None,
        order: Order = Order.IMPORTED,
        tell: Progress = _tell_nobody,
    ) -> int:
        """Move articles nobody has opened from one batch to the end of another.

        Args:
            by: who does it.
            batch_id: where they go.
            of: the batch they are in.
            search: only those with these letters in title, source or id.
            most: at most so many, the first ones; ``None`` for all.
            order: in which they come in the batch.
            tell: called with how many were moved and how many will be.

        Returns:
            How many were moved.
        """
        self._demand_lead(by)
        with self.book.reading() as book:
            for named in (of, batch_id):
                book.batch(self.project, named)
            ids = book.in_order(self.project, book.untouched(self.project, of, search, most), order)
        moved = 0
        for first in range(0, len(ids), _MOVED_AT_ONCE):
            with self.book.changing(self.project) as book:
                moved += book.move(self.project, batch_id, ids[first : first + _MOVED_AT_ONCE])
            tell(min(first + _MOVED_AT_ONCE, len(ids)), len(ids))
        for touched in (of, batch_id):
            self._settle(touched)
        if moved:
            with self.book.changing(self.project) as book:
                book.note_added(self.project, batch_id, moved, by, self.clock())
        return moved

    def count_untouched(self, by: str, batch_id: str, search: str = "") -> int:
        """Return how many articles ``fill`` would move."""
        self._demand_lead(by)
        with self.book.reading() as book:
            book.batch(self.project, batch_id)
            return len(book.untouched(self.project, batch_id, search, None))

    def articles(
        self, by: str, batch_id: str, search: str = "", *, limit: int = 50, offset: int = 0
    ) -> tuple[Sequence[QueuedArticle], int]:
        """Return a page of the articles of a batch, in order, and how many there are."""
        self._demand_lead(by)
        with self.book.reading() as book:
            book.batch(self.project, batch_id)
            return book.articles(self.project, batch_id, search, limit, offset)

    def bring_forward(self, by: str, batch_id: str, ids: Sequence[str]) -> None:
        """Put articles of a batch before all others in it, in the order given."""
        self._demand_lead(by)
        with self.book.changing(self.project) as book:
            book.bring_forward(self.project, batch_id, ids, by, self.clock())

    def deal_out(self, by: str, batch_id: str, tell: Progress = _tell_nobody) -> int:
        """Deal the articles of a batch to its people, so that everybody has about as many.

        Who has an article already keeps it; done again, only what is missing is
        dealt, so that what an interruption left undone is made up for.

        Returns:
            How many places were dealt.

        Raises:
            PlanRefusedError: the batch names no people, or no number of them.
        """
        pairs = self._missing(by, batch_id)
        done = 0
        for first in range(0, len(pairs), _DEALT_AT_ONCE):
            done += self._assign(by, pairs[first : first + _DEALT_AT_ONCE])
            tell(min(first + _DEALT_AT_ONCE, len(pairs)), len(pairs))
        return done

    def deal_some(self, by: str, batch_id: str, most: int) -> tuple[int, int]:
        """Deal at most so many places as ``deal_out`` does; say how many, and how many are left.

        Raises:
            PlanRefusedError: the batch names no people, or no number of them.
        """
        pairs = self._missing(by, batch_id)
        done = 0
        for first in range(0, min(most, len(pairs)), _DEALT_AT_ONCE):
            done += self._assign(by, pairs[first : min(first + _DEALT_AT_ONCE, most)])
        return done, max(0, len(pairs) - most)

    def assign(self, by: str, document_id: str, login: str) -> bool:
        """Give an article to somebody, whatever its cap; say whether it was not theirs before.

        Raises:
            PlanRefusedError: nobody of that login is in the project.
        """
        self._demand_lead(by)
        if login not in self.members():
            raise PlanRefusedError([f"nobody in the project has the login {login!r}"])
        return bool(self._assign(by, [(document_id, login)]))

    def held(
        self, by: str, batch_id: str = "", *, limit: int = 50, offset: int = 0
    ) -> tuple[Sequence[HeldPlace], int]:
        """Return a page of who holds which article now, and how many there are in all."""
        self._demand_lead(by)
        with self.book.reading() as book:
            if batch_id:
                book.batch(self.project, batch_id)
            return book.held(self.project, batch_id, limit, offset)

    def give_back(self, by: str, task_id: str) -> Task:
        """Take an article somebody has begun from them, so that others may have it.

        What they saved stays theirs, and a page they have open says what happened.

        Raises:
            WrongStateError: it is submitted or skipped.
        """
        self._demand_lead(by)
        with self.book.changing(self.project) as book:
            return book.give_back(self.project, task_id, by, self.clock())

    def reopen(self, by: str, task_id: str) -> Task:
        """Give somebody a task back that they submitted or skipped, to work on it again.

        Raises:
            PlaceTakenError: they skipped it, and others have the article now.
        """
        self._demand_lead(by)
        task = self.store.reopen(self.project, task_id, self.clock(), self.lease_s, by)
        self.on_reopen()
        return task

    def make_control(self, by: str, document_id: str, login: str) -> None:
        """Let an article go to everybody now and then; it is right as this person submitted it.

        Raises:
            WrongStateError: they have not submitted it.
        """
        self._demand_lead(by)
        with self.book.changing(self.project) as book:
            task = book.task_of(self.project, document_id, login)
            if task.state is not TaskState.SUBMITTED:
                raise WrongStateError(task)
            book.make_control(self.project, document_id, task.id, task.revision, by, self.clock())

    def end_control(self, by: str, document_id: str) -> None:
        """Make a control article an ordinary one again; what was measured stays."""
        self._demand_lead(by)
        with self.book.changing(self.project) as book:
            if book.known(self.project, document_id) is None:
                raise NotFoundError(f"{document_id!r} is no control article")
            book.end_control(self.project, document_id, by, self.clock())

    def changes(self, by: str, batch_id: str) -> Sequence[BatchChange]:
        """Return what was done to a batch, latest first."""
        self._demand_lead(by)
        with self.book.reading() as book:
            book.batch(self.project, batch_id)
            return book.changes(self.project, batch_id)

    def _settle(self, batch_id: str) -> None:
        while True:
            # Upkeep of the server, in whatever state the project is.
            with self.book.changing() as book:
                if not book.settle(self.project, batch_id):
                    return

    def _missing(self, by: str, batch_id: str) -> Sequence[tuple[str, str]]:
        """Return which articles of a batch still have to be dealt, and to whom."""
        self._demand_lead(by)
        with self.book.reading() as book:
            plan = book.batch(self.project, batch_id).plan
            if not plan.people or plan.wanted is None:
                raise PlanRefusedError(
                    ["articles can be dealt once the batch names people, and how many each needs"]
                )
            ids = book.order_of(self.project, batch_id)
            taken, passed = book.takers(self.project, ids)
        dealt = deal(ids, plan.people, plan.wanted, taken, passed)
        return [(document, login) for document, logins in dealt.items() for login in logins]

    def _assign(self, by: str, pairs: Sequence[tuple[str, str]]) -> int:
        now = self.clock()
        with self.book.changing(self.project) as book:
            return sum(
                book.assign(self.project, document_id, login, by, now)
                for document_id, login in pairs
            )

    def _demand_lead(self, by: str) -> None:
        role = self.role_of(by)
        if role is None or not role.covers(Role.LEAD):
            raise NotAllowedError("the queue is for leads of the project")

    def _demand_right(self, plan: Plan) -> None:
        members = self.members()
        unknown = [login for login in plan.people if login not in members]
        problems = [
            *plan_problems(plan),
            *(f"nobody in the project has the login {login!r}" for login in unknown),
        ]
        if problems:
            raise PlanRefusedError(problems)
