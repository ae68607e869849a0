"""Find a Chromium, or install one; print where it is. The surface is tested in a real browser.

Looked for in this order: LABELER_CHROMIUM, Playwright's own, the usual names
on the path. Where there is none, Playwright is asked to fetch one, and on
Debian and its kin the system's package.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str | None:
    """Return the path of a Chromium, ``None`` where there is none."""
    named = os.environ.get("LABELER_CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


def install() -> None:
    """Fetch a browser by the first way that works here."""
    fetch = [sys.executable, "-m", "playwright", "install", "chromium-headless-shell", "chromium"]
    if subprocess.run(fetch, check=False).returncode == 0:
        return
    if shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*sudo, "apt-get", "update", "-qq"], check=False, env=environment)
        packages = ["chromium", "fonts-noto-core", "fonts-noto-color-emoji"]
        subprocess.run(
            [*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
            check=False,
            env=environment,
        )


def main() -> int:
    """Print the browser's path; 1 where none could be had."""
    found = find()
    if found is None:
        print("no Chromium found, installing one", flush=True)
        install()
        found = find()
    if found is None:
        print(
            "no Chromium: install Chromium or Chrome, or name one in LABELER_CHROMIUM",
            file=sys.stderr,
        )
        return 1
    print(f"browser: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
