"""Who may do what over HTTP: the table covers everything, and is kept."""

import pytest
from api_client import Client
from desk import Desk

from labeler.api.access import ACCESS, Access, Whose, require
from labeler.api.calls import RefusedError
from labeler.api.routes import all_operations
from labeler.core.people import Role, Scope
from labeler.identity import Person

MANAGE = Access(Role.LEAD, Scope.MANAGE, Whose.PROJECT)


def test_every_operation_has_a_row_and_every_row_an_operation(desk: Desk):
    """A new route has to be given a place."""
    found = all_operations(desk.steps, desk.projects, "local", {})
    assert {(o.method, o.path) for o in found} == set(ACCESS)
    for operation in found:
        access = ACCESS[operation.method, operation.path]
        assert operation.public == (access.whose is Whose.NOBODYS)
        assert operation.writes == (access.scope is not Scope.READ)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("least", list(Role))
def test_a_role_covers_those_before_it(role: Role, least: Role):
    """And no other; the refusal says what is missing."""
    access = Access(least, Scope.READ, Whose.PROJECT)
    person = Person("ana", "Ana", role.value)
    if list(Role).index(role) >= list(Role).index(least):
        require(access, person, None)
        return
    with pytest.raises(RefusedError, match=f"for a[n]? {least.value}") as caught:
        require(access, person, None)
    assert (caught.value.status, caught.value.code) == (403, "not-allowed")


@pytest.mark.parametrize("asked", sorted(ACCESS))
def test_to_whom_is_not_in_the_project_it_is_not_there(asked: tuple[str, str]):
    """With whatever token; they are not told what there would be."""
    with pytest.raises(RefusedError, match="no such project") as caught:
        require(ACCESS[asked], Person("zoe", "Zoe", ""), frozenset(Scope))
    assert (caught.value.status, caught.value.code) == (404, "not-found")


@pytest.mark.parametrize("asked", sorted(ACCESS))
@pytest.mark.parametrize("scope", list(Scope))
def test_a_token_reaches_what_its_scope_names(scope: Scope, asked: tuple[str, str]):
    """READ reads, LABEL labels, neither does the other."""
    access = ACCESS[asked]
    person = Person("ana", "Ana", "admin")
    if scope is access.scope:
        require(access, person, {scope})
        return
    with pytest.raises(RefusedError, match="lacks the scope"):
        require(access, person, {scope})


def test_managing_takes_a_lead_and_the_scope():
    """Neither alone is enough."""
    require(MANAGE, Person("ana", "Ana", "lead"), {Scope.MANAGE})
    with pytest.raises(RefusedError):
        require(MANAGE, Person("ana", "Ana", "lead"), {Scope.READ, Scope.LABEL})
    with pytest.raises(RefusedError):
        require(MANAGE, Person("bo", "Bo", "annotator"), {Scope.MANAGE})


def test_anothers_task_is_as_good_as_not_there(client: Client):
    """Whatever one tries with it."""
    task = client.open("a-1")
    path = f"/api/v1/tasks/{task['id']}"
    bo = {"x_test_login": "bo"}
    assert client.call("GET", path, **bo).status_code == 404
    assert client.call("GET", f"{path}/revisions", **bo).status_code == 404
    assert client.call("GET", f"{path}/revisions/1", **bo).status_code == 404
    assert client.call("POST", f"{path}/reopen", {}, **bo).status_code == 404
    skip = {"fence": task["fence"], "reason": "x"}
    assert client.call("POST", f"{path}/skip", skip, **bo).status_code == 404
    labels = {"fence": task["fence"]}
    assert client.call("POST", f"{path}/submit", labels, if_match='"0"', **bo).status_code == 404
