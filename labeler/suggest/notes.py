"""How and why a source speaks: conditions and channels."""

import re

from spacy.tokens import Doc, Token

from labeler.suggest.drafts import text_of

_NOTE = re.compile(
    r"""\b(?:
      (?:speaking|(?:who\s+)?(?:spoke|asked|asking|requested|requesting|declined|insisted|insisting)
         |granted|citing)\b
      [^.,;:"“”\n]{0,60}?\b
      (?:anonymity|not\s+(?:to\s+)?be(?:ing)?\s+(?:named|identified|quoted)|to\s+be\s+(?:named|identified))
      (?:\s+because\b[^.,;:"“”\n]{0,120})?
    | (?:in|on|at|during|via|by|through)\s+(?:(?:a|an|the|his|her|its|their)\s+)?
      (?:(?:written|news|joint|telephone|phone|televised|recent|brief|separate|prepared|exclusive
         |emailed|video|radio|press|weekly|daily|public|official|open|later|earlier)\s+){0,2}
      (?:statement|interview|tweet|speech|letter|e-?mail|briefing|conference|address|testimony
         |telephone|phone|message|post|Twitter|Facebook|television|memo)\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def note_beside(
    doc: Doc, cue: Token, content: tuple[tuple[int, int], ...]
) -> tuple[int, int] | None:
    """Return where the cue's sentence says how or why the source speaks, ``None`` if nowhere.

    Only text behind the cue and outside the content counts: what a quotation
    says about interviews is no note on its own source.
    """
    text = text_of(doc)
    line_end = text.find("\n", cue.idx)
    end = line_end if line_end >= 0 else len(text)
    for match in _NOTE.finditer(text, cue.idx, end):
        between = text[cue.idx : match.start()]
        if re.search(r"[.!?]\s+[A-Z“\"]", between):
            return None
        if not any(a < match.end() and match.start() < b for a, b in content):
            return match.start(), match.end()
    return None
