"""Who says what."""

import pytest


def test_direct_speech_with_the_verb_behind(suggest):
    """Quotation marks and comma belong to the content."""
    reading = suggest('"We will not leave the valley," Colonel Ivan Petrov said on Monday.')
    [(source, cue, content)] = reading.attributions()
    assert source.endswith("Ivan Petrov")
    assert (cue, content) == ("said", '"We will not leave the valley,"')
    assert reading.frame("said").attributes["quote_type"] == "direct"


def test_a_split_quotation_is_one_content(suggest):
    """The interruption is left out; two fragments stay."""
    reading = suggest('"The dam," the engineer said, "will hold for another hundred years."')
    [(source, cue, content)] = reading.attributions()
    assert (source, cue) == ("the engineer", "said")
    assert content == '"The dam," … "will hold for another hundred years."'


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("''", "''")])
def test_all_kinds_of_quotation_marks(suggest, opening, closing):
    """Curly, straight and doubled single marks are the same."""
    quote = f"{opening}Nobody was hurt in the fire,{closing}"
    reading = suggest(f"{quote} the mayor told reporters.")
    assert ("the mayor", "told", quote) in reading.attributions()


def test_a_quotation_over_two_paragraphs_is_one_content(suggest):
    """Marks that open again in the next paragraph go on with the speech."""
    reading = suggest(
        "The minister said: “The harvest was poor this year.\n\n“We will import grain in May.”"
    )
    [(_, cue, content)] = [a for a in reading.attributions() if a[1] == "said"]
    assert cue == "said"
    assert content.startswith("“The harvest")
    assert content.endswith("in May.”")


def test_indirect_speech_with_and_without_that(suggest):
    """The clause is the content, “that” included."""
    reading = suggest("Officials said that the bridge was safe. Residents say it shakes.")
    found = reading.attributions()
    assert ("Officials", "said", "that the bridge was safe") in found
    assert ("Residents", "say", "it shakes") in found
    assert reading.frame("say").attributes["quote_type"] == "indirect"


def test_according_to(suggest):
    """The cue is both words, the content the clause around them."""
    reading = suggest("The talks will resume in June, according to the Finnish minister.")
    [(source, cue, content)] = reading.attributions()
    assert (source, cue) == ("the Finnish minister", "according to")
    assert content == "The talks will resume in June"


def test_an_attribution_inside_another_is_nested(suggest):
    """What Kent said that Iran said is inside what Kent said."""
    reading = suggest("Mr. Kent said that Iran had claimed that the ship was empty.")
    outer, inner = reading.frame("said"), reading.frame("had claimed")
    assert inner.nested_in == outer.id
    assert outer.nested_in is None


def test_the_cue_is_the_whole_verb_group(suggest):
    """Auxiliaries, negation and adverbs are part of the cue, and negation is marked."""
    reading = suggest("The army has not yet confirmed that the pilot survived.")
    [(source, cue, _)] = reading.attributions()
    assert (source, cue) == ("The army", "has not yet confirmed")
    frame = reading.frame("has not yet confirmed")
    assert frame.attributes["polarity"] == "negative"


def test_a_pronoun_counts_as_the_source(suggest):
    """The nearest mention is the source; one person named before makes it clear who."""
    reading = suggest("Anna Berg arrived late. She said the road was blocked.")
    assert ("She", "said", "the road was blocked") in reading.attributions()
    assert "Anna Berg" in reading.chain("She")


def test_a_relative_pronoun_is_in_the_chain_of_its_noun(suggest):
    """“Which” is the source of its clause and the same actor as the noun before it."""
    reading = suggest("Iran, which denies that it sent arms, closed the strait.")
    assert ("which", "denies", "that it sent arms") in reading.attributions()
    assert "which" in reading.chain("Iran")


@pytest.mark.parametrize(
    ("text", "verb_class", "stance"),
    [
        ("The general denied that tanks had crossed.", "denial", "denies"),
        ("The rebels vowed to fight on.", "commissive", "intends"),
        ("France urged Italy to open the port.", "request", "wants"),
        ("The minister believes that the vote was fair.", "belief", "asserts"),
        ("The premier opposes the new law.", "attitude", "opposes"),
    ],
)
def test_the_kind_of_cue(suggest, text, verb_class, stance):
    """The verb decides on class and stance."""
    reading = suggest(text)
    attributes = [f.attributes for f in reading.labels.frames if f.type == "Attribution"]
    assert [(a["verb_class"], a["source_stance"]) for a in attributes] == [(verb_class, stance)]


def test_the_condition_of_speaking_is_noted(suggest):
    """Anonymity is a source note."""
    reading = suggest('"The deal is done," a diplomat said, speaking on condition of anonymity.')
    frame = reading.frame("said")
    assert [reading.read(i) for i in frame.fillers("source_note")] == [
        "speaking on condition of anonymity"
    ]


def test_a_borrowed_word_makes_a_mixed_quotation(suggest):
    """Part of the content stands in quotation marks."""
    reading = suggest("The mayor said the plan was “a waste of money” and would fail.")
    assert reading.frame("said").attributes["quote_type"] == "mixed"


def test_a_speaker_before_a_colon(suggest):
    """Transcripts and headlines name the speaker first."""
    reading = suggest("KELLER: We never agreed to that.\n\nROE: You signed it.")
    assert [(s, c) for s, c, _ in reading.attributions()][:1] == [("KELLER", ":")]


def test_a_forgotten_mark_does_not_swallow_the_article(suggest):
    """A quotation that never closes is left alone."""
    reading = suggest("“It was cold, she said.\n\nThe fire burned. Nobody was hurt.")
    assert not any("burned" in content for _, _, content in reading.attributions())
