"""How the expert goes through what a model suggests: each is looked at and decided on by one key.

Right ones are accepted, those whose end is wrong after it was moved, those of
another type by the key of that type; all others are rejected. What is still
missing or differs is labelled afterwards, as without suggestions.
"""

import re
from typing import Any

from expert import Expert
from expert_routine import KEYS

from labeler.core.annotation import Mention

# An end further away than this is not moved: marking the words anew is as quick.
_FEW_TOKENS = 3

Extent = tuple[tuple[int, int], ...]


class Review:
    """Walks through the suggestions of an article."""

    def __init__(self, expert: Expert, suggestions: dict[str, Any]) -> None:
        self.expert = expert
        self.mentions = {m["id"]: m for m in suggestions["mentions"]}
        self.frames = {f["id"]: f for f in suggestions["frames"]}
        self.seen: set[str] = set()
        self.decided = 0
        gold = expert.gold
        self.wanted = {(m.type, _extent(m)): m for m in gold.mentions}
        self.of_extent = {_extent(m): m for m in gold.mentions}
        self.wanted_frames = {
            (f.type, _extent(expert.mentions[f.anchor])): f for f in gold.frames if f.anchor
        }

    def work(self) -> None:
        """Decide on all of them."""
        expert = self.expert
        expert.work = "suggestions"
        expert.press("v")
        start = -1
        while (found := self._here(start)) is not None:
            start = self._head(found)["fragments"][0][0]
            self.seen.add(found["id"])
            self.decided += 1
            if "anchor" in found:
                self._frame(found)
            else:
                self._mention(found)
        expert.press("Escape", "Home")

    def _here(self, after: int) -> dict[str, Any] | None:
        """Return the suggestion the bottom line names: of several that read so, the next one."""
        # The line follows one frame after the text.
        self.expert.look()
        line = self.expert.on.line.inner_text()
        match = re.fullmatch(r"(.*), ([\w ]+), suggestion, \d+ of \d+", line, re.DOTALL)
        if match is None:
            return None
        words, kind = match.groups()
        head, _, tail = words.partition("…")
        items = [*self.frames.values(), *self.mentions.values()]
        found = [
            item
            for item in items
            if item["id"] not in self.seen
            and kind.lower().endswith(self.expert.label(item["type"]).lower())
            and self._reads(item).startswith(head)
            and self._reads(item).endswith(tail or head)
        ]
        assert found, f"no suggestion reads {line!r}"
        start = lambda item: self._head(item)["fragments"][0][0]  # noqa: E731
        return min(found, key=lambda item: (start(item) < after, start(item)))

    def _head(self, item: dict[str, Any]) -> dict[str, Any]:
        return self.mentions[item["anchor"]] if "anchor" in item else item

    def _reads(self, item: dict[str, Any]) -> str:
        text = self.expert.text
        words = " ".join(text[start:end] for start, end in self._head(item)["fragments"])
        return " ".join(words.split())

    # ---- deciding ----------------------------------------------------------------

    def _frame(self, frame: dict[str, Any]) -> None:
        """Accept a frame that is wanted and of which every part is."""
        wanted = self.wanted_frames.get((frame["type"], _place(self._head(frame))))
        right = wanted is not None and all(
            self._fits(argument["role"], argument["filler"], wanted)
            for argument in frame["arguments"]
        )
        self.expert.press("s" if right else "q")

    def _fits(self, role: str, filler: str, wanted: Any) -> bool:
        offered = self.mentions[filler]
        own = self.wanted.get((offered["type"], _place(offered)))
        return own is not None and own.id in wanted.fillers(role)

    def _mention(self, offered: dict[str, Any]) -> None:
        expert = self.expert
        place = _place(offered)
        same = self.of_extent.get(place)
        if (offered["type"], place) in self.wanted:
            expert.press("s")
        elif same is not None and same.type.split(".")[0] in KEYS:
            expert.press(KEYS[same.type.split(".")[0]])
            if same.entity is not None:
                expert.choose(expert.label(same.type))
            expert.press("v")
        elif keys := self._moves(offered):
            expert.press(*keys, "s")
        else:
            expert.press("q")

    def _moves(self, offered: dict[str, Any]) -> list[str]:
        """Return the keys that give a suggestion the extent of a wanted one, if they are few."""
        expert = self.expert
        ((start, end),) = offered["fragments"]
        ways = []
        for mention in expert.gold.mentions:
            if mention.type != offered["type"] or len(mention.fragments) > 1:
                continue
            left, right = expert.reach(mention)
            if right <= start or end <= left or self._is_offered(mention):
                continue
            first = expert.token_at(left) - expert.token_at(start)
            last = expert.token_at(right - 1) - expert.token_at(end - 1)
            keys = [
                *["}" if first > 0 else "{"] * abs(first),
                *["]" if last > 0 else "["] * abs(last),
            ]
            ways.append(keys)
        few = [keys for keys in ways if len(keys) <= _FEW_TOKENS]
        return min(few, key=len, default=[])

    def _is_offered(self, mention: Mention) -> bool:
        return any(
            m["type"] == mention.type and _place(m) == _extent(mention)
            for m in self.mentions.values()
        )


def _place(offered: dict[str, Any]) -> Extent:
    return tuple((start, end) for start, end in offered["fragments"])


def _extent(mention: Mention) -> Extent:
    return tuple((f.start, f.end) for f in mention.fragments)
