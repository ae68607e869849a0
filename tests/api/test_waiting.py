"""A slow store keeps those waiting who need it, and nobody else."""

import asyncio
import threading

import httpx
import pytest
from api_client import SignedIn, routes_of
from desk import MEETING, Desk
from fresh_loop import run_in_fresh_loop
from starlette.applications import Starlette

from labeler.api.workers import Workers


def test_the_event_loop_goes_on_while_the_store_is_busy(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    """Whether the process is up, and who is asking, is answered meanwhile."""
    go_on = threading.Event()
    read = desk.store.document

    def read_late(project: str, document_id: str) -> object:
        entered.set()
        go_on.wait(30)
        return read(project, document_id)

    entered = threading.Event()
    monkeypatch.setattr(desk.store, "document", read_late)
    app = SignedIn(Starlette(routes=routes_of(desk, threads=1)))

    async def scene() -> list[int]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            slow = asyncio.create_task(client.get(f"/api/v1/documents/{MEETING.id}"))
            await asyncio.to_thread(entered.wait, 30)
            quick = [await client.get(path) for path in ("/healthz", "/api/v1/session")]
            waiting = not slow.done()
            go_on.set()
            assert waiting
            return [answer.status_code for answer in (*quick, await slow)]

    assert run_in_fresh_loop(scene) == [200, 200, 200]


def test_no_more_is_worked_on_at_a_time_than_there_are_threads():
    """The rest waits for its turn, and gets it."""
    at_work = 0
    most = 0
    lock = threading.Lock()
    both_in = threading.Barrier(2, timeout=30)

    def work(number: int) -> int:
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        both_in.wait()
        with lock:
            at_work -= 1
        return number

    async def scene() -> list[int]:
        workers = Workers(2)
        return await asyncio.gather(*(workers.run(work, n) for n in range(6)))

    assert run_in_fresh_loop(scene) == list(range(6))
    assert most == 2
