"""The annotation surface: a Streamlit component around plain ES modules.

The component owns the article and everything an annotator touches. It talks to
the routes under ``/api/v1`` by itself, so labelling causes no script rerun;
Streamlit only says which article was asked for.
"""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

import streamlit as st
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from streamlit.components.v2.types import ComponentRenderer

API = "/api/v1"
STATIC = Path(__file__).parent / "static"
_ROOT = "/surface"
_A_YEAR_S = 31_536_000


def _digest() -> str:
    found = sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            found.update(f"{path.relative_to(STATIC).as_posix()}\0".encode())
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


# Named after their content, the files are asked for once and never again, and
# an upgrade is seen at once.
VERSION = _digest()
ASSETS = f"{_ROOT}/{VERSION}"
_MODULES = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*.js"))

# Streamlit runs the renderer whenever the data changes, and when the page is
# run again: `mount` answers the same element with the surface it has already.
# The modules are named beforehand, so that the browser fetches them side by
# side and not one level of imports after the other.
_LOADER = """
const modules = MODULES;
function preload(assets) {
  for (const name of modules) {
    const href = `${assets}/${name}`;
    if (document.querySelector(`link[href="${href}"]`)) return;
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = href;
    document.head.append(link);
  }
}
export default function (component) {
  const { parentElement, data } = component;
  preload(data.assets);
  let dispose = () => {};
  let gone = false;
  // The loader itself comes from a blob, against which no path can be resolved.
  import(new URL(`${data.assets}/main.js`, document.baseURI).href).then(
    ({ mount }) => {
      if (!gone) dispose = mount(parentElement, data);
    },
    (error) => {
      parentElement.textContent = `The annotation surface could not be loaded: ${error.message}`;
    },
  );
  return () => {
    gone = true;
    dispose();
  };
}
""".replace("MODULES", json.dumps(_MODULES))


@cache
def _component() -> ComponentRenderer:
    # A shadow root would hide the selection and the page's fonts from the surface.
    return st.components.v2.component("labeler_surface", js=_LOADER, isolate_styles=False)


def annotation_surface(
    *,
    document_id: str | None,
    thread_id: str | None = None,
    project: str = "",
    key: str = "surface",
) -> None:
    """Show the surface, on the article asked for or else the next one to label.

    A thread of it that is named is opened. Without a ``project`` it is the first one.
    """
    api = f"{API}/projects/{project}" if project else API
    asked = {"document": document_id, "thread": thread_id}
    _component()(key=key, data={**asked, "api": api, "assets": ASSETS})


class _Static(StaticFiles):
    """Files the browser may keep for good under the name of their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        # A page from before an upgrade gets the present files, and keeps none of them.
        current = scope.get("path_params", {}).get("version") == VERSION
        keep = f"public, max-age={_A_YEAR_S}, immutable" if current else "no-cache"
        response.headers["Cache-Control"] = keep
        return response


def static_mount() -> Mount:
    """Return the mount that serves the surface's modules and styles."""
    return Mount(f"{_ROOT}/{{version}}", app=_Static(directory=STATIC), name="surface")
