"""How far suggestions agree with expert annotation: counts, precision, recall."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from labeler.core.annotation import AnnotationSet, Frame, Mention

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Right, suggested and wanted items."""

    right: float
    suggested: int
    wanted: int

    @property
    def precision(self) -> float:
        """The share of suggestions that are right; 0 where there are none."""
        return self.right / self.suggested if self.suggested else 0.0

    @property
    def recall(self) -> float:
        """The share of wanted items that were suggested; 0 where none are wanted."""
        return self.right / self.wanted if self.wanted else 0.0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.right + other.right, self.suggested + other.suggested, self.wanted + other.wanted
        )


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """One attribution of the PolNeAR corpus; a part it has not is empty."""

    cue: Spans
    content: Spans
    source: Spans


def exact(
    suggested: Iterable[Mention], wanted: Iterable[Mention], select: Callable[[Mention], bool]
) -> Score:
    """Return how many mentions agree in fragments and type."""
    ours = {(m.type, m.fragments) for m in suggested if select(m)}
    theirs = {(m.type, m.fragments) for m in wanted if select(m)}
    return Score(len(ours & theirs), len(ours), len(theirs))


def read_polnear(path: Path) -> list[GoldAttribution]:
    """Return the attributions of one brat file whose three parts are spans."""
    spans: dict[str, Spans] = {}
    found = []
    for line in path.read_text("utf-8").splitlines():
        key, _, rest = line.partition("\t")
        if key.startswith("T"):
            kind_and_places = rest.split("\t")[0].split(" ", 1)
            if len(kind_and_places) < 2:  # a line that broke in two
                continue
            places = kind_and_places[1]
            spans[key] = tuple(
                (int(a), int(b)) for a, b in (part.split() for part in places.split(";"))
            )
        elif key.startswith("E"):
            roles: dict[str, Spans] = {}
            for word in rest.split():
                role, _, target = word.partition(":")
                name = role.rstrip("0123456789")
                roles[name] = (*roles.get(name, ()), *spans.get(target, ()))
            found.append(
                GoldAttribution(
                    roles.get("Cue", ()), roles.get("Content", ()), roles.get("Source", ())
                )
            )
    return [one for one in found if one.cue and one.content]


def suggested_attributions(labels: AnnotationSet) -> list[GoldAttribution]:
    """Return the attributions of a set in the same form."""
    frames = (f for f in labels.frames if f.type == "Attribution" and f.anchor is not None)
    return [_parts(f, labels) for f in frames]


def _parts(frame: Frame, labels: AnnotationSet) -> GoldAttribution:
    def spans(ids: Iterable[str | None]) -> Spans:
        items = (labels.by_id[i] for i in ids if i is not None)
        return tuple((f.start, f.end) for m in items for f in m.fragments)  # type: ignore[union-attr]

    return GoldAttribution(
        spans([frame.anchor]), spans(frame.fillers("content")), spans(frame.fillers("source"))
    )


def cue_scores(ours: list[GoldAttribution], theirs: list[GoldAttribution]) -> dict[str, Score]:
    """Return scores for cues (they overlap), and for contents and sources of matched cues.

    A content or source of a matched pair counts by its overlap: precision by
    the share of ours that is theirs, recall the other way round (characters).
    """
    pairs = list(_matched(ours, theirs))
    matched_theirs = {id(t) for _, t in pairs}
    scores = {"cue": Score(len(matched_theirs), len(ours), len(theirs))}
    for part in ("content", "source"):
        both = suggested = wanted = 0
        for one, other in pairs:
            left, right = _chars(getattr(one, part)), _chars(getattr(other, part))
            both += len(left & right)
            suggested += len(left)
            wanted += len(right)
        scores[part] = Score(both, suggested, wanted)
    heads = sum(
        bool(_chars(o.source) & _chars(t.source)) for o, t in pairs if o.source and t.source
    )
    scores["source found"] = Score(
        heads, sum(bool(o.source) for o, _ in pairs), sum(bool(t.source) for _, t in pairs)
    )
    return scores


def _matched(
    ours: list[GoldAttribution], theirs: list[GoldAttribution]
) -> Iterator[tuple[GoldAttribution, GoldAttribution]]:
    free = list(theirs)
    for one in ours:
        cue = _chars(one.cue)
        best = max(
            (t for t in free if cue & _chars(t.cue)),
            key=lambda t: len(_chars(t.content) & _chars(one.content)),
            default=None,
        )
        if best is not None:
            free.remove(best)
            yield one, best


def _chars(spans: Spans) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def seed_scores(labels: AnnotationSet, gold: AnnotationSet) -> dict[str, Score]:
    """Return scores on the seed article: exact mentions by layer, event types, attributions."""

    def layer(*stems: str) -> Score:
        return exact(labels.mentions, gold.mentions, lambda m: m.type.startswith(stems))

    return {
        "actors": layer("Actor."),
        "places": layer("Place"),
        "times": layer("Time"),
        "weapons": layer("Weapon"),
        "triggers": layer("Trigger"),
        "event types": _event_types(labels, gold),
        **cue_scores(suggested_attributions(labels), suggested_attributions(gold)),
    }


def _event_types(labels: AnnotationSet, gold: AnnotationSet) -> Score:
    ours, theirs = _events(labels), _events(gold)
    return Score(len(ours & theirs), len(ours), len(theirs))


def _events(labels: AnnotationSet) -> set[tuple[str, Spans]]:
    found = set()
    for frame in labels.frames:
        anchor = labels.by_id.get(frame.anchor or "")
        if frame.type.startswith("Event.") and isinstance(anchor, Mention):
            found.add((frame.type, tuple((f.start, f.end) for f in anchor.fragments)))
    return found


def polnear_scores(sets: Iterable[tuple[AnnotationSet, Path]]) -> dict[str, Score]:
    """Return the scores over many PolNeAR files, added up."""
    total: dict[str, Score] = {}
    for labels, path in sets:
        found = cue_scores(suggested_attributions(labels), read_polnear(path))
        for name, score in found.items():
            total[name] = total.get(name, Score(0, 0, 0)) + score
    return total
