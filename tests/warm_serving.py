"""The app forked from a process that has imported it already: it starts in a moment.

What runs is the function behind the command ``labeler``, in a process of its
own. Tests of the start itself run the command (``serving.ServedApp``).
"""

import json
import os
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

from serving import ServedApp


class _Zygote:
    """The process that forks."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("zygote.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, request: object) -> int | None:
        """Send a request and return the answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{json.dumps(request)}\n")
        self.process.stdin.flush()
        answer: int | None = json.loads(self.process.stdout.readline())
        return answer


@cache
def _zygote() -> _Zygote:
    return _Zygote()


class _Forked:
    """A forked process as ``subprocess`` has them, as far as ``ServedApp`` asks."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.code: int | None = None

    def poll(self) -> int | None:
        """Return its exit code, if it has ended."""
        if self.code is None:
            self.code = _zygote().ask(self.pid)
        return self.code

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float) -> None:
        """Return when it has ended."""
        end = time.monotonic() + timeout
        while self.poll() is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired("labeler", timeout)
            time.sleep(0.02)


class WarmApp(ServedApp):
    """A running Labeler with its own data folder, started in a moment."""

    def launch(self, arguments: list[str], environment: dict[str, str], log: Path) -> _Forked:
        """Start the server."""
        pid = _zygote().ask([arguments, environment, str(self.data.parent), str(log)])
        assert pid is not None
        return _Forked(pid)
