"""The routes of what can be read, and the description of all routes."""

import jsonschema
import pytest
from api_client import Client, routes_of
from desk import FLOOD, MEETING, SCHEMA, STORM, Desk
from starlette.routing import Route

from labeler.codec import dump_document, dump_schema


def test_the_session_says_who_is_asking(client):
    """The person, the token for changes and how people sign in."""
    assert client.call("GET", "/api/v1/session").json() == {
        "user": {"login": "ana", "name": "Ana", "role": "annotator"},
        "csrf": "token",
        "mode": "local",
    }


def test_the_schema_is_the_one_in_force(client):
    """With its digest, so that a change is seen."""
    assert client.call("GET", "/api/v1/schema").json() == dump_schema(SCHEMA)


def test_an_article_comes_with_its_text_and_digest(client):
    """Unchanged, whatever it holds."""
    assert client.call("GET", f"/api/v1/documents/{MEETING.id}").json() == dump_document(MEETING)


def test_an_article_that_is_not_there_is_not_found(client):
    """404 in plain words."""
    answer = client.call("GET", "/api/v1/documents/nope")
    assert answer.status_code == 404
    assert "nope" in answer.json()["error"]["message"]


def skip(client: Client, document_id: str) -> None:
    """Leave an article aside."""
    task = client.open(document_id)
    body = {"fence": task["fence"], "reason": "no news"}
    assert client.call("POST", f"/api/v1/tasks/{task['id']}/skip", body).status_code == 200


class TestList:
    """The list of articles."""

    def test_it_is_in_import_order_with_states(self, client: Client):
        """Each with the state it has for who asks."""
        skip(client, FLOOD.id)
        found = client.call("GET", "/api/v1/documents").json()
        assert [(r["id"], r["state"]) for r in found["rows"]] == [
            (MEETING.id, "new"),
            (FLOOD.id, "skipped"),
            (STORM.id, "new"),
        ]
        assert found["total"] == 3
        assert found["rows"][0]["length"] == len(MEETING.text)

    def test_it_is_filtered_and_cut(self, client: Client):
        """By letters, by state, by place."""

        def ids(query: str) -> list[str]:
            rows = client.call("GET", f"/api/v1/documents?{query}").json()["rows"]
            return [row["id"] for row in rows]

        skip(client, FLOOD.id)
        assert ids("search=flo") == [FLOOD.id]
        assert ids("state=skipped") == [FLOOD.id]
        assert ids("state=new&limit=1&offset=1") == [STORM.id]
        assert ids("limit=0") == []

    @pytest.mark.parametrize(
        "query",
        ["limit=-1", "limit=501", "limit=x", "limit=9e9", "offset=1.5", "state=done", "limit=٣"],
    )
    def test_a_filter_that_makes_no_sense_is_refused(self, client: Client, query):
        """400 with what is wanted."""
        answer = client.call("GET", f"/api/v1/documents?{query}")
        assert answer.status_code == 400
        assert "wants" in answer.json()["error"]["message"]


class TestHealth:
    """Whoever watches over the server needs no account."""

    @pytest.mark.parametrize("path", ["/healthz", "/readyz", "/api/v1/openapi.json"])
    def test_it_answers_the_signed_out(self, client: Client, path):
        """A probe has no session."""
        assert client.call("GET", path, x_test_login="").status_code == 200

    def test_each_part_is_asked(self, desk: Desk):
        """One that does not work makes the whole not ready, and says why."""
        words = ""
        client = Client(desk, checks={"labels writer": lambda: words})
        ready = client.call("GET", "/readyz")
        assert ready.json() == {"status": "ok", "parts": {"database": "ok", "labels writer": "ok"}}
        words = "stopped"
        ready = client.call("GET", "/readyz")
        assert ready.status_code == 503
        assert ready.json()["parts"] == {"database": "ok", "labels writer": "stopped"}


class TestOpenApi:
    """The description of the API is made from the same table as the routes."""

    def test_every_route_is_described(self, desk: Desk, client: Client):
        """And nothing else is."""
        served = {
            (route.path, method)
            for route in routes_of(desk)
            if isinstance(route, Route) and "{project}" not in route.path
            for method in route.endpoint.operations
        }
        described = {
            (path, method.upper())
            for path, methods in client.openapi["paths"].items()
            for method in methods
        }
        assert served == described

    def test_every_reference_leads_somewhere(self, client: Client):
        """A client generator would stumble over one that does not."""

        def references(node: object) -> set[str]:
            if isinstance(node, dict):
                own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
                return own.union(*(references(v) for v in node.values()), set())
            if isinstance(node, list):
                return set().union(*(references(v) for v in node), set())
            return set()

        known = {f"#/components/schemas/{name}" for name in client.openapi["components"]["schemas"]}
        assert references(client.openapi) <= known

    def test_the_components_are_sound_json_schemas(self, client: Client):
        """OpenAPI 3.1 schemas are JSON Schema 2020-12."""
        for schema in client.openapi["components"]["schemas"].values():
            jsonschema.Draft202012Validator.check_schema(schema)

    def test_operation_ids_are_unique(self, client: Client):
        """They become the names of functions in generated clients."""
        ids = [
            operation["operationId"]
            for methods in client.openapi["paths"].values()
            for operation in methods.values()
        ]
        assert len(ids) == len(set(ids))

    def test_the_body_of_a_save_holds_an_annotation_set(self, client: Client):
        """Though it is read apart from the rest."""
        save = client.openapi["components"]["schemas"]["SaveBody"]
        whole = client.openapi["components"]["schemas"]["AnnotationSetJson"]
        assert save["properties"]["labels"]["properties"] == whole["properties"]
