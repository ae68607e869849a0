"""Projects over HTTP: which there are, and what is said of one that is closed."""

from dataclasses import replace

from api_client import Client
from desk import MEETING, PROJECT, Desk

from labeler.core.project import ProjectState

NAMED = f"/api/v1/projects/{PROJECT}"


def put(desk: Desk, state: ProjectState) -> None:
    """Bring the desk's project into a state."""
    with desk.store.projects.changing() as book:
        found = book.get(PROJECT)
        assert found is not None
        book.put(replace(found, state=state))


def test_projects_are_listed_with_ones_role(client: Client):
    """Those open to who asks, with how large they are."""
    assert client.call("GET", "/api/v1/projects").json() == {"projects": []}
    (found,) = client.call("GET", "/api/v1/projects", x_test_login="root").json()["projects"]
    wanted = {"id": PROJECT, "name": PROJECT, "state": "active", "role": "admin", "articles": 3}
    assert {key: found[key] for key in wanted} == wanted


def test_a_project_is_found_under_its_name(client: Client):
    """The same as under the short address, which means the first."""
    for path in ("session", "schema", "documents", f"documents/{MEETING.id}", "people"):
        named = client.http.get(f"{NAMED}/{path}")
        assert named.status_code == 200
        assert named.json() == client.http.get(f"/api/v1/{path}").json()


def test_what_is_no_project_is_not_there(client: Client):
    """Nor anything of it."""
    for path in ("/api/v1/projects/nowhere/documents", f"{NAMED}/nothing", "/api/v1/projects/x"):
        answer = client.http.get(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not-found")


def test_a_closed_project_says_so(desk: Desk, client: Client):
    """With a code the surface knows; what can be read is read."""
    task = client.open(MEETING.id)
    put(desk, ProjectState.ARCHIVED)
    answers = [
        client.call("POST", "/api/v1/tasks/next", {}),
        client.call("POST", "/api/v1/tasks/open", {"document_id": MEETING.id}),
        client.call("POST", f"/api/v1/tasks/{task['id']}/lease", {"fence": task["fence"]}),
    ]
    for answer in answers:
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "project-closed")
        assert "This project is archived" in answer.json()["error"]["message"]
    assert client.call("GET", f"/api/v1/tasks/{task['id']}").status_code == 200
    put(desk, ProjectState.ACTIVE)
    assert client.call("POST", "/api/v1/tasks/next", {}).status_code == 200
