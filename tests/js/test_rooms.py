"""The rooms of the surface are guarded: who imports whom is written down here and holds.

What `docs/architecture.md` says of the modules under ``labeler/surface/static``
is `ROOMS`. Types, which JSDoc imports, may come from anywhere, but not in the
model: it can be read alone.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from posixpath import normpath

import pytest
from shared import ROOT

STATIC = ROOT / "labeler" / "surface" / "static"

# The shell is what lies in no folder: it puts the rooms together, and nobody imports it.
# What a room may import besides itself; a name with a suffix is one module of the shell.
ROOMS: dict[str, set[str]] = {
    "model": set(),
    "saving": {"model", "dom.js"},
    "text": {"model", "dom.js"},
    "panels": {"model", "saving", "text", "dom.js", "dialogs.js"},
    "keys": {"model", "text", "panels", "dom.js", "dialogs.js"},
}

# Where a press on something does what a key does, the key's function is called. These
# modules were there before the rule; no others join them, and one that is mended leaves.
STILL = {
    ("panels/article_panel.js", "keys/context.js"),
    ("panels/cards.js", "desk.js"),
    ("panels/cards.js", "keys/actions.js"),
    ("panels/chips.js", "keys/framing.js"),
    ("panels/concordance.js", "keys/typekeys.js"),
    ("panels/frame_card.js", "keys/actions.js"),
    ("panels/slots.js", "keys/actions.js"),
    ("panels/suggest_panel.js", "desk.js"),
    ("panels/suggest_panel.js", "keys/suggesting.js"),
    ("text/pointer.js", "keys/actions.js"),
    ("text/saying.js", "panels/attributes.js"),
}

_JSDOC = re.compile(r"/\*\*.*?\*/", re.DOTALL)
_IMPORT = re.compile(
    r"^(?:import|export)\s[^;'\"]*?from\s*['\"](?P<named>[^'\"]+)"
    r"|^import\s*['\"](?P<bare>[^'\"]+)"
    r"|\bimport\(\s*['\"](?P<asked>[^'\"]+)",
    re.MULTILINE,
)
_TYPES = re.compile(r"@import\s[^'\"]*from\s*['\"]([^'\"]+)|\bimport\(\s*['\"]([^'\"]+)")


def imports(static: Path, *, types: bool = False) -> Iterator[tuple[str, int, str]]:
    """Yield module, line and imported module, all paths below ``static``."""
    for path in sorted(static.rglob("*.js")):
        module = path.relative_to(static).as_posix()
        source = path.read_text(encoding="utf-8")
        for line, name in _of_types(source) if types else _of_values(source):
            yield module, line, normpath(PurePosixPath(module).parent.joinpath(name).as_posix())


def _of_values(source: str) -> Iterator[tuple[int, str]]:
    # The lines stay where they are.
    code = _JSDOC.sub(lambda comment: "\n" * comment[0].count("\n"), source)
    for found in _IMPORT.finditer(code):
        yield code.count("\n", 0, found.end()) + 1, next(filter(None, found.groups()))


def _of_types(source: str) -> Iterator[tuple[int, str]]:
    for comment in _JSDOC.finditer(source):
        for found in _TYPES.finditer(comment[0]):
            line = source.count("\n", 0, comment.start() + found.end()) + 1
            yield line, found[1] or found[2]


def room_of(module: str) -> str:
    """Return the folder a module lies in; empty for the shell."""
    return module.rpartition("/")[0].partition("/")[0]


def may_import(module: str, imported: str) -> bool:
    """Say whether the rule allows it."""
    room = room_of(module)
    if not room:
        return True
    if room not in ROOMS:
        return False
    return (room_of(imported) or imported) in {room, *ROOMS[room]}


def violations(static: Path) -> list[str]:
    """Return every import that no rule and no exception allows, with its place."""
    found = [
        f"{module}:{line} imports {imported}"
        for module, line, imported in imports(static)
        if not may_import(module, imported) and (module, imported) not in STILL
    ]
    typed = [
        f"{module}:{line} takes a type from {imported}"
        for module, line, imported in imports(static, types=True)
        if room_of(module) == "model" != room_of(imported)
    ]
    return found + typed


@pytest.fixture
def copy(tmp_path):
    """A copy of the modules."""
    folder = tmp_path / "static"
    shutil.copytree(STATIC, folder)
    return folder


def test_every_room_keeps_to_its_rule():
    """As they stand the modules import nothing they may not."""
    found = violations(STATIC)
    assert not found, "\n".join(found)


def test_every_module_lies_in_a_room_or_in_the_shell():
    """A new folder needs a rule: somebody has to decide what it may import."""
    folders = {room_of(p.relative_to(STATIC).as_posix()) for p in STATIC.rglob("*.js")}
    assert folders == {"", *ROOMS}


def test_every_exception_is_still_one():
    """What was mended leaves the list, so that it cannot come back."""
    present = {(module, imported) for module, _, imported in imports(STATIC)}
    assert present >= STILL
    assert not [pair for pair in STILL if may_import(*pair)]


def test_what_is_imported_is_there():
    """The paths are read as the browser reads them."""
    missing = [
        f"{module}:{line} {imported}"
        for types in (False, True)
        for module, line, imported in imports(STATIC, types=types)
        if not (STATIC / imported).is_file()
    ]
    assert not missing


@pytest.mark.parametrize(
    ("module", "planted", "imported"),
    [
        ("model/labels.js", "import { el } from '../dom.js';", "dom.js"),
        ("model/labels.js", "import { Api } from '../saving/api.js';", "saving/api.js"),
        ("saving/api.js", "import {\n  looks,\n} from '../text/looks.js';", "text/looks.js"),
        ("text/looks.js", "export * from '../panels/chips.js';", "panels/chips.js"),
        ("panels/slots.js", "const hop = () => import('../keys/hop.js');", "keys/hop.js"),
        ("panels/slots.js", "import '../workspace.js';", "workspace.js"),
        ("keys/marking.js", "import * as api from '../saving/api.js';", "saving/api.js"),
        ("keys/marking.js", "import { App } from '../app.js';", "app.js"),
        ("model/labels.js", "/** @import {Desk} from '../desk.js' */", "desk.js"),
    ],
)
def test_a_planted_import_is_caught(copy, module, planted, imported):
    """With the file, the line, and what was imported."""
    path = copy / module
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before}{planted}\n", encoding="utf-8")
    line = (before + planted).count("\n") + 1
    (found,) = violations(copy)
    assert found.startswith(f"{module}:{line} ")
    assert found.endswith(f" {imported}")


def test_a_new_room_needs_a_rule(copy):
    """Whatever it imports."""
    (copy / "helpers").mkdir()
    (copy / "helpers" / "all.js").write_text("import { el } from '../dom.js';\n", encoding="utf-8")
    assert violations(copy) == ["helpers/all.js:1 imports dom.js"]
