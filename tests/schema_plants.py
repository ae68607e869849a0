"""A sound schema that uses every key, and a way to plant an error in it at a marked place."""

from labeler.schema_file import SchemaProblem, read_schema

MARK = "¦"
"""Stands right before the place where a problem is expected."""

SOUND = """\
schema: {id: test, version: "1.2", title: Test, language: en, meta_schema: "1.0"}
offsets: {unit: unicode_codepoint, interval: half_open}
span_rules:
  trim: [space]
  overlap: {same_type: none, other_type: any}
attributes:
  tone: {type: enum, values: [calm, loud], default: calm, labels: {loud: {color: "#112233"}}}
  voice: {type: enum, values: [soft, hard], guess: lexicon, labels: {hard: {lexicon: [shout, cry]}}}
  tags: {type: multi_enum, values: [one, two], default: [two]}
  code: {type: text, pattern: "[A-Z]+", default: ABC}
  size: {type: int, min: 1, max: 9, default: 5}
  polarity: {type: enum, values: [positive, negative]}
  realis: {type: enum, values: [actual, generic, other], derived: ere_realis}
span_types:
  Actor: {abstract: true, key: a, attributes: [tone], color: "#0072b2"}
  Actor.State: {spacy_ner: [GPE], lexicon: [crown]}
  Actor.Firm: {key: U}
  Place: {key: p}
  Scene: {parent: Place, retired: true}
  Trigger: {key: e, max_tokens: 3}
  Cue: {key: c}
  Content: {key: x, max_fragments: 4}
fillers:
  actor: [Actor.*]
  anything: [actor, Place]
frames:
  Event:
    kind: event
    abstract: true
    trigger: {type: Trigger, role: trigger, min: 1, max: 1}
    attributes: [mode, tone, polarity, realis]
    roles:
      actor: {fill: actor, max: 3}
      place: {fill: Place}
  Event.MEET: {modes: [visit, call], requires: [place], lexicon: [meet]}
  Event.HIT:
    drop_roles: [place]
    add_roles: {target: {fill: anything, min: 1, max: 2}}
  Saying:
    kind: attribution
    anchor: {type: Cue, min: 0}
    attributes: [tone]
    roles:
      source: {fill: actor}
      content: {fill: [Content], min: 1, overlap_with: {cue: forbidden}}
    nesting: {via: content, max_depth: 2, stored_as: nested_in}
relations:
  before: {from: "Event.*", to: "Event.*", acyclic: true, attributes: [size]}
  ally: {from: entity, to: entity, symmetric: true}
entities: {types_from: "Actor.*", attributes: [code]}
constraints:
  - id: said
    on: Saying
    level: error
    rule: role_or_value
    args: {role: source, attribute: tone, value: loud}
  - {id: once, on: "Event.*", level: warning, rule: trigger_once}
document_labels:
  quality: {type: enum, values: [ok, bad]}
agreement: {match: {span: dice, dice_min: 0.5}, per_layer: [events]}
migrations:
  - {from: "1.0", to: "1.2", rename_type: {A: B}, map_values: {tone: {soft: calm}}, retire: [C]}
"""

CHOSEN = frozenset(
    """actor ally anything before code content cue loud place polarity quality realis size soft
    hard source tags target tone voice""".split()  # noqa: SIM905 - reads better than a list
)
"""Keys of it that somebody made up: attributes, groups, roles, relations, values."""


def plant(old: str, new: str, text: str = SOUND) -> tuple[str, tuple[int, int]]:
    """Return the text with ``old`` replaced by ``new``, and line and column of the mark."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    marked = text.replace(old, new)
    before, _, after = marked.partition(MARK)
    assert MARK not in after
    return before + after, (before.count("\n") + 1, len(before) - before.rfind("\n"))


def problems_of(text: str) -> tuple[SchemaProblem, ...]:
    """Return what is wrong with the text; nothing when it loads."""
    found = read_schema(text, "s.yaml")
    return found if isinstance(found, tuple) else ()
