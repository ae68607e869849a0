"""Changing what the server answers without a route, for which the browser gives up its cache.

Whoever only looks at a few states of one article should not wait for every
file of the page again.
"""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

_REWRITE = """
(() => {
  const real = window.fetch;
  window.fetch = async (asked, ...more) => {
    const url = typeof asked === 'string' ? asked : asked.url;
    const answer = await real(asked, ...more);
    if (!url.endsWith(ENDING) || !answer.ok) return answer;
    const body = JSON.stringify(await window.rewriteForTests(await answer.json()));
    return new Response(body, { status: answer.status, headers: answer.headers });
  };
})();
"""


def rewrite(page: Page, ending: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Let the page see ``change`` of every JSON answer from an address that ends so."""
    page.expose_function("rewriteForTests", change)
    page.add_init_script(_REWRITE.replace("ENDING", repr(ending)))
