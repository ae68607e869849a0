"""A static server for the surface's modules and their tests, on a free port of loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from shared import ROOT

SERVED = ("/labeler/surface/static/", "/tests/js/")
BLANK = "/tests/js/blank.html"


class _Handler(SimpleHTTPRequestHandler):
    """Serves only the two folders, as they are now."""

    def do_GET(self) -> None:
        """Send a file, or 404 for anything outside of the two folders."""
        if self.path.startswith(SERVED):
            super().do_GET()
        else:
            self.send_error(404)

    def end_headers(self) -> None:
        """Let nothing be cached: the files change while they are tested."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serve_modules() -> Iterator[str]:
    """Yield the address of a running server."""
    handler = partial(_Handler, directory=str(ROOT))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
