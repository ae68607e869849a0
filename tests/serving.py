"""The real app as a process of its own, for tests that use it as a person would."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from labeler.core.document import Document, text_digest
from labeler.schema_file import load_schema
from labeler.settings import Settings
from labeler.store import SqlStore

START_LIMIT_S = 60.0


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class ServedApp:
    """A running Labeler with its own data folder."""

    data: Path
    suggest: bool = False
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of the app."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the server and return when it answers."""
        arguments = ["serve", f"--port={self.port}", f"--data={self.data}"]
        environment = {"LABELER_SUGGEST": str(self.suggest).lower()} | self.environment
        log = self.data.parent / f"{self.data.name}.log"
        self.process = self.launch(arguments, environment, log)
        self.wait_until(self.is_ready, "the server did not answer")

    def launch(
        self, arguments: list[str], environment: dict[str, str], log: Path
    ) -> subprocess.Popen[bytes]:
        """Run the command, as a person would in the folder above the data."""
        command = [str(Path(sys.executable).with_name("labeler")), *arguments]
        with log.open("ab") as written:
            return subprocess.Popen(
                command,
                env=os.environ | environment,
                stdout=written,
                stderr=subprocess.STDOUT,
                cwd=self.data.parent,
            )

    def is_ready(self) -> bool:
        """Say whether the server answers; fail at once if it died."""
        assert self.process is not None
        code = self.process.poll()
        assert code is None, f"the server ended with {code}:\n{self.log()}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()

    def wait_until(self, holds, message: str, limit_s: float = START_LIMIT_S) -> None:
        """Return when ``holds()`` is true; fail with ``message`` and the log otherwise."""
        end = time.monotonic() + limit_s
        while not holds():
            assert time.monotonic() < end, f"{message}:\n{self.log()}"
            time.sleep(0.02)

    def kill(self) -> None:
        """End the server as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the server as Ctrl+C does."""
        self._end(signal.SIGINT)

    def _end(self, number: signal.Signals) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(timeout=20)
            self.process = None

    def log(self) -> str:
        """Return what the server printed."""
        path = self.data.parent / f"{self.data.name}.log"
        return path.read_text("utf-8") if path.exists() else ""

    def import_text(
        self, title: str, text: str, document_id: str = "", published_at: str = ""
    ) -> str:
        """Store an article and return its id."""
        document_id = document_id or re.sub(r"\W+", "-", title).strip("-")[:40]
        document_id = document_id or text_digest(text)[:12]
        settings = Settings(data=self.data)
        self.data.mkdir(parents=True, exist_ok=True)
        store = SqlStore(settings.database_url)
        try:
            store.upgrade()
            now = datetime.now(UTC)
            store.ensure_project("news", load_schema(settings.schema_path), now)
            store.add_documents(
                "news", [Document(document_id, title, text, published_at=published_at)], now
            )
        finally:
            store.close()
        return document_id

    def is_published(self) -> bool:
        """Say whether the live labels hold every submit."""
        store = SqlStore(Settings(data=self.data).database_url)
        try:
            return not store.outbox("news")
        finally:
            store.close()

    def labels(self, table: str) -> pd.DataFrame:
        """Read a table of the live labels as a user would."""
        return pd.read_parquet(self.data / "labels" / "news" / table)

    def article_url(self, document_id: str) -> str:
        """Return where a browser finds an article."""
        return f"{self.url}/?document={document_id}"
