"""Actors, places, times and things."""


def test_an_entity_ends_at_a_line_break(suggest):
    """Headline, date line and first words of the text never run together."""
    reading = suggest(
        "Ferry Sinks Off Lisbon\n\nMay 3, 2031\n\nPortugal sent two ships. Lisbon was shocked."
    )
    assert not any("\n" in reading.read(m.id) for m in reading.labels.mentions)
    assert "Portugal" in reading.mentions("Actor.State")


def test_a_date_line_is_no_time_of_an_event(suggest):
    """The date under the headline says when the article came out."""
    reading = suggest("Storm Nears Coast\n\nOct 4, 2031 07:15 PM\n\nIt arrived on Friday.")
    assert reading.mentions("Time") == ["Friday"]


def test_a_country_acts_or_is_a_place(suggest):
    """The same kind of name is an actor or a place by its use."""
    reading = suggest("France accused Germany of spying. The talks took place in Norway.")
    assert reading.mentions("Actor.State") == ["France", "Germany"]
    assert reading.mentions("Place") == ["Norway"]


def test_a_capital_acts_for_its_state(suggest):
    """Capital, name and demonym are one entity, named as the state is usually."""
    reading = suggest("Russia closed the border. Moscow recalled its envoy. Russian ships left.")
    assert {"Russia", "Moscow", "Russian"} <= reading.chain("Russia")
    names = {e.name: e.attributes.get("country") for e in reading.labels.entities}
    assert names["Russia"] == "RUS"


def test_a_town_in_a_possessive_country_is_a_place(suggest):
    """“Syria's Homs” names a place twice over."""
    reading = suggest("Shells fell on villages in Aleppo and in Damascus on Monday.")
    assert "Damascus" in reading.mentions("Place")


def test_an_actor_lies_inside_an_actor(suggest):
    """The extent is determiner, premodifiers and noun; the demonym is an actor of its own."""
    reading = suggest("A senior Turkish official, who asked for calm, met reporters.")
    assert "A senior Turkish official" in reading.mentions("Actor.Official")
    assert "Turkish" in reading.mentions("Actor.State")


def test_a_title_makes_an_official(suggest):
    """Title and name are one mention; the bare surname later is the same person."""
    reading = suggest("President Maria Keller spoke first. Later, Keller left for the airport.")
    assert reading.type_of("President Maria Keller") == {"Official"}
    assert "Keller" in reading.chain("President Maria Keller")
    assert "President" not in reading.mentions("Actor")


def test_an_acronym_joins_its_long_form(suggest):
    """Initials in capitals are an alias."""
    reading = suggest("The European Union agreed on a plan. The EU will send monitors.")
    assert "The EU" in reading.chain("The European Union")


def test_abbreviated_states_are_one_entity(suggest):
    """Full stops make no difference."""
    reading = suggest("The United States objected. The U.S. then recalled a US diplomat.")
    chain = reading.chain("The United States")
    assert {"The U.S.", "US"} <= chain


def test_a_definite_noun_takes_up_an_earlier_one(suggest):
    """“The official” is the official spoken of; another indefinite one is somebody else."""
    reading = suggest("A Peruvian official resigned. The official gave no reason.")
    assert reading.chain("A Peruvian official") == {"A Peruvian official", "The official"}


def test_people_of_one_surname_stay_apart(suggest):
    """A surname joins the person named last before it."""
    reading = suggest(
        "Anna Weber praised the plan. Weber smiled. Peter Weber opposed it. Weber left early."
    )
    assert reading.chain("Anna Weber") != reading.chain("Peter Weber")


def test_nouns_of_the_schema_become_mentions(suggest):
    """Head nouns decide: troops, rebels, a rifle, a hospital."""
    reading = suggest("Government troops attacked the rebels near a field hospital with mortars.")
    assert reading.type_of("Government troops") == {"Military"}
    assert reading.type_of("the rebels") == {"ArmedGroup"}
    assert reading.type_of("mortars") == {"Weapon"}


def test_a_count_of_people_is_a_number(suggest):
    """Numbers of people count; other numbers do not."""
    reading = suggest("The blast killed 14 people. It broke 20 windows.")
    assert reading.mentions("Number") == ["14"]


def test_offsets_hold_after_emoji(suggest):
    """SpaCy counts code points as Labeler does."""
    reading = suggest("🎉👩🏽‍🚀 Party\n\nGermany won, officials said.")
    assert "Germany" in reading.mentions("Actor.State")


def test_relative_and_possessive_pronouns_join_their_actor(suggest):
    """“Which” stands for the noun before it, “its” for the subject."""
    reading = suggest("Iran, which seized the tanker, sent its envoy home.")
    assert {"Iran", "which", "its"} == reading.chain("Iran")


def test_a_possessive_that_disagrees_with_the_subject_is_left_open(suggest):
    """“Its” is no person's."""
    reading = suggest("Anna Berg painted the barn and its door.")
    assert "its" not in reading.mentions("Actor")
