"""``labeler people``: back in without anybody who is signed in."""

import re
from datetime import UTC, datetime

import pytest
from accounted import hashing_quickly
from typer.testing import CliRunner

from labeler.cli.main import app
from labeler.core.people import Role
from labeler.settings import DEFAULT_PROJECT, Settings
from labeler.store import SqlStore
from labeler.workflow.accounts import Accounts


@pytest.fixture
def accounts(tmp_path, monkeypatch):
    """The accounts of an installation of this test's own, which the command finds."""
    monkeypatch.setenv("LABELER_DATA", str(tmp_path))
    monkeypatch.setenv("LABELER_PUBLIC_URL", "https://labels.example.org/")
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["db", "upgrade"]).exit_code == 0
    # Any command that works makes the project.
    assert CliRunner().invoke(app, ["labels", "rebuild"]).exit_code == 0
    store = SqlStore(Settings(data=tmp_path).database_url)
    with hashing_quickly():
        yield Accounts(store.people, "news", lambda: datetime.now(UTC))
    store.close()


def come(accounts, link: str, password: str) -> str:
    """Use a link; returns the session."""
    return accounts.use_link(
        link, login="ana", name="Ana", password=password, client="test", address=""
    )


def test_the_only_admin_gets_a_link_to_a_new_password(accounts):
    """It works once, and ends what the forgotten password opened."""
    before = come(accounts, accounts.first_admin_link(), "forgotten by now")
    result = CliRunner().invoke(app, ["people", "reset", "Ana"])
    assert result.exit_code == 0, result.output
    (link,) = re.findall(r"https://labels\.example\.org/link/(\S+)", result.output)
    after = come(accounts, link, "another horse")
    assert accounts.who(before) is None
    visitor, _ = accounts.who(after)
    assert (visitor.login, visitor.role_in(DEFAULT_PROJECT)) == ("ana", Role.ADMIN)


def test_somebody_unknown_gets_none(accounts):
    """The login is named, and nothing is made."""
    result = CliRunner().invoke(app, ["people", "reset", "nobody"])
    assert result.exit_code == 1
    assert "there is no account 'nobody'" in result.output
    assert "/link/" not in result.output
    assert accounts.first_admin_link() is not None
