"""The modes of signing in: what can be set, and what does not start."""

import http.client
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from warm_serving import WarmApp

from labeler.app import compose
from labeler.settings import Settings, SettingsError, load_settings

LABELER = Path(sys.executable).with_name("labeler")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("MODE", "open", "want local, accounts, oidc or proxy, got 'open'"),
        ("PUBLIC_URL", "labels.example.org", "want an address like https://"),
        ("PUBLIC_URL", "https://labels.example.org/deep", "want an address like https://"),
        ("PUBLIC_URL", "ftp://labels.example.org", "want an address like https://"),
        ("SESSION_DAYS", "0", "want 1 to 365 days"),
        ("SESSION_DAYS", "400", "want 1 to 365 days"),
        ("TRUSTED_PROXIES", "10.0.0.1, proxy.example", "'proxy.example'"),
        ("TRUSTED_PROXIES", "10.0.0.1/8", "has host bits set"),
        ("PROXY_HEADER", "X Remote:", "want the name of a header"),
        ("OIDC_ISSUER", "login.example.org", "want an address like https://"),
        ("OIDC_ISSUER", "http://login.example.org", "want https"),
        ("OIDC_ISSUER", "https://me:word@login.example.org", "without a name or password"),
        ("OIDC_ISSUER", "https://login.example.org/?x=1", "want an address like https://"),
        (
            "OIDC_ISSUER",
            "https://login.example.org/.well-known/openid-configuration",
            "want the issuer itself",
        ),
        ("OIDC_CLIENT_ID", "a\nb", "one line"),
    ],
)
def test_what_cannot_be_is_refused_in_words(tmp_path, name, value, said):
    """With the name of the setting."""
    with pytest.raises(SettingsError, match=re.escape(said)) as caught:
        load_settings({f"LABELER_{name}": value}, tmp_path / "none.toml")
    assert name.lower() in str(caught.value)


def test_all_of_it_can_be_set(tmp_path):
    """As people write it."""
    file = tmp_path / "labeler.toml"
    file.write_text(
        'mode = "proxy"\npublic_url = "https://labels.example.org/"\nsession_days = 7\n'
        'trusted_proxies = "10.0.0.0/8, ::1"\nproxy_header = "X-Remote-User"\n',
        "utf-8",
    )
    assert load_settings({}, file) == Settings(
        mode="proxy",
        public_url="https://labels.example.org/",
        session_days=7,
        trusted_proxies="10.0.0.0/8, ::1",
        proxy_header="X-Remote-User",
    )


PROVIDED = {
    "LABELER_MODE": "oidc",
    "LABELER_PUBLIC_URL": "https://labels.example.org",
    "LABELER_OIDC_ISSUER": "https://login.example.org",
    "LABELER_OIDC_CLIENT_ID": "labeler",
    "LABELER_OIDC_CLIENT_SECRET": "nobody-shall-see-this",
}


def test_all_that_a_provider_takes_is_asked_for_at_once(tmp_path):
    """Each by its name, what is there and wrong beside what is missing."""
    given = {"LABELER_MODE": "oidc", "LABELER_OIDC_ISSUER": "http://login.example.org"}
    with pytest.raises(SettingsError) as caught:
        load_settings(given, tmp_path / "none.toml", serving=True)
    lines = str(caught.value).splitlines()
    assert len(lines) == 4
    assert "want https" in lines[0]
    named = ["public_url", "oidc_client_id", "oidc_client_secret"]
    assert [line.split(":")[0] for line in lines[1:]] == named
    assert all("the mode oidc needs it" in line for line in lines[1:])


@pytest.mark.parametrize("url", ["http://labels.example.org", "http://192.0.2.1:8501"])
def test_a_provider_sends_nobody_back_in_the_clear(tmp_path, url):
    """Whoever listened could be them; on this machine itself nobody listens."""
    with pytest.raises(SettingsError, match="needs https"):
        load_settings(PROVIDED | {"LABELER_PUBLIC_URL": url}, tmp_path / "none.toml", serving=True)
    here = PROVIDED | {"LABELER_PUBLIC_URL": "http://127.0.0.1:8501"}
    assert load_settings(here, tmp_path / "none.toml", serving=True).mode == "oidc"


