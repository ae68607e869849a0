"""Wherever a server is killed while people come and go, each step was done or was not."""

import os
import signal
from collections.abc import Callable
from contextlib import closing, suppress

import pytest
from accounted import OTHER, Office, hashing_quickly
from databases import Databases
from stored import fill

from labeler.core.people import LinkRefusedError, Role, SignInRefusedError
from labeler.store import SqlStore

_CALLS = ("do_execute", "do_execute_no_params", "do_commit")


def strike_at(store: SqlStore, point: int) -> list[str]:
    """Kill this process after the point-th database call; return the list that counts them."""
    made: list[str] = []

    def counted(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            result = real(*args, **kwargs)
            made.append(name)
            if len(made) == point:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return call

    dialect = store._database.engine.dialect  # noqa: SLF001 - from outside
    for name in _CALLS:
        setattr(dialect, name, counted(name, getattr(dialect, name)))
    return made


def prepare(url: str) -> dict[str, str]:
    """Bring about people and links, and return the secrets."""
    with closing(SqlStore(url)) as store:
        office = Office(store)
        office.found()
        office.join("cy")
        return {
            "cy": office.sign_in("cy"),
            "invitation": office.accounts.invite("root", "dee", "Dee", Role.LEAD),
            "reset": office.accounts.reset("root", "cy"),
        }


def child(url: str, act: Callable[[Office], object], point: int) -> int:
    """Return how a process that does it ended; its exit code is the calls it made."""
    pid = os.fork()
    if pid == 0:
        store = SqlStore(url)
        made = strike_at(store, point)
        act(Office(store))
        os._exit(len(made))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def can_sign_in(office: Office, login: str, password: str) -> bool:
    """Say whether this gets in."""
    with suppress(SignInRefusedError):
        return bool(office.sign_in(login, password))
    return False


def is_open(office: Office, link: str) -> bool:
    """Say whether a link can still be used."""
    with suppress(LinkRefusedError):
        return bool(office.accounts.look_at_link(link))
    return False


def came(office: Office, secrets: dict[str, str]) -> set[bool]:
    """Return in which way the invitation was used; both would be a step half done."""
    return {
        not is_open(office, secrets["invitation"]),
        len(office.accounts.sessions("root", "dee")) == 1,
        "joined" in {c.kind for c in office.accounts.changes("root") if c.whom == "dee"},
        can_sign_in(office, "dee", OTHER),
    }


def was_reset(office: Office, secrets: dict[str, str]) -> set[bool]:
    """Return in which way the password was chosen anew."""
    return {
        not is_open(office, secrets["reset"]),
        office.accounts.who(secrets["cy"]) is None,
        can_sign_in(office, "cy", OTHER),
    }


def was_kept_out(office: Office, secrets: dict[str, str]) -> set[bool]:
    """Return in which way somebody was kept out."""
    cy = next(account for account in office.accounts.members("root") if account.login == "cy")
    return {
        not cy.active,
        not is_open(office, secrets["reset"]),
        not office.accounts.sessions("root", "cy"),
        "active-set" in {change.kind for change in office.accounts.changes("root")},
    }


@pytest.mark.parametrize("step", ["come", "reset", "keep out"])
def test_a_kill_at_any_statement_leaves_no_step_half_done(
    databases: Databases, kind: str, step: str
):
    """Every point there is, one by one."""
    check = {"come": came, "reset": was_reset, "keep out": was_kept_out}[step]

    def act(secrets: dict[str, str]) -> Callable[[Office], object]:
        if step == "keep out":
            return lambda office: office.accounts.set_active("root", "cy", active=False)
        link = secrets["invitation" if step == "come" else "reset"]
        return lambda office: office.come(link, OTHER)

    seen = set()
    with hashing_quickly():
        with databases.fresh(kind, fill) as url:
            points = child(url, act(prepare(url)), 0)
        assert points > 10
        for point in range(1, points + 1):
            with databases.fresh(kind, fill) as url:
                secrets = prepare(url)
                assert child(url, act(secrets), point) == -signal.SIGKILL
                with closing(SqlStore(url)) as store:
                    found = check(Office(store), secrets)
            assert len(found) == 1, (point, found)
            seen |= found
    assert seen == {False, True}
