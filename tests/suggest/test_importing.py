"""spaCy is imported late, by whichever thread needs it first."""

import subprocess
import sys

# Both at once, as right after a start: an article is opened while the model loads.
BOTH = """
import threading
from labeler.schema_file import load_schema
from labeler.settings import shipped
from labeler.suggest import load_suggester, tokenize
schema = load_schema(shipped("schemas") / "minimal.yaml")
together = threading.Barrier(3)
def work(step):
    together.wait()
    step()
    print("done\\n", end="", flush=True)
for step in (
    lambda: load_suggester("", schema),
    lambda: tokenize("Warm.", "en"),
    lambda: tokenize("Warm.", "en"),
):
    threading.Thread(target=work, args=(step,)).start()
"""


def test_two_threads_may_need_it_at_once():
    """Opening an article while the model is being loaded spoils neither."""
    found = subprocess.run(
        [sys.executable, "-c", BOTH], capture_output=True, text=True, check=False, timeout=120
    )
    assert found.stdout.split() == ["done"] * 3, found.stderr


def test_the_package_itself_does_not_import_it():
    """The server answers before spaCy is there."""
    code = "import sys, labeler.suggest; print('spacy' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert found.stdout.strip() == "False"
