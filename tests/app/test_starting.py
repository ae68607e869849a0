"""How the app starts, and what it shows where it cannot."""

import http.client
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import expect
from serving import ServedApp
from shared import ROOT

from labeler.app import STREAMLIT_CONFIG
from labeler.settings import Settings, SettingsError, load_settings

LABELER = Path(sys.executable).with_name("labeler")


def test_both_ways_to_start_tell_streamlit_the_same():
    """`streamlit run app.py` reads a file, `labeler serve` passes a table."""
    file = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    themes = {f"theme.{name}": table for name, table in file.pop("theme").items()}
    flat = {
        f"{part}.{name}": value
        for part, table in (file | themes).items()
        for name, value in table.items()
    }
    assert flat.pop("server.address") == "127.0.0.1"
    flat["server.trustedUserHeaders"] = json.loads(flat["server.trustedUserHeaders"])
    assert flat == STREAMLIT_CONFIG


def test_the_command_explains_itself():
    """Every command says what it does."""
    shown = subprocess.run([LABELER, "--help"], capture_output=True, text=True, check=True).stdout
    for command in ("serve", "import", "suggest", "schema", "labels", "db"):
        line = next(line for line in shown.splitlines() if line.split()[:1] == [command])
        assert len(line.split()) > 3, line


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.7.7"])  # noqa: S104 - it must be refused
def test_it_does_not_listen_where_others_could_reach_it(tmp_path, host):
    """One person without a password stays on this machine."""
    found = subprocess.run(
        [LABELER, "serve", "--host", host, "--data", tmp_path / "data"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert found.returncode == 1
    assert "without a password" in found.stderr


def answer(app: ServedApp, path: str) -> tuple[int, dict]:
    """Return status and decoded body of a GET."""
    connection = http.client.HTTPConnection("127.0.0.1", app.port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    except ConnectionError:
        return 0, {}
    finally:
        connection.close()


@pytest.mark.browser
def test_a_schema_with_errors_is_one_page_that_lists_them(tmp_path, page, monkeypatch):
    """Nothing starts, every problem is there with its place, and what to do."""
    schema = tmp_path / "broken.yaml"
    schema.write_text(
        "schema: {id: x, version: '1.0', meta_schema: '1.0', flavour: sweet}\n"
        "span_types:\n  Place: {key: p}\n  Time: {key: p}\n",
        "utf-8",
    )
    app = ServedApp(tmp_path / "data", environment={"LABELER_SCHEMA": str(schema)})
    monkeypatch.setattr(app, "is_ready", lambda: answer(app, "/healthz")[0] == 200)
    app.start()
    try:
        assert answer(app, "/readyz") == (
            503,
            {"status": "not ready", "parts": {"schema": "The schema has errors"}},
        )
        assert answer(app, "/api/v1/session")[0] == 503
        page.goto(app.url)
        expect(page.get_by_role("heading", name="The schema has errors")).to_be_visible()
        expect(page.get_by_text(f"{schema}:1:", exact=False)).to_be_visible()
        expect(page.get_by_text("flavour", exact=False)).to_be_visible()
        expect(page.get_by_text("nothing was changed", exact=False)).to_be_visible()
        assert not (app.data / "labeler.db").exists()
    finally:
        app.stop()


def test_settings_come_from_the_environment_over_the_file(tmp_path):
    """And both over the defaults."""
    file = tmp_path / "labeler.toml"
    file.write_text('port = 9000\ndata = "there"\nsuggest = false\n', "utf-8")
    found = load_settings({"LABELER_PORT": "9001"}, file)
    assert found == Settings(data=Path("there"), port=9001, suggest=False)


def test_wrong_settings_are_all_named_at_once(tmp_path):
    """Where, found and wanted, one line each."""
    file = tmp_path / "labeler.toml"
    file.write_text('prot = 9000\nport = "many"\n', "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings({"LABELER_SUGGEST": "perhaps"}, file)
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert any("no setting 'prot'" in line for line in lines)
    assert any("port: want a whole number, got 'many'" in line for line in lines)
    assert any("LABELER_SUGGEST" in line and "'perhaps'" in line for line in lines)
