"""The routes of the registry of actors."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from api_client import Client
from desk import SCHEMA, Desk, open_desk

from labeler.core.schema import AttributeDef, AttributeKind

ACTORS = "/api/v1/actors"
WITH_SECTORS = replace(
    SCHEMA,
    attributes={
        **SCHEMA.attributes,
        "sector": AttributeDef("sector", AttributeKind.MULTI_ENUM, values=("GOV", "MIL")),
    },
)
PERU = {
    "name": "Peru",
    "kind": "Actor",
    "country": "PER",
    "sectors": ["GOV"],
    "code": "PERGOV",
    "aliases": ["Lima"],
    "wikidata": "Q419",
    "notes": "",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a desk whose schema has sectors."""
    with open_desk(tmp_path, WITH_SECTORS) as opened:
        yield opened


def test_an_actor_is_made_under_an_id_of_the_server(client: Client, desk: Desk):
    """201 with the whole entry, which can be read again and is found."""
    answer = client.call("POST", ACTORS, PERU)
    assert answer.status_code == 201
    made = answer.json()
    assert made["id"].startswith("act-")
    assert made == {**PERU, "id": made["id"], "revision": 1, "updated_at": desk.now.isoformat()}
    assert answer.headers["location"] == f"{ACTORS}/{made['id']}"
    assert client.call("GET", answer.headers["location"]).json() == made
    assert client.call("GET", f"{ACTORS}?search=LIMA").json() == {"rows": [made], "total": 1}


def test_only_name_and_kind_are_needed(client: Client):
    """The rest is empty."""
    made = client.call("POST", ACTORS, {"name": " Ana ", "kind": "Actor"}).json()
    assert (made["name"], made["aliases"], made["country"]) == ("Ana", [], "")


def test_people_may_share_a_name(client: Client):
    """They are two actors."""
    one, two = (client.call("POST", ACTORS, {"name": "Ana", "kind": "Actor"}) for _ in range(2))
    assert one.json()["id"] != two.json()["id"]
    assert client.call("GET", f"{ACTORS}?search=ana").json()["total"] == 2


def test_every_problem_is_listed_at_once(client: Client):
    """422 with field and words, and nothing is stored."""
    wrong = {"name": "", "kind": "Ghost", "country": "Peru", "sectors": ["XXX"], "wikidata": "419"}
    answer = client.call("POST", ACTORS, wrong)
    assert answer.status_code == 422
    problems = answer.json()["problems"]
    slots = ["country", "kind", "name", "sectors", "wikidata"]
    assert sorted(problem["slot"] for problem in problems) == slots
    assert {problem["kind"] for problem in problems} == {"actor"}
    assert client.call("GET", ACTORS).json()["total"] == 0


@pytest.mark.parametrize(
    "body",
    [
        {**PERU, "id": "act-mine"},
        {**PERU, "aliases": "Lima"},
        {**PERU, "name": 7},
        {**PERU, "sectors": [1]},
        [],
    ],
)
def test_a_body_of_another_shape_is_refused(client: Client, body):
    """400; ids are made by the server."""
    assert client.call("POST", ACTORS, body).status_code == 400


class TestChange:
    """An actor changes only on top of the revision one has seen."""

    def test_it_takes_all_facts(self, client: Client):
        """What is left out becomes empty."""
        made = client.call("POST", ACTORS, PERU).json()
        body = {"name": "Republic of Peru", "kind": "Actor"}
        answer = client.call("PUT", f"{ACTORS}/{made['id']}", body, if_match='"1"')
        assert answer.status_code == 200
        changed = answer.json()
        assert (changed["name"], changed["country"], changed["revision"]) == (body["name"], "", 2)

    def test_the_second_is_shown_what_the_first_did(self, client: Client):
        """412 with the current actor."""
        made = client.call("POST", ACTORS, PERU).json()
        path = f"{ACTORS}/{made['id']}"
        first = client.call("PUT", path, {**PERU, "notes": "one"}, if_match='"1"').json()
        refused = client.call(
            "PUT", path, {**PERU, "notes": "two"}, if_match='"1"', x_test_login="bo"
        )
        assert refused.status_code == 412
        assert refused.json()["error"]["code"] == "stale-revision"
        assert refused.json()["current"] == first
        assert client.call("GET", path).json() == first

    def test_a_revision_that_is_not_there_yet_is_refused(self, client: Client):
        """It must not come true later."""
        made = client.call("POST", ACTORS, PERU).json()
        path = f"{ACTORS}/{made['id']}"
        assert client.call("PUT", path, PERU, if_match='"9"').status_code == 412

    def test_it_names_the_revision_and_is_checked_like_a_new_one(self, client: Client):
        """428 without If-Match, 422 with problems, 404 where there is no such actor."""
        made = client.call("POST", ACTORS, PERU).json()
        path = f"{ACTORS}/{made['id']}"
        assert client.call("PUT", path, PERU).status_code == 428
        wrong = client.call("PUT", path, {**PERU, "country": "?"}, if_match='"1"')
        assert wrong.status_code == 422
        assert client.call("PUT", f"{ACTORS}/act-0", PERU, if_match='"1"').status_code == 404
        assert client.call("GET", path).json() == made

    def test_the_history_tells_who_changed_what(self, client: Client, desk: Desk):
        """Nothing is lost."""
        made = client.call("POST", ACTORS, PERU).json()
        path = f"{ACTORS}/{made['id']}"
        desk.pass_time(60)
        body = {**PERU, "notes": "new"}
        client.call("PUT", path, body, if_match='"1"', x_test_login="bo")
        one, two = client.call("GET", f"{path}/changes").json()["changes"]
        assert (one["login"], one["before"], one["after"]) == ("ana", None, PERU)
        assert (two["login"], two["before"], two["after"]) == ("bo", PERU, body)
        assert two["at"] == desk.now.isoformat()
        assert client.call("GET", f"{ACTORS}/act-0/changes").status_code == 404


class TestSearch:
    """The list is searched, filtered and cut."""

    def test_best_first_and_no_more_than_asked(self, client: Client):
        """With the number of all."""
        for name in ("Navy of Peru", "Peru", "Peruvian Navy"):
            client.call("POST", ACTORS, {"name": name, "kind": "Actor"})
        found = client.call("GET", f"{ACTORS}?search=peru&limit=2").json()
        assert [row["name"] for row in found["rows"]] == ["Peru", "Peruvian Navy"]
        assert found["total"] == 3
        assert client.call("GET", f"{ACTORS}?search=peru&kind=Actor.State").json()["total"] == 0

    @pytest.mark.parametrize("limit", ["101", "-1", "x"])
    def test_a_limit_that_makes_no_sense_is_refused(self, client: Client, limit):
        """400 with what is wanted."""
        answer = client.call("GET", f"{ACTORS}?limit={limit}")
        assert answer.status_code == 400
        assert "wants" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ACTORS), ("POST", ACTORS), ("GET", f"{ACTORS}/a"), ("PUT", f"{ACTORS}/a")],
)
def test_nobody_gets_anything_signed_out(client: Client, method, path):
    """401."""
    assert client.call(method, path, None, x_test_login="").status_code == 401