def test_only_the_server_needs_the_secret(tmp_path):
    """Who imports articles or makes a link at the command line need not have it."""
    given = {name: value for name, value in PROVIDED.items() if "SECRET" not in name}
    assert load_settings(given, tmp_path / "none.toml").mode == "oidc"
    with pytest.raises(SettingsError, match="oidc_client_secret: the mode oidc needs it"):
        load_settings(given, tmp_path / "none.toml", serving=True)


def test_the_secret_of_the_provider_is_never_shown(tmp_path):
    """Neither with the settings nor with what is wrong with them."""
    assert "nobody-shall" not in repr(load_settings(PROVIDED, tmp_path / "none.toml"))
    for wrong in ('"nobody-shall\\nsee"', "47114711"):
        file = tmp_path / "labeler.toml"
        file.write_text(f"oidc_client_secret = {wrong}\n", "utf-8")
        with pytest.raises(SettingsError) as caught:
            load_settings({}, file)
        assert "oidc_client_secret: want" in str(caught.value)
        assert "nobody-shall" not in str(caught.value)
        assert "4711" not in str(caught.value)


def test_without_what_speaks_with_a_provider_it_does_not_start(tmp_path, monkeypatch):
    """It says what to install, before anything is made."""
    monkeypatch.delitem(sys.modules, "labeler.identity.oidc_provider", raising=False)
    monkeypatch.setitem(sys.modules, "authlib.integrations.starlette_client", None)
    settings = load_settings(PROVIDED, tmp_path / "none.toml")
    with pytest.raises(SettingsError, match=re.escape("pip install 'labeler[oidc]'")):
        compose(replace(settings, data=tmp_path / "data"))
    assert not (tmp_path / "data").exists()


def test_with_accounts_a_broken_schema_does_not_start(tmp_path):
    """The page that lists what is wrong is for whoever sits at the machine."""
    schema = tmp_path / "broken.yaml"
    schema.write_text("schema: {id: x, flavour: sweet}\n", "utf-8")
    found = subprocess.run(
        [LABELER, "serve", "--schema", schema, "--data", tmp_path / "data"],
        env={"LABELER_MODE": "accounts"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert found.returncode == 1
    assert "flavour" in found.stderr


def status(app: WarmApp, path: str, **headers: str) -> int:
    """Return the status of a GET."""
    connection = http.client.HTTPConnection("127.0.0.1", app.port, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


def test_the_first_start_prints_a_link_for_where_people_find_it(tmp_path):
    """And warns where passwords would cross a network in the clear."""
    app = WarmApp(
        tmp_path / "data",
        environment={
            "LABELER_MODE": "accounts",
            "LABELER_HOST": "0.0.0.0",  # noqa: S104 - it is what is tried
            "LABELER_PUBLIC_URL": "http://labels.example.org",
        },
    )
    app.start()
    try:
        link = re.search(r"http://labels\.example\.org(/link/\S{43})\n", app.log())
        assert link is not None
        assert "unencrypted" in app.log()
        assert status(app, link[1]) == 200
        assert status(app, link[1], Host="labels.example.org") == 200
        assert status(app, link[1], Host="evil.example.org") == 403
    finally:
        app.stop()


def test_the_proxy_mode_believes_the_address_it_is_told_to_trust_and_no_other(tmp_path):
    """Also where the server below would believe the loopback address on its own."""
    environment = {"LABELER_MODE": "proxy", "LABELER_TRUSTED_PROXIES": "192.0.2.1"}
    app = WarmApp(tmp_path / "data", environment=environment)
    app.start()
    try:
        forged = {"X-Forwarded-User": "ana", "X-Forwarded-For": "192.0.2.1"}
        assert status(app, "/articles", **forged) == 403
    finally:
        app.stop()
