"""Pages as a browser opens them: over the WebSocket of the real server, by their address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from starlette.testclient import TestClient
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from two_projects import STREAM


@dataclass
class Seen:
    """What a browser is shown at an address.

    Attributes:
        pages: the addresses in the navigation; the first is that of the start page.
        is_found: the address is that of one of them.
        words: everything that is written on the page.
    """

    pages: list[str] = field(default_factory=list)
    is_found: bool = True
    words: str = ""


def visit(client: TestClient, headers: Mapping[str, str], address: str, project: str = "") -> Seen:
    """Open a page as a browser does, and return what is on it once it is made.

    With a ``project``, by the address that names it.
    """
    seen = Seen()
    for message in _told(client, headers, address, project):
        kind = message.WhichOneof("type")
        if kind == "navigation":
            found = message.navigation.app_pages
            seen.pages = [page.url_pathname or "annotate" for page in found]
        elif kind == "page_not_found":
            seen.is_found = False
        elif kind == "delta":
            seen.words += str(message.delta.new_element)
    return seen


def _told(
    client: TestClient, headers: Mapping[str, str], address: str, project: str
) -> Iterator[ForwardMsg]:
    asked = BackMsg()
    asked.rerun_script.page_name = "" if address == "annotate" else address
    asked.rerun_script.query_string = f"project={project}" if project else ""
    protocols = ["streamlit", "PLACEHOLDER_AUTH_TOKEN"]
    with client.websocket_connect(STREAM, headers=dict(headers), subprotocols=protocols) as socket:
        socket.send_bytes(asked.SerializeToString())
        while True:
            message = ForwardMsg()
            message.ParseFromString(socket.receive_bytes())
            yield message
            if message.WhichOneof("type") == "script_finished":
                return
