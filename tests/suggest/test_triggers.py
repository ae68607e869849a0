"""Events."""

from dataclasses import replace

from readings import Reading

from labeler.core.document import Document
from labeler.suggest.suggester import SpacySuggester


def test_the_noun_of_a_light_verb_is_the_trigger(suggest):
    """“Reached an agreement” is an agreement, not a reaching."""
    reading = suggest("The two sides struck an agreement. Planes later struck the town.")
    assert ("SUPPORT", "agreement") in reading.events()
    assert [t for _, t in reading.events()].count("struck") == 1


def test_a_particle_belongs_to_its_verb(suggest):
    """“Called off” is not a call; “hunt down” is one trigger."""
    reading = suggest("The premier called off the visit. Soldiers hunted down the gunmen.")
    events = reading.events()
    assert ("REJECT", "called off") in events
    assert ("ASSAULT", "hunted down") in events


def test_the_article_decides_a_word_of_two_types(schema):
    """“Strikes” are attacks in one article and walkouts in the other, where both types list it."""
    protest = schema.frame_types["Event.PROTEST"]
    wider = replace(protest, lexicon=(*protest.lexicon, "strike"))
    both = replace(schema, frame_types={**schema.frame_types, "Event.PROTEST": wider})
    war = Document(
        "d-1", "", "Jets bombed the port. The strikes killed nine. An air raid followed."
    )
    work = Document("d-2", "", "A rally filled the square. The strikes and the protest went on.")
    found = [Reading(d, s) for d, s in zip((war, work), _suggest(both, war, work), strict=True)]
    assert ("ASSAULT", "strikes") in found[0].events()
    assert ("PROTEST", "strikes") in found[1].events()


def _suggest(schema, *documents):
    return list(SpacySuggester("", schema).suggest(documents))


def test_who_does_it_fills_the_slot(suggest):
    """A subject, a place and a time right at the trigger are arguments."""
    reading = suggest("Russia attacked a depot in Ukraine on Tuesday.")
    frame = next(f for f in reading.labels.frames if f.type == "Event.ASSAULT")
    found = {(a.role, reading.read(a.filler)) for a in frame.arguments}
    assert ("actor", "Russia") in found
    assert ("time", "Tuesday") in found


def test_negation_and_future_are_marked(suggest):
    """What did not happen is not actual."""
    reading = suggest("Kenya did not attack the camp. Kenya will deploy police.")
    events = {f.type: f.attributes for f in reading.labels.frames if f.type.startswith("Event.")}
    assert events["Event.ASSAULT"]["polarity"] == "negative"
    assert events["Event.ASSAULT"]["realis"] == "other"
    assert events["Event.MOBILIZE"]["tense"] == "future"


def test_a_weapon_is_no_event(suggest):
    """A bomb that is a thing is not a bombing."""
    reading = suggest("Police found a bomb under the bridge.")
    assert "bomb" not in [trigger for _, trigger in reading.events()]
