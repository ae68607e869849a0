"""Changing what the server answers when an article is opened, without a route.

For a route the browser gives up its cache. Whoever only looks at a few states of
one article should not wait for every file of the page again.
"""

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import Page

Change = Callable[[dict[str, Any]], dict[str, Any]]

_REWRITE = """
(() => {
  const real = window.fetch;
  window.fetch = async (asked, ...more) => {
    const url = typeof asked === 'string' ? asked : asked.url;
    const answer = await real(asked, ...more);
    if (!url.endsWith('/tasks/open') || !answer.ok) return answer;
    const body = JSON.stringify(await window.rewriteForTests(await answer.json()));
    return new Response(body, { status: answer.status, headers: answer.headers });
  };
})();
"""
# What each page is to see; a page that was given a change once asks for it from then on.
_changes: WeakKeyDictionary[Page, Change | None] = WeakKeyDictionary()


def rewrite_opened(page: Page, change: Change) -> None:
    """Let the page see ``change`` of every article it opens, until ``forget_changes``."""
    known = page in _changes
    _changes[page] = change
    if not known:

        def change_now(task: dict[str, Any]) -> dict[str, Any]:
            return (_changes[page] or _same)(task)

        page.expose_function("rewriteForTests", change_now)
        page.add_init_script(_REWRITE)


def forget_changes(page: Page) -> None:
    """Let the page see what the server answers again."""
    if page in _changes:
        _changes[page] = None


def _same(task: dict[str, Any]) -> dict[str, Any]:
    return task
