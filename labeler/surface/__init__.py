"""The annotation surface: a Streamlit component around plain ES modules.

The component owns the article and everything an annotator touches. It talks to
the routes under ``/api/v1`` by itself, so labelling causes no script rerun;
Streamlit only says which article was asked for.
"""

from functools import cache
from pathlib import Path

import streamlit as st
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from streamlit.components.v2.types import ComponentRenderer

ASSETS = "/surface"
API = "/api/v1"
STATIC = Path(__file__).parent / "static"

# Streamlit runs the renderer whenever the data changes, and when the page is
# run again: `mount` answers the same element with the surface it has already.
_LOADER = """
export default function (component) {
  const { parentElement, data } = component;
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
"""


@cache
def _component() -> ComponentRenderer:
    # A shadow root would hide the selection and the page's fonts from the surface.
    return st.components.v2.component("labeler_surface", js=_LOADER, isolate_styles=False)


def annotation_surface(*, document_id: str | None, key: str = "surface") -> None:
    """Show the surface, on the article asked for or else the next one to label."""
    _component()(key=key, data={"document": document_id, "api": API, "assets": ASSETS})


class _Static(StaticFiles):
    """Files the browser asks about each time, so that an upgrade is seen at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def static_mount() -> Mount:
    """Return the mount that serves the surface's modules and styles."""
    return Mount(ASSETS, app=_Static(directory=STATIC), name="surface")
