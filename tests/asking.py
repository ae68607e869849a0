"""Ask a route of the table of rights for a thing."""

import json
import re

from httpx import Response
from rights import RIGHTS, Row
from two_projects import API, PERSONAL, SHARED, Asker, Installation, Side

# Of the installation: there whichever project somebody is in, and under one address only.
OF_NO_PROJECT = {
    "GET /api/v1/projects",
    "GET /api/v1/openapi.json",
    "GET /healthz",
    "GET /readyz",
}


def make(row: Row, side: Side, login: str) -> dict[str, str]:
    """Return what a row is about, made anew."""
    if not row.thing:
        return {}
    return dict({**PERSONAL, **SHARED}[row.thing](side, login))


def send(installation: Installation, name: str, asker: Asker, thing: dict[str, str]) -> Response:
    """Return the answer about a thing."""
    row, (method, path) = RIGHTS[name], name.split()
    body = None
    if row.body is not None:
        number = installation.here.number()
        body = json.dumps(row.body({**thing, "asker": asker.login}, number))
    headers = dict(asker.headers)
    if row.if_match:
        headers["If-Match"] = f'"{row.if_match}"'
    filled = re.sub(r"{(\w+)}", lambda part: thing[part[1]], path)
    if name not in OF_NO_PROJECT:
        filled = filled.replace(API, installation.base, 1)
    return installation.client.request(
        method, f"{filled}{row.query}", content=body, headers=headers
    )
