"""The registry finds actors as people type them, and forgets nothing."""

from datetime import timedelta

import pytest
from stored import ANA, BO, NOON, PROJECT

from labeler.core.actor import Actor, ActorFacts, StaleActorError
from labeler.core.errors import NotFoundError
from labeler.store import SqlStore, actor_queries


def put(store: SqlStore, actor_id: str, name: str, kind: str = "Actor.State", **facts) -> Actor:
    """Store an actor made by Ana at noon."""
    actor = Actor(actor_id, ActorFacts(name, kind, **facts), 1, NOON, ANA, NOON, ANA)
    store.create_actor(PROJECT, actor)
    return actor


def found(store: SqlStore, words: str, kind: str = "", limit: int = 20) -> list[str]:
    """Return the names that are found, in order."""
    page = store.search_actors(PROJECT, words, kind=kind, limit=limit)
    return [actor.facts.name for actor in page.rows]


def test_an_actor_comes_back_as_it_was_stored(store: SqlStore, again: SqlStore):
    """Every field, in a new process too."""
    made = put(
        store,
        "act-1",
        "Côte d’Ivoire 🎉",
        country="CIV",
        sectors=("GOV", "MIL"),
        code="CIVGOV",
        aliases=("Ivory Coast", "Abidjan"),
        wikidata="Q1008",
        notes="two\nlines",
    )
    assert again.actor(PROJECT, "act-1") == made


def test_an_actor_that_is_not_there_is_not_found(store: SqlStore):
    """Neither to read, nor to change, nor its history; nor in another project."""
    put(store, "act-1", "Peru")
    facts = ActorFacts("Peru", "Actor.State")
    for ask in (
        lambda: store.actor(PROJECT, "act-2"),
        lambda: store.actor("other", "act-1"),
        lambda: store.actor_changes(PROJECT, "act-2"),
        lambda: store.change_actor(PROJECT, "act-2", facts, 1, ANA, NOON),
    ):
        with pytest.raises(NotFoundError, match="no actor"):
            ask()


def test_a_stranger_makes_and_changes_nothing(store: SqlStore):
    """Who did it must be somebody the project knows."""
    stranger = Actor("act-1", ActorFacts("Peru", "Actor"), 1, NOON, "eve", NOON, "eve")
    with pytest.raises(NotFoundError, match="eve"):
        store.create_actor(PROJECT, stranger)
    put(store, "act-1", "Peru")
    with pytest.raises(NotFoundError, match="eve"):
        store.change_actor(PROJECT, "act-1", ActorFacts("Chile", "Actor"), 1, "eve", NOON)
    assert store.actor(PROJECT, "act-1").facts.name == "Peru"


class TestChanges:
    """An entry changes only on top of what was seen, and the history keeps it all."""

    def test_a_change_makes_a_revision_and_is_noted(self, store: SqlStore, again: SqlStore):
        """Who, when, before and after."""
        first = put(store, "act-1", "Zaire")
        later = NOON + timedelta(days=1)
        facts = ActorFacts("DR Congo", "Actor.State", aliases=("Zaire",))
        changed = store.change_actor(PROJECT, "act-1", facts, 1, BO, later)
        assert (changed.revision, changed.updated_at, changed.updated_by) == (2, later, BO)
        assert (changed.created_at, changed.created_by) == (NOON, ANA)
        assert again.actor(PROJECT, "act-1") == changed
        made, renamed = again.actor_changes(PROJECT, "act-1")
        assert (made.login, made.revision, made.before, made.after) == (ANA, 1, None, first.facts)
        assert (renamed.at, renamed.login, renamed.revision) == (later, BO, 2)
        assert (renamed.before, renamed.after) == (first.facts, facts)

    def test_who_saw_an_older_revision_is_told_the_newer_one(self, store: SqlStore):
        """Nothing is overwritten unseen."""
        put(store, "act-1", "Zaire")
        newer = store.change_actor(PROJECT, "act-1", ActorFacts("Congo", "Actor"), 1, BO, NOON)
        with pytest.raises(StaleActorError) as caught:
            store.change_actor(PROJECT, "act-1", ActorFacts("DRC", "Actor"), 1, ANA, NOON)
        assert caught.value.current == newer
        assert store.actor(PROJECT, "act-1") == newer
        assert len(store.actor_changes(PROJECT, "act-1")) == 2

    def test_a_change_sent_again_is_acknowledged_again(self, store: SqlStore):
        """The answer to the first may have been lost; there is one revision."""
        put(store, "act-1", "Zaire")
        facts = ActorFacts("DR Congo", "Actor.State")
        one = store.change_actor(PROJECT, "act-1", facts, 1, ANA, NOON)
        two = store.change_actor(PROJECT, "act-1", facts, 1, ANA, NOON + timedelta(minutes=1))
        assert one == two
        assert len(store.actor_changes(PROJECT, "act-1")) == 2


