"""The app forked from a process that has imported it already: it starts in a moment.

What runs is the function behind the command ``labeler``, in a process of its
own. Tests of the start itself run the command (``serving.ServedApp``).
"""

import multiprocessing
import os
import signal
import subprocess
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path

from serving import ServedApp

# All that costs time when a server starts; what opens files or threads is left to each.
_IMPORTED = [
    "labeler.app",
    "labeler.cli.main",
    "pandas",
    "pyarrow.parquet",
    "spacy.lang.en",
    "sqlite3",
    "streamlit.web.bootstrap",
    "streamlit.web.server",
    "uvicorn.main",
    "uvicorn.protocols.websockets.websockets_impl",
]

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(_IMPORTED)


def _run(arguments: list[str], environment: dict[str, str], folder: Path, log: Path) -> None:
    # A Ctrl+C in the terminal is for the tests, which stop what they started.
    os.setpgrp()
    os.environ.update(environment)
    os.chdir(folder)
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(written, stream)
    sys.argv = ["labeler", *arguments]
    from labeler.cli.main import main  # noqa: PLC0415 - only the forked process needs it

    main()


class _Forked:
    """A forked process as ``subprocess`` has them, as far as ``ServedApp`` asks."""

    def __init__(self, process: BaseProcess) -> None:
        self.process = process

    def poll(self) -> int | None:
        """Return its exit code, if it has ended."""
        return self.process.exitcode

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        if self.process.pid is not None and self.poll() is None:
            os.kill(self.process.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float) -> None:
        """Return when it has ended."""
        self.process.join(timeout)
        if self.poll() is None:
            raise subprocess.TimeoutExpired("labeler", timeout)


class WarmApp(ServedApp):
    """A running Labeler with its own data folder, started in a moment."""

    def launch(self, arguments: list[str], environment: dict[str, str], log: Path) -> _Forked:
        """Start the server."""
        given = (arguments, environment, self.data.parent, log)
        process = _forks.Process(target=_run, args=given, daemon=True)
        process.start()
        return _Forked(process)
