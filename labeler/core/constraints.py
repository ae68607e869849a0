"""The rules a schema can name under ``constraints``, beyond what single types say."""

from collections.abc import Callable, Mapping

from labeler.core.annotation import Frame, Mention
from labeler.core.checking import Checks, covers, shares_text
from labeler.core.problems import Level
from labeler.core.schema import Constraint, FrameKind

_QUOTATION_MARKS = frozenset("\"'“”„‟«»‹›‘’‚‛「」『』")


def check_constraints(checks: Checks) -> None:
    """Report every constraint of the schema that does not hold."""
    for constraint in checks.schema.constraints:
        _RULES[constraint.rule](checks, constraint)


def _frames(checks: Checks, constraint: Constraint) -> list[Frame]:
    return [f for f in checks.labels.frames if f.type in constraint.on]


def _report(
    checks: Checks, constraint: Constraint, item: Frame | Mention, message: str, slot: str = ""
) -> None:
    level = Level.SCHEMA if constraint.level == "error" else Level.WARNING
    words = constraint.message or message
    checks.report(level, constraint.id, f"{checks.name(item)}: {words}", item, slot)


def _anchor_or_quotation_marks(checks: Checks, constraint: Constraint) -> None:
    """A frame without an anchor is an orphan quote: its content stands in quotation marks."""
    role = constraint.args["role"]
    for frame in _frames(checks, constraint):
        if frame.anchor is None and not any(
            _is_quoted(checks, mention) for mention in checks.filler_mentions(frame, role)
        ):
            _report(checks, constraint, frame, f"needs a cue, or quotation marks in its {role}")


def _is_quoted(checks: Checks, mention: Mention) -> bool:
    """Say whether quotation marks stand in the mention or right around it."""
    text = checks.document.text
    return any(
        _QUOTATION_MARKS.intersection(text[max(0, f.start - 1) : f.end + 1])
        for f in mention.fragments
    )


def _role_or_value(checks: Checks, constraint: Constraint) -> None:
    """A role is filled, or an attribute says that it cannot be."""
    role, name, value = (constraint.args[k] for k in ("role", "attribute", "value"))
    for frame in _frames(checks, constraint):
        if not frame.fillers(role) and frame.attributes.get(name) != value:
            _report(checks, constraint, frame, f"needs a {role}, or {name}: {value}", role)


def _trigger_once(checks: Checks, constraint: Constraint) -> None:
    """One word evokes one event, unless somebody means two."""
    wanted = frozenset(constraint.on)
    for anchor, frames in checks.frames_by_anchor.items():
        found = [f for f in frames if f.type in wanted or checks.mentions[anchor].type in wanted]
        for frame in found[1:]:
            _report(checks, constraint, frame, "shares its trigger with another event", "trigger")


def _reciprocal_requires(checks: Checks, constraint: Constraint) -> None:
    """Whoever does something with somebody: two parties, however the roles are spread."""
    parties = 2
    for frame in _frames(checks, constraint):
        kind = checks.schema.frame_types[frame.type]
        for role in kind.requires:
            found = [*frame.fillers(role), *frame.fillers("actor")]
            if len(found) < parties and not any(_is_plural(checks, i) for i in found):
                _report(checks, constraint, frame, f"needs an actor and a {role}", role)


def _is_plural(checks: Checks, item_id: str) -> bool:
    mention = checks.mentions.get(item_id)
    entity = checks.entities.get(mention.entity or "") if mention else None
    return entity is not None and entity.attributes.get("number") in {"group", "collective"}


def _speech_event_attributed(checks: Checks, constraint: Constraint) -> None:
    """An event done by speaking is an attribution too, with a cue in the same line."""
    cues = [
        cue
        for frame in checks.of_kind(FrameKind.ATTRIBUTION)
        if (cue := checks.mentions.get(frame.anchor or "")) is not None
    ]
    for frame in _frames(checks, constraint):
        trigger = checks.mentions.get(frame.anchor or "")
        if trigger is not None and not any(shares_text(trigger, cue) for cue in cues):
            _report(checks, constraint, frame, "said by somebody: mark the attribution too")


def _denial_marks_events(checks: Checks, constraint: Constraint) -> None:
    """What somebody denies is negative, or the source's certainty says how sure they are."""
    events = [
        (frame, checks.mentions[frame.anchor])
        for frame in checks.of_kind(FrameKind.EVENT)
        if frame.anchor is not None
    ]
    for frame in _frames(checks, constraint):
        if frame.attributes.get("verb_class") != "denial" or "source_certainty" in frame.attributes:
            continue
        for content in checks.filler_mentions(frame, "content"):
            for event, trigger in events:
                if covers(content, trigger) and event.attributes.get("polarity") != "negative":
                    message = f"denies {checks.name(event)}, which is positive"
                    _report(checks, constraint, frame, message)


_RULES: Mapping[str, Callable[[Checks, Constraint], None]] = {
    "anchor_or_quotation_marks": _anchor_or_quotation_marks,
    "role_or_value": _role_or_value,
    "trigger_once": _trigger_once,
    "reciprocal_requires": _reciprocal_requires,
    "speech_event_attributed": _speech_event_attributed,
    "denial_marks_events": _denial_marks_events,
}
"""Rule by name; ``core.schema.RULES`` lists the same names with their arguments."""
