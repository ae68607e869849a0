"""Somebody who labels: claims, saves often, hands in now and then, and fetches the next ahead.

What a browser with the annotation surface asks of the server, without the browser.
"""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wire import NoAnswerError, Wire
from writing import labels_of

OK = 200
_FIRST_WAIT_S = 0.1
_LONGEST_WAIT_S = 0.2


@dataclass(frozen=True, slots=True)
class Pace:
    """How people work here.

    Attributes:
        pause_s: between the beginnings of two saves; 0 for as fast as can be.
        saves: on one article, before it is handed in.
        renew_s: between two signs of life for what one holds.
        patience_s: for how long a call is sent again when nobody answers, the
            same save under the same id, as the surface does; 0 for not at all.
    """

    pause_s: float = 2.0
    saves: int = 20
    renew_s: float = 30.0
    patience_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A save the server said it has, and the digest of the labels that were sent."""

    task: str
    revision: int
    save_id: str
    digest: str


@dataclass
class Record:
    """What somebody did and how long the server took."""

    times_ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    acknowledged: list[Acknowledged] = field(default_factory=list)
    sent: dict[str, str] = field(default_factory=dict)
    submitted: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    sent_again: int = 0

    def add(self, other: "Record") -> None:
        """Take in what somebody else did."""
        for action, times in other.times_ms.items():
            self.times_ms[action] += times
        self.acknowledged += other.acknowledged
        self.sent |= other.sent
        self.submitted |= other.submitted
        self.failures += other.failures
        self.sent_again += other.sent_again


class RefusedError(Exception):
    """The server refused what it should have done."""


class Annotator:
    """One person with a session, at one of the servers."""

    def __init__(self, login: str, port: int, cookie: str, pace: Pace) -> None:
        self.login = login
        self.record = Record()
        self._wire = Wire(port, cookie)
        self._pace = pace
        self._saves = 0
        self._opened: dict[str, Any] = {}
        self._ahead: dict[str, Any] | None = None
        self._renewed = 0.0

    async def work(self, goes_on: Callable[[], bool]) -> None:
        """Label article after article; what is refused ends the work, and is noted."""
        try:
            await self._until_answered(self._wire.sign_in)
            self._renewed = time.monotonic()
            while goes_on() and await self._open_next():
                await self._label(goes_on)
        except (RefusedError, NoAnswerError) as error:
            self.record.failures.append(f"{self.login}: {error}")
        finally:
            self._wire.close()

    async def _open_next(self) -> bool:
        found = self._ahead or await self._claim(None)
        self._ahead = None
        if found is None:
            self.record.failures.append(f"{self.login}: no article is left")
            return False
        self._opened = found
        return True

    async def _label(self, goes_on: Callable[[], bool]) -> None:
        revision = self._opened["task"]["revision"]
        for number in range(self._pace.saves):
            began = time.monotonic()
            revision = await self._save(revision)
            if number == 1:
                self._ahead = await self._claim(self._opened["document"]["id"])
            await self._renew()
            await asyncio.sleep(max(0.0, self._pace.pause_s - (time.monotonic() - began)))
            if not goes_on():
                return
        await self._submit(revision)

    async def _claim(self, after: str | None) -> dict[str, Any] | None:
        body = json.dumps({"after": after})
        found: dict[str, Any] | None = await self._ask("next", "POST", "/tasks/next", body)
        return found

    async def _save(self, revision: int) -> int:
        task = self._opened["task"]
        self._saves += 1
        save_id = f"{self.login}-{self._saves}"
        labels = labels_of(self._opened["document"]["id"], self.login, self._saves)
        body = (
            f'{{"labels":{labels.json},"fence":{task["fence"]},"save_id":"{save_id}",'
            f'"active_s":1.5,"client":{{"tab":"bench"}}}}'
        )
        self.record.sent[save_id] = labels.digest
        path = f"/tasks/{task['id']}/annotations"
        answer = await self._ask("save", "PUT", path, body, {"If-Match": f'"{revision}"'})
        saved: int = answer["revision"]
        self.record.acknowledged.append(Acknowledged(task["id"], saved, save_id, labels.digest))
        return saved

    async def _submit(self, revision: int) -> None:
        task = self._opened["task"]
        await self._ask(
            "submit",
            "POST",
            f"/tasks/{task['id']}/submit",
            json.dumps({"fence": task["fence"]}),
            {"If-Match": f'"{revision}"'},
        )
        self.record.submitted[task["id"]] = revision

    async def _renew(self) -> None:
        if time.monotonic() - self._renewed < self._pace.renew_s:
            return
        self._renewed = time.monotonic()
        for held in filter(None, (self._opened, self._ahead)):
            task = held["task"]
            body = json.dumps({"fence": task["fence"]})
            await self._ask("renew", "POST", f"/tasks/{task['id']}/lease", body)

    async def _ask(
        self, action: str, method: str, path: str, body: str, headers: dict[str, str] | None = None
    ) -> Any:  # noqa: ANN401 - decoded JSON
        async def call() -> tuple[int, Any]:
            began = time.perf_counter()
            answered = await self._wire.call(method, path, body, headers)
            self.record.times_ms[action].append((time.perf_counter() - began) * 1000)
            return answered

        status, answer = await self._until_answered(call)
        if status not in {OK, 204}:
            raise RefusedError(f"{action}: {status} {json.dumps(answer)[:300]}")
        return answer

    async def _until_answered(self, call: Callable[[], Any]) -> Any:  # noqa: ANN401 - as the call
        end = time.monotonic() + self._pace.patience_s
        wait_s = _FIRST_WAIT_S
        while True:
            try:
                return await call()
            except NoAnswerError:
                if time.monotonic() > end:
                    raise
            self.record.sent_again += 1
            await asyncio.sleep(wait_s)
            wait_s = min(2 * wait_s, _LONGEST_WAIT_S)
