"""Mentions of one actor in one chain: identical names, aliases, nouns taken up again."""

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc

from labeler.suggest.countries import plain_name, usual_name
from labeler.suggest.drafts import Draft, DraftMention, draft_of
from labeler.suggest.wordlist import words

CHAINS = "labeler_chains"
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "their", "its"})
_NOT_INITIALS = frozenset({"of", "the", "and", "for", "on", "de", "la"})
_TITLES = words("mr mr. mrs mrs. ms ms. dr dr. sir lady lord")
_SUFFIXES = words("jr jr. sr sr. ii iii")


class _Chains:
    """The chains of one document while they grow."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.members: list[list[DraftMention]] = []
        self.by_key: dict[str, int] = {}

    def join(self, mention: DraftMention, chain: int | None, keys: Iterable[str]) -> None:
        """Put a mention into a chain, a new one for ``None``, and remember its keys."""
        if chain is None:
            chain = len(self.members)
            self.members.append([])
        mention.chain = chain
        self.members[chain].append(mention)
        for key in keys:
            self.by_key[key] = chain

    def known(self, keys: Iterable[str]) -> int | None:
        """Return the chain of the first key that is known."""
        return next((self.by_key[k] for k in keys if k in self.by_key), None)


@Language.component(CHAINS)
def chain_mentions(doc: Doc) -> Doc:
    """Return the document, every actor mention of its draft now in a chain."""
    draft = draft_of(doc)
    chains = _Chains(doc)
    named = [m for m in draft.mentions if m.form and _is_naming(m)]
    # Full names first: "Smith" may stand in the headline before "Ann Smith" does in the text.
    for mention in sorted(named, key=lambda m: (-(m.name_end - m.name_start), m.start)):
        _chain_name(chains, mention)
    for mention in draft.mentions:
        if mention.form == "nominal" and mention.chain < 0:
            _chain_noun(chains, mention)
    _agree_on_types(chains)
    _number_in_text_order(draft, chains)
    return doc


def _is_naming(mention: DraftMention) -> bool:
    return mention.form == "named" or bool(mention.state)


def _chain_name(chains: _Chains, mention: DraftMention) -> None:
    if mention.state:
        key = f"state {mention.state}"
        chains.join(mention, chains.known([key]), [key])
        return
    name = plain_name(chains.doc[mention.name_start : mention.name_end].text)
    words = [w for w in name.split() if w.lower() not in _TITLES]
    while len(words) > 1 and words[-1].lower() in _SUFFIXES:
        words.pop()
    full = " ".join(words).casefold()
    keys = [f"name {full}"]
    chain = chains.known(keys)
    is_person = chains.doc[mention.head].ent_type_ == "PERSON"
    if chain is None and len(words) == 1:
        chain = _by_last_word(chains, mention, full) if is_person else chains.known([full])
    if len(words) > 1:
        # The last of several people with this surname before a mention is looked up by position.
        keys.append(f"initials {_initials(words)}")
    elif name.isupper() and chain is None:
        chain = chains.known([f"initials {name.replace('.', '')}"])
    chains.join(mention, chain, keys)


def _by_last_word(chains: _Chains, mention: DraftMention, word: str) -> int | None:
    """Return the chain of the person with this surname who was named last before, else next."""
    doc = chains.doc
    best: tuple[bool, int, int] | None = None
    for number, members in enumerate(chains.members):
        for other in members:
            long = other.name_end - other.name_start > 1
            if not long or doc[other.head].ent_type_ != "PERSON":
                continue
            last = plain_name(doc[other.name_start : other.name_end].text).split()[-1]
            # "al-Assad" is taken up as "Assad".
            if word in {last.casefold(), last.rpartition("-")[2].casefold()}:
                behind = other.start > mention.start
                candidate = (behind, abs(other.start - mention.start), number)
                best = candidate if best is None else min(best, candidate)
    return None if best is None else best[2]


def _initials(words: list[str]) -> str:
    return "".join(w[0].upper() for w in words if w.lower() not in _NOT_INITIALS)


def _chain_noun(chains: _Chains, mention: DraftMention) -> None:
    """Join a noun phrase to the same words, or a definite one to the noun it takes up."""
    doc = chains.doc
    head = doc[mention.head]
    words = plain_name(doc[mention.start : mention.end].text).casefold()
    lemma = f"noun {mention.type} {head.lemma_.lower()} {head.tag_}"
    definite = doc[mention.start].lower_ in _DEFINITE
    same = f"noun {mention.type} {words}"
    bare = doc[mention.start].dep_ != "det"
    chain = None
    if definite:
        chain = chains.known([same, lemma])
    elif bare:
        chain = chains.known([same])
    chains.join(mention, chain, [same, lemma])


def _agree_on_types(chains: _Chains) -> None:
    """Give all mentions of a chain one type: that of a word list before a default, longer first."""
    for members in chains.members:
        best = max(members, key=lambda m: (m.certain, m.end - m.start, -m.start))
        for mention in members:
            mention.type = best.type


def _number_in_text_order(draft: Draft, chains: _Chains) -> None:
    order = sorted(
        range(len(chains.members)), key=lambda c: min(m.start for m in chains.members[c])
    )
    for number, old in enumerate(order):
        members = chains.members[old]
        for mention in members:
            mention.chain = number
        draft.chain_names[number] = _name(chains.doc, members)


def _name(doc: Doc, members: list[DraftMention]) -> str:
    """Return the longest name in the chain; for a state, its usual one."""
    state = next((m.state for m in members if m.state), "")
    if state:
        return usual_name(state)
    named = [m for m in members if m.form == "named"]
    texts = [plain_name(doc[m.name_start : m.name_end].text) for m in named] or [
        " ".join(doc[m.start : m.end].text.split()) for m in members
    ]
    # The earliest of the longest, so that the result does not depend on chance.
    return max(texts, key=len)
