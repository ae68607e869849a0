"""The layers are guarded: a planted violation of each contract is caught."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from shared import ROOT

PLANTED = [
    ("core/document.py", "labeler.codec", "Layers, top first"),
    ("codec/sets.py", "labeler.store", "Layers, top first"),
    ("store/tables.py", "labeler.workflow", "Layers, top first"),
    ("store/tables.py", "labeler.datasets", "Layers, top first"),
    ("workflow/labeling.py", "labeler.api", "Layers, top first"),
    ("workflow/labeling.py", "labeler.identity", "Layers, top first"),
    ("api/__init__.py", "labeler.pages", "Layers, top first"),
    ("pages/annotate.py", "labeler.app", "Layers, top first"),
    ("app.py", "labeler.cli", "Layers, top first"),
    ("workflow/labeling.py", "streamlit", "Only pages, surface and app know Streamlit"),
    ("datasets/live.py", "spacy", "Only suggest knows spaCy"),
    ("datasets/live.py", "sqlalchemy", "Only the store knows SQL"),
    ("workflow/labeling.py", "sqlite3", "Only the store knows SQL"),
    ("core/document.py", "pydantic", "The core stands on the standard library"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the linter on a copy of the package, cached nowhere."""
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [command, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        # The copy, not the installed package, is what is judged.
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
    )


@pytest.fixture
def copy(tmp_path):
    """A copy of the package and its contracts."""
    shutil.copytree(
        ROOT / "labeler", tmp_path / "labeler", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_package_keeps_its_contracts(copy):
    """As it stands nothing is violated."""
    found = lint(copy)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(("module", "imported", "contract"), PLANTED)
def test_a_planted_violation_is_caught(copy, module, imported, contract):
    """Each contract breaks when it should, and names itself."""
    path = copy / "labeler" / module
    path.write_text(f"{path.read_text('utf-8')}\nimport {imported}\n", "utf-8")
    found = lint(copy)
    assert found.returncode != 0, found.stdout
    broken = [line for line in found.stdout.splitlines() if line.endswith("BROKEN")]
    assert any(line.startswith(contract) for line in broken), found.stdout


def test_a_new_module_needs_a_place(copy):
    """A module in no layer is refused: somebody has to decide where it belongs."""
    (copy / "labeler" / "utils.py").write_text('"""Nowhere."""\n', "utf-8")
    found = lint(copy)
    assert found.returncode != 0
    assert "labeler.utils" in found.stdout
