"""The authorisation matrix of the API: every route, by who asks and whose thing it is."""

import pytest
from asking import OF_NO_PROJECT, make, send
from httpx import Response
from rights import RIGHTS
from two_projects import (
    API,
    BO,
    HERE,
    LEA,
    PERSONAL,
    SHARED,
    ZOE,
    Asker,
    Installation,
)
from two_projects import ELSEWHERE as OTHER

from labeler.api.access import ACCESS
from labeler.core.people import Role, Scope

ROLES = ("annotator", "lead", "admin")
TOKENS = {
    "annotator's token to read": ("annotator", Scope.READ),
    "annotator's token to label": ("annotator", Scope.LABEL),
    "lead's token to read": ("lead", Scope.READ),
    "lead's token to label": ("lead", Scope.LABEL),
    "lead's token to manage": ("lead", Scope.MANAGE),
    # The role went, and with it what the token was for.
    "demoted lead's token to manage": ("annotator", None),
}
FOUND_BY_ID = [name for name, row in RIGHTS.items() if "{id}" in name and row.thing]
# They came in, but not to this project: it is as good as not there.
ELSEWHERE = ("of another project", "token of another project")
OUTSIDERS = (
    "nobody",
    "removed",
    "ended session",
    "of another project",
    "removed lead's token",
    "revoked token",
    "expired token",
    "token of another project",
)


@pytest.fixture(autouse=True, params=[API, f"{API}/projects/{HERE}"], ids=["first", "named"])
def base(installation: Installation, request: pytest.FixtureRequest) -> None:
    """Under which address the routes are asked: each test runs once for every one."""
    installation.base = request.param


def test_every_route_has_a_row(installation: Installation):
    """As the server describes itself and as it decides: a new one has to be given its place."""
    paths = installation.client.get("/api/v1/openapi.json").json()["paths"]
    described = {f"{method.upper()} {path}" for path, found in paths.items() for method in found}
    assert described == set(RIGHTS)
    assert {f"{method} {path}" for method, path in ACCESS} == set(RIGHTS)
    for name, row in RIGHTS.items():
        method, path = name.split()
        access = ACCESS[method, path]
        # The server refuses who may not before it looks for anything.
        lead = set(row.answers("annotator")) == {403}
        assert access.least is (Role.LEAD if lead else Role.ANNOTATOR), name
        assert access.scope is (row.scope or Scope.READ), name
        whose = 3 if row.thing in PERSONAL else 2 if row.thing in SHARED else 1
        assert {len(row.answers(role)) for role in ROLES} == {whose}, name


def test_everybody_who_could_ask_is_asked_for(installation: Installation):
    """Nobody of those below is left out."""
    assert set(installation.askers) == {*ROLES, *TOKENS, *OUTSIDERS}


@pytest.mark.parametrize("name", RIGHTS)
def test_a_role_reaches_what_is_its_own_and_nothing_else(installation: Installation, name: str):
    """One's own thing, another person's, another project's."""
    row = RIGHTS[name]
    wanted = {role: row.answers(role) for role in ROLES}
    found = {
        role: tuple(
            ask(installation, name, installation.askers[role], whose).status_code
            for whose in range(len(row.answers(role)))
        )
        for role in ROLES
    }
    assert found == wanted


@pytest.mark.parametrize("name", RIGHTS)
def test_a_token_reaches_what_its_scope_and_its_person_do(installation: Installation, name: str):
    """With a scope that does not fit, not even what is its person's own."""
    row = RIGHTS[name]
    wanted = {}
    for token, (role, scope) in TOKENS.items():
        fits = row.scope is None or scope is row.scope
        wanted[token] = row.answers(role)[0] if fits else 403
    found = {t: ask(installation, name, installation.askers[t]).status_code for t in TOKENS}
    assert found == wanted


@pytest.mark.parametrize("name", RIGHTS)
def test_whoever_is_not_in_the_project_reaches_nothing(installation: Installation, name: str):
    """Signed out, removed, of another project, or with a token that is good no longer."""
    row = RIGHTS[name]
    thing = make(row, installation.here, BO)
    found = {who: send(installation, name, installation.askers[who], thing) for who in OUTSIDERS}
    for who, answer in found.items():
        # Whoever says who they are and is not believed gets nothing from the API, open or not.
        open_to_them = row.scope is None and not ("token" in who and "/api/" in name)
        open_to_them = open_to_them or (name in OF_NO_PROJECT and who in ELSEWHERE)
        refused = (404, "not-found") if who in ELSEWHERE else (401, "signed-out")
        assert answer.status_code == (200 if open_to_them else refused[0]), who
        assert open_to_them or answer.json()["error"]["code"] == refused[1], who


@pytest.mark.parametrize("name", [name for name in RIGHTS if name not in OF_NO_PROJECT])
def test_a_project_one_is_not_in_is_as_good_as_not_there(installation: Installation, name: str):
    """By its own address, for every role and token, whatever is asked for."""
    row = RIGHTS[name]
    thing = make(row, installation.elsewhere, ZOE)
    before = installation.base
    found = {}
    try:
        for project in (OTHER, "no-such-project"):
            installation.base = f"{API}/projects/{project}"
            for who in (*ROLES, *TOKENS):
                answer = send(installation, name, installation.askers[who], thing)
                found[project, who] = (answer.status_code, answer.json()["error"]["code"])
    finally:
        installation.base = before
    assert set(found.values()) == {(404, "not-found")}, found


def test_the_people_of_another_project_reach_their_own(installation: Installation):
    """By its address, with session and token."""
    mine = [f"{API}/projects/{OTHER}/{part}" for part in ("session", "documents", "people")]
    for who in ELSEWHERE:
        headers = dict(installation.askers[who].headers)
        found = [installation.client.get(path, headers=headers) for path in mine]
        assert [answer.status_code for answer in found] == [200, 200, 200], who
        assert found[0].json()["user"] == {"login": ZOE, "name": "Zoe", "role": "admin"}
        listed = installation.client.get(f"{API}/projects", headers=headers).json()["projects"]
        assert [project["id"] for project in listed] == [OTHER], who


def test_what_is_another_projects_is_not_told_from_what_is_not_there(installation: Installation):
    """Neither the status nor the words, but for the id, say that there is such a thing."""
    for name in FOUND_BY_ID:
        row = RIGHTS[name]
        there = make(row, installation.elsewhere, ZOE)
        nowhere = {**there, "id": "nothing-of-that-id"}
        answers = [
            send(installation, name, installation.askers["lead"], thing).text.replace(
                thing["id"], "ID"
            )
            for thing in (there, nowhere)
        ]
        assert answers[0] == answers[1], name


def ask(installation: Installation, name: str, asker: Asker, whose: int = 0) -> Response:
    """Return the answer about a new thing: one's own (0), or another's, the last elsewhere's."""
    row = RIGHTS[name]
    columns = 3 if row.thing in PERSONAL else 2
    if whose == columns - 1:
        thing = make(row, installation.elsewhere, ZOE)
    else:
        thing = make(row, installation.here, BO if whose else asker.login)
    return send(installation, name, asker, thing)


@pytest.mark.parametrize("name", FOUND_BY_ID)
def test_an_id_that_no_database_can_hold_is_as_good_as_not_there(
    installation: Installation, name: str
):
    """Said in words, not as a failure of the server."""
    thing = make(RIGHTS[name], installation.here, LEA)
    for odd in ("%00", "a%00b", "%F0%9F%8E%89", "x" * 500):
        answer = send(installation, name, installation.askers["lead"], {**thing, "id": odd})
        assert answer.status_code in {400, 404}, odd