class TestSearch:
    """What is searched for is found as people type it, best first."""

    def test_best_first(self, store: SqlStore):
        """A whole name or alias, the beginning of one, of a word in it, inside, in parts."""
        put(store, "act-1", "Old Peruvian Navy of Lima")
        put(store, "act-2", "Superuser of Lima")
        put(store, "act-3", "Peru")
        put(store, "act-4", "Government in Lima", aliases=("PERU",))
        put(store, "act-5", "Peruvian Navy")
        put(store, "act-6", "Chile")
        assert found(store, "peru") == [
            "Government in Lima",
            "Peru",
            "Peruvian Navy",
            "Old Peruvian Navy of Lima",
            "Superuser of Lima",
        ]
        assert found(store, "lima navy") == ["Old Peruvian Navy of Lima"]

    @pytest.mark.parametrize(
        "words",
        ["Cote d'Ivoire", "CÔTE", "ivory coast", "abid", "CIVGOV", "q1008", "coast  ivory", "voir"],
    )
    def test_by_name_alias_code_and_wikidata(self, store: SqlStore, words):
        """Whatever the case, with accents or without."""
        put(store, "act-2", "Peru", code="PERGOV", wikidata="Q419")
        put(
            store,
            "act-1",
            "Côte d’Ivoire",
            aliases=("Ivory Coast", "Abidjan"),
            code="CIVGOV",
            wikidata="Q1008",
        )
        assert found(store, words) == ["Côte d’Ivoire"]

    @pytest.mark.parametrize("words", ["%", "_", "\\", "'", "…", "notes", "PER CHL"])
    def test_what_is_no_name_finds_nothing(self, store: SqlStore, words):
        """Neither signs a database takes for patterns, nor what stands in other fields."""
        put(store, "act-1", "Peru", country="PER", notes="notes")
        assert found(store, words) == []

    def test_people_may_share_a_name(self, store: SqlStore):
        """Both are found."""
        put(store, "act-1", "Ana Diaz")
        put(store, "act-2", "Ana Diaz")
        page = store.search_actors(PROJECT, "ana diaz", kind="", limit=20)
        assert [actor.id for actor in page.rows] == ["act-1", "act-2"]

    def test_of_a_kind_and_of_those_below_it(self, store: SqlStore):
        """`Actor.State` is below `Actor`, `Actors` is not."""
        put(store, "act-1", "Peru", "Actor.State")
        put(store, "act-2", "Perudo", "Actor.Org")
        put(store, "act-3", "Peruse", "Actors")
        assert found(store, "peru", "Actor.State") == ["Peru"]
        assert found(store, "", "Actor") == ["Peru", "Perudo"]

    def test_all_are_counted_though_few_are_shown(self, store: SqlStore):
        """Without words every actor, by name."""
        for n, name in enumerate(["Chile", "Bolivia", "Peru", "Brazil"]):
            put(store, f"act-{n}", name)
        page = store.search_actors(PROJECT, "", kind="", limit=2)
        assert [actor.facts.name for actor in page.rows] == ["Bolivia", "Brazil"]
        assert page.total == 4
        assert store.search_actors(PROJECT, "b", kind="", limit=0).total == 2

    def test_a_changed_name_is_searched_under_the_new_one(self, store: SqlStore):
        """And under the old one only while it is an alias."""
        put(store, "act-1", "Zaire")
        store.change_actor(PROJECT, "act-1", ActorFacts("DR Congo", "Actor"), 1, ANA, NOON)
        assert found(store, "zaire") == []
        assert found(store, "congo") == ["DR Congo"]

    def test_other_projects_are_not_searched(self, store: SqlStore):
        """A registry belongs to its project."""
        put(store, "act-1", "Peru")
        assert store.search_actors("other", "peru", kind="", limit=5).total == 0

    def test_where_very_many_fit_the_order_is_the_same(
        self, store: SqlStore, monkeypatch: pytest.MonkeyPatch
    ):
        """They are looked for by rank then, instead of sorted."""
        for n, name in enumerate(["Lima Peru", "Peru", "Superuser", "Peruvian", "User per U"]):
            put(store, f"act-{n}", name)
            put(store, f"act-{n}b", name)
        asked = [("per", 20), ("per", 3), ("per u", 5), ("u per", 4), ("peru", 1), ("peru", 0)]
        sorted_ = [found(store, words, limit=limit) for words, limit in asked]
        monkeypatch.setattr(actor_queries, "_FEW", 0)
        assert [found(store, words, limit=limit) for words, limit in asked] == sorted_
        assert sorted_[0][:4] == ["Peru", "Peru", "Peruvian", "Peruvian"]
