"""A browser that is killed has kept the last mark."""

from contextlib import suppress

import psutil
import pytest
from module_server import BLANK
from playwright.sync_api import Error

# The server never answers: what is marked is kept by the browser alone.
OPEN = """async () => {
  const [{ page, begin }, { addMention }, { at }] = await Promise.all(
    ['/tests/js/autosaving.js', '/labeler/surface/static/model/commands.js', '/tests/js/example.js']
      .map((path) => import(path)),
  );
  const here = page({ user: 'killed' });
  const restored = await begin(here);
  const marked = () => [...here.store.labels.mentions.values()].map((m) => m.fragments[0]);
  // Answers once the browser has taken the write over; nothing is awaited on the way.
  window.mark = (words) => new Promise((resolve) => {
    const { commit } = IDBTransaction.prototype;
    IDBTransaction.prototype.commit = function watched() {
      this.addEventListener('complete', () => resolve());
      commit.call(this);
    };
    here.store.do(addMention({ type: 'Place', fragments: [at(words)] }));
  });
  return { restored, marked: marked() };
}"""


@pytest.fixture
def start(browser_type, browser_type_launch_args, modules, tmp_path):
    """Start a browser with one profile; each call ends the one before as a power cut would."""
    running = []

    def kill():
        for process in psutil.process_iter(["cmdline"]):
            if any(str(tmp_path) in word for word in process.info["cmdline"] or ()):
                process.kill()
                process.wait(10)
        for context in running:
            with suppress(Error):
                context.close()
        running.clear()
        for lock in tmp_path.glob("Singleton*"):
            lock.unlink()

    def launch():
        kill()
        context = browser_type.launch_persistent_context(tmp_path, **browser_type_launch_args)
        running.append(context)
        page = context.pages[0]
        page.goto(modules + BLANK)
        return page

    yield launch
    kill()


def test_a_mark_outlives_a_killed_browser(start):
    """Long before anything is sent, and before a browser writes its localStorage."""
    page = start()
    assert page.evaluate(OPEN) == {"restored": 0, "marked": []}
    page.evaluate("mark('Klow')")
    found = start().evaluate(OPEN)
    assert found["restored"] == 1
    assert len(found["marked"]) == 1
