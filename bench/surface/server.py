"""The real app on a database of its own, for benchmarks of the surface."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from labeler.codec import dump_annotation_set
from labeler.core.annotation import AnnotationSet
from labeler.core.document import Document


class Client:
    """The HTTP API, for putting labels in."""

    def __init__(self, base: str) -> None:
        self.base = f"{base}/api/v1"
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.csrf = ""
        self.csrf = self.call("GET", "/session")["csrf"]

    def call(self, method: str, path: str, body: object = None, **headers: str) -> Any:  # noqa: ANN401 - decoded JSON
        """Return the decoded answer."""
        request = urllib.request.Request(  # noqa: S310 - our own server
            self.base + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "X-CSRF-Token": self.csrf, **headers},
        )
        with self.opener.open(request) as answer:
            return json.load(answer)


@contextmanager
def served(data: Path, *, suggest: bool = False) -> Iterator[str]:
    """Run the app for a while; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("labeler")), "serve"]
    command += [f"--port={port}", f"--data={data}"]
    with (data / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            env=os.environ | {"LABELER_SUGGEST": str(suggest).lower()},
            stdout=log,
            stderr=log,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(f"{url}/readyz")
            yield url
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not answer")


def put_labels(client: Client, document: Document, labels: AnnotationSet) -> None:
    """Save the labels of an article as its annotator would."""
    opened = client.call("POST", "/tasks/open", {"document_id": document.id})
    labels = replace(
        labels,
        document_id=document.id,
        text_sha256=opened["document"]["sha256"],
        schema_id=opened["schema"]["id"],
        schema_version=opened["schema"]["version"],
        author=opened["task"]["author"],
    )
    client.call(
        "PUT",
        f"/tasks/{opened['task']['id']}/annotations",
        {
            "labels": dump_annotation_set(labels, document.text),
            "fence": opened["task"]["fence"],
            "save_id": f"bench-{document.id}",
            "active_s": 0,
            "client": {},
        },
        **{"If-Match": f'"{opened["task"]["revision"]}"'},
    )
