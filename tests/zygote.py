"""A process that has imported the app and forks servers of it, for ``warm_serving``.

It reads one request a line and answers one line: a list of arguments with
environment, folder and log starts a server and is answered by its process id; a
process id is answered by how that server ended, or by null.
"""

import importlib
import json
import os
import signal
import sys

# All that costs time when a server starts; what opens files or threads is left to each.
IMPORTED = [
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


def run(arguments: list[str], environment: dict[str, str], folder: str, log: str) -> None:
    """Be the command ``labeler`` in a process of its own."""
    # A Ctrl+C in the terminal is for the tests, which stop what they started.
    os.setpgrp()
    os.environ.update(environment)
    os.chdir(folder)
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(written, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = ["labeler", *arguments]
    from labeler.cli.main import main  # noqa: PLC0415 - imported long ago

    main()


def ended(process: int) -> int | None:
    """Return how a server ended; ``None`` while it runs."""
    found, status = os.waitpid(process, os.WNOHANG)
    return None if found == 0 else os.waitstatus_to_exitcode(status)


def main() -> None:
    """Answer until nobody asks any more; then end what still runs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for module in IMPORTED:
        importlib.import_module(module)
    running: set[int] = set()
    for line in sys.stdin:
        asked = json.loads(line)
        if isinstance(asked, int):
            code = ended(asked)
            if code is not None:
                running.discard(asked)
            answer = code
        else:
            answer = os.fork()
            if answer == 0:
                signal.signal(signal.SIGINT, signal.default_int_handler)
                run(*asked)
                return
            running.add(answer)
        print(json.dumps(answer), flush=True)
    for process in running:
        os.kill(process, signal.SIGKILL)


if __name__ == "__main__":
    main()
