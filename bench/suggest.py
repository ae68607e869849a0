"""How good and how fast suggestions are: ``python bench/suggest.py > bench/suggest.md``.

Quality against expert annotation in the shared corpora (beside the checkout or
at LABELER_SHARED), speed against the bare pipeline on the same articles in the
same process, one core, the two taking turns.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from labeler.core.annotation import AnnotationSet
from labeler.core.document import Document
from labeler.schema_file import load_schema
from labeler.settings import shipped
from labeler.suggest.loading import find_pipeline, load_pipeline
from labeler.suggest.suggester import SpacySuggester
from labeler.suggest.tokens import tokenize

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from shared import SHARED, gold_document, gold_labels, read_gold
from suggest_scores import Score, polnear_scores, seed_scores

ROUNDS = 5


def main() -> None:
    """Print the tables."""
    if not SHARED.is_dir():
        sys.exit(f"the shared corpora are not at {SHARED}; set LABELER_SHARED")
    schema = load_schema(shipped("schemas") / "news_events.yaml")
    suggester = SpacySuggester("", schema)
    print(f"# Suggestions\n\nBy `{suggester.author}`; made by `python bench/suggest.py`.\n")
    gold = read_gold()
    [labels] = suggester.suggest([gold_document(gold)])
    table(
        "The seed article, exact offsets and types",
        seed_scores(labels, gold_labels(gold, schema.id, schema.version)),
    )
    files = sorted((SHARED / "corpora" / "polnear").glob("*.txt"))
    documents = [Document(f.stem, f.stem, f.read_text("utf-8")) for f in files]
    sets = zip(suggester.suggest(documents), files, strict=True)
    table(
        f"PolNeAR, {len(files)} articles: cues that overlap; characters of matched contents "
        "and sources",
        polnear_scores((s, f.with_suffix(".ann")) for s, f in sets),
    )
    print_speed(suggester, documents)


def table(title: str, scores: dict[str, Score]) -> None:
    """Print precision and recall, one line each."""
    print(
        f"## {title}\n\n| what | precision | recall | suggested | wanted |\n|---|---|---|---|---|"
    )
    for name, score in scores.items():
        print(
            f"| {name} | {score.precision:.2f} | {score.recall:.2f} "
            f"| {score.suggested:,} | {score.wanted:,} |"
        )
    print()


def print_speed(suggester: SpacySuggester, documents: list[Document]) -> None:
    """Print documents per second beside those of the bare pipeline, and the tokenizer's time."""
    bare = load_pipeline(find_pipeline(""))
    texts = [d.text for d in documents]
    words = sum(len(t.split()) for t in texts)
    ours, theirs, shares = [], [], []
    for _ in range(ROUNDS):
        # In turns, so that whatever else the machine does slows both.
        mine = timed(lambda: drain(suggester.suggest(documents)))
        plain = timed(lambda: drain(bare.pipe(texts)))
        ours.append(len(texts) / mine)
        theirs.append(len(texts) / plain)
        shares.append(plain / mine)
    long = "\n\n".join(texts).split(" ")
    text = " ".join(long[:10_000])
    tokenize(text, "en")
    tokens = statistics.median(timed(lambda: tokenize(text, "en")) for _ in range(ROUNDS))
    print(f"## Speed, median of {ROUNDS} rounds over {len(texts)} articles, {words:,} words\n")
    print("| what | measured | budget |\n|---|---|---|")
    print(f"| suggestions, docs per processor second | {statistics.median(ours):.2f} | |")
    print(f"| bare `nlp.pipe`, docs per processor second | {statistics.median(theirs):.2f} | |")
    print(f"| share of bare speed | {statistics.median(shares):.2f} | ≥ 0.85 |")
    print(f"| tokens and sentences of 10,000 words, ms | {tokens * 1000:.0f} | ≤ 40 |")


def drain(items: Iterable[AnnotationSet] | Iterable[object]) -> None:
    """Use up an iterator."""
    for _ in items:
        pass


def timed(step: Callable[[], object]) -> float:
    """Return the seconds of processor time one step takes in this process."""
    start = time.process_time()
    step()
    return time.process_time() - start


if __name__ == "__main__":
    main()
