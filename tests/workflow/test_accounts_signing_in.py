"""Signing in: who gets in, who waits, and what ends a session."""

from datetime import timedelta
from statistics import median
from time import perf_counter

import pytest
from accounted import OTHER, PASSWORD, WEB, Office
from argon2 import PasswordHasher
from stored import NOON

from labeler.core.errors import NotFoundError
from labeler.core.people import (
    NotAllowedError,
    PeopleRefusedError,
    Role,
    SignInRefusedError,
)
from labeler.workflow import passwords
from labeler.workflow.signing_in import wait_after

WRONG = "login or password is wrong"


def fail(office: Office, login: str, times: int, address: str = "192.0.2.7") -> int:
    """Try wrong passwords, each as soon as it counts, and return the wait after the last."""
    wait_s = 0
    for _ in range(times):
        office.pass_time(seconds=wait_s)
        with pytest.raises(SignInRefusedError, match=WRONG) as caught:
            office.sign_in(login, "wrong password", address)
        wait_s = caught.value.wait_s
    return wait_s


class TestSessions:
    """A browser is signed in until it is ended, expires, or its person may not come in."""

    def test_who_signs_in_is_known_by_the_cookie(self, office: Office):
        """With name, role, and what lists show of the browser."""
        office.join("ana")
        secret = office.accounts.sign_in(" Ana ", PASSWORD, client="Fire\nfox" * 90, address="::1")
        assert office.whose(secret) == ("ana", "Ana", Role.ANNOTATOR)
        session = office.accounts.who(secret)[1]
        assert (session.login, session.address) == ("ana", "::1")
        assert session.client == ("Firefox" * 90)[:200]
        assert session.expires_at == NOON + timedelta(days=30)

    @pytest.mark.parametrize("secret", ["", "x", "ses-1", "\ud800", "a\0b", "é" * 5000])
    def test_a_made_up_cookie_is_nobodys(self, office: Office, secret):
        """Whatever stands in it."""
        assert office.accounts.who(secret) is None
        office.accounts.sign_out(secret)

    def test_the_id_in_lists_is_no_cookie(self, office: Office):
        """Who sees a list of sessions gets into none of them."""
        session = office.accounts.sessions("root", "root")[0]
        assert office.accounts.who(session.id) is None

    def test_signing_out_ends_this_browser_only(self, office: Office):
        """At once, and again does nothing."""
        one, two = office.sign_in("root"), office.sign_in("root")
        office.accounts.sign_out(one)
        office.accounts.sign_out(one)
        assert office.accounts.who(one) is None
        assert office.accounts.who(two) is not None

    def test_a_session_survives_a_restart(self, office: Office):
        """It is in the database."""
        secret = office.sign_in("root")
        office.restart()
        assert office.accounts.who(secret) is not None

    def test_an_expired_session_is_not_revived_by_the_clock(self, office: Office):
        """Once seen expired, it is ended."""
        secret = office.sign_in("root")
        office.pass_time(days=29, hours=23)
        assert office.accounts.who(secret) is not None
        office.pass_time(hours=1)
        assert office.accounts.sessions("root", "root") == ()
        assert office.accounts.who(secret) is None
        office.pass_time(days=-20)
        assert office.accounts.who(secret) is None

    def test_being_here_is_noted_once_a_minute(self, office: Office):
        """Every save of fifty people must not be two writes."""
        secret = office.join("ana")
        for seconds, noted in ((59, 0), (1, 60), (59, 60), (-30, 60), (-3600, -3511)):
            office.pass_time(seconds=seconds)
            session = office.accounts.who(secret)[1]
            expected = NOON + timedelta(seconds=noted)
            kept = office.accounts.sessions("ana", "ana")[0]
            account = office.accounts.members("root")[0]
            assert {session.seen_at, kept.seen_at, account.seen_at} == {expected}

    def test_sessions_are_listed_and_ended_at_once(self, office: Office):
        """One's own, and anybody's by an admin; a second time there is nothing to end."""
        first, second = office.join("ana"), office.sign_in("ana")
        ids = [s.id for s in office.accounts.sessions("ana", "ana")]
        assert len(ids) == 2
        here = office.accounts.who(first)[1].id
        office.accounts.end_session("ana", here)
        assert office.accounts.who(first) is None
        assert office.accounts.who(second) is not None
        with pytest.raises(NotFoundError):
            office.accounts.end_session("ana", here)
        for session in office.accounts.sessions("root", "ana"):
            office.accounts.end_session("root", session.id)
        assert office.accounts.who(second) is None
        assert [c.kind for c in office.accounts.changes("root")][-2:] == ["session-ended"] * 2

    def test_another_password_ends_all_other_sessions(self, office: Office):
        """The one that asks stays; the old password gets nobody in."""
        here, there = office.join("ana"), office.sign_in("ana")
        keep = office.accounts.who(here)[1].id
        office.accounts.change_password("ana", PASSWORD, OTHER, keep=keep)
        assert office.accounts.who(here) is not None
        assert office.accounts.who(there) is None
        with pytest.raises(SignInRefusedError):
            office.sign_in("ana")
        assert office.accounts.who(office.sign_in("ana", OTHER)) is not None

    def test_another_password_needs_the_old_one_and_a_right_new_one(self, office: Office):
        """An open browser left alone is not enough, and tries are counted here too."""
        secret = office.join("ana")
        with pytest.raises(PeopleRefusedError, match="at least 8"):
            office.accounts.change_password("ana", PASSWORD, "short")
        for _ in range(5):
            with pytest.raises(SignInRefusedError, match=WRONG):
                office.accounts.change_password("ana", "wrong password", OTHER)
        with pytest.raises(SignInRefusedError, match="too many"):
            office.accounts.change_password("ana", PASSWORD, OTHER)
        assert office.accounts.who(secret) is not None


class TestPasswords:
    """Passwords are kept well and compared with care."""

    def test_what_is_kept_is_argon2id_at_the_cost_the_library_advises(self):
        """RFC 9106, the second recommended choice."""
        kept = passwords.hash_password(PASSWORD)
        assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
        assert kept != passwords.hash_password(PASSWORD)
        assert passwords.is_right(PASSWORD, kept)
        assert not passwords.is_right(PASSWORD + " ", kept)

    def test_no_account_takes_as_long_as_a_wrong_password(self):
        """Or the time would tell which logins there are."""
        kept = passwords.hash_password(PASSWORD)

        def cost(password_hash: str) -> float:
            start = perf_counter()
            assert not passwords.is_right("wrong password", password_hash)
            return perf_counter() - start

        pairs = [(cost(kept), cost("")) for _ in range(7)]
        # Far from what a comparison that is left out would give.
        assert 0.3 < median(a / b for a, b in pairs) < 3

    @pytest.mark.usefixtures("quick_passwords")
    @pytest.mark.parametrize(
        "password",
        ["ünïcödé pass", "👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀", "nul\0inside", "half \ud800 pair", "x" * 1000],
    )
    def test_any_characters_will_do(self, password):
        """As long as there are eight of them."""
        kept = passwords.hash_password(password)
        assert passwords.is_right(password, kept)
        assert not passwords.is_right(password[:-1], kept)

    @pytest.mark.usefixtures("quick_passwords")
    def test_composed_or_not_is_the_same_password(self):
        """Keyboards differ in it."""
        assert passwords.is_right(
            "caf\u00e9 society", passwords.hash_password("cafe\u0301 society")
        )

    def test_an_endless_password_is_wrong_without_being_hashed(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ):
        """Nobody can have one, and to hash it would take long."""
        hashed = []
        really = passwords._encoded  # noqa: SLF001 - all that is hashed goes through it
        monkeypatch.setattr(passwords, "_encoded", lambda p: hashed.append(p) or really(p))
        with pytest.raises(SignInRefusedError, match=WRONG):
            office.sign_in("root", "x" * 20_000_000)
        assert hashed == [""]

    def test_a_password_kept_at_a_lower_cost_is_kept_anew(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ):
        """On the next sign-in after an upgrade."""
        costlier = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)
        monkeypatch.setattr(passwords, "_hasher", costlier)
        office.sign_in("root")
        with office.store.people.reading() as book:
            assert ",t=2," in f",{book.password_hash('root').replace('$', ',')}"
        office.sign_in("root")


class TestRefusals:
    """Nobody learns from a refusal which logins there are."""

    def test_all_that_is_wrong_reads_the_same(self, office: Office):
        """No account, a wrong password, kept out, not come yet, another project's."""
        for login in ("ana", "bo"):
            office.join(login)
        office.accounts.set_active("root", "bo", False)
        office.accounts.invite("root", "cy", "Cy", Role.ANNOTATOR)
        said = set()
        for login, password in (
            ("nobody", PASSWORD),
            ("not a login!", PASSWORD),
            ("", ""),
            ("a\0b", PASSWORD),
            ("\ud800", PASSWORD),
            ("ana", "wrong password"),
            ("ana", ""),
            ("bo", PASSWORD),
            ("cy", PASSWORD),
        ):
            with pytest.raises(SignInRefusedError) as caught:
                office.sign_in(login, password)
            said.add((str(caught.value), caught.value.wait_s))
        assert said == {(WRONG, 0)}

    def test_an_account_waits_the_same_whether_it_exists_or_not(self, office: Office):
        """The back-off tells nothing either."""
        office.join("ana")
        waits = [fail(office, login, 7, f"192.0.2.{n}") for n, login in enumerate(("ana", "eve"))]
        assert waits == [8, 8]

    def test_another_service_lets_in_only_whom_the_project_knows(self, office: Office):
        """Under the name that service has for them."""
        office.accounts.invite("root", "ana", "Ana", Role.LEAD)
        secret = office.accounts.sign_in_external("ANA", "Ana Díaz", **WEB)
        assert office.whose(secret) == ("ana", "Ana Díaz", Role.LEAD)
        assert not office.accounts.members("root")[0].has_password
        again = office.accounts.sign_in_external("ana", "", **WEB)
        assert office.accounts.who(again)[0].name == "Ana Díaz"
        office.accounts.set_active("root", "ana", False)
        for login in ("ana", "eve"):
            with pytest.raises(SignInRefusedError, match="no account here"):
                office.accounts.sign_in_external(login, "X", **WEB)


class TestBackOff:
    """Who guesses has to wait longer and longer; who knows does not."""

    @pytest.mark.parametrize(
        ("tries", "wait_s"),
        [(0, 0), (4, 0), (5, 2), (6, 4), (7, 8), (13, 512), (14, 900), (10**9, 900)],
    )
    def test_the_wait_doubles_up_to_fifteen_minutes(self, tries, wait_s):
        """After the fifth try in a row."""
        assert wait_after(tries, 5) == wait_s

    def test_during_the_wait_not_even_the_right_password_counts(self, office: Office):
        """And after it, it does, and the count starts anew."""
        office.join("ana")
        assert fail(office, "ana", 4) == 0
        assert fail(office, "ana", 1) == 2
        for left in (2, 1):
            with pytest.raises(SignInRefusedError, match=f"counts in {left} s") as caught:
                office.sign_in("ana")
            assert caught.value.wait_s == left
            office.pass_time(seconds=1)
        office.sign_in("ana")
        assert fail(office, "ana", 4) == 0

    def test_tries_during_the_wait_make_it_no_longer(self, office: Office):
        """Or anybody could keep somebody out by trying on and on."""
        office.join("ana")
        wait_s = fail(office, "ana", 8)
        for _ in range(20):
            with pytest.raises(SignInRefusedError, match="too many"):
                office.sign_in("ana", "wrong password")
        office.pass_time(seconds=wait_s)
        office.sign_in("ana")

    def test_a_restart_shortens_no_wait(self, office: Office):
        """It is counted in the database."""
        office.join("ana")
        fail(office, "ana", 9)
        office.restart()
        with pytest.raises(SignInRefusedError) as caught:
            office.sign_in("ana")
        assert caught.value.wait_s == 32

    def test_a_clock_that_jumps_back_makes_nobody_wait_longer(self, office: Office):
        """The wait starts anew at most."""
        office.join("ana")
        wait_s = fail(office, "ana", 10)
        office.pass_time(days=-300)
        with pytest.raises(SignInRefusedError) as caught:
            office.sign_in("ana")
        assert caught.value.wait_s == wait_s == 64
        office.pass_time(seconds=wait_s)
        office.sign_in("ana")

    def test_others_do_not_wait(self, office: Office):
        """For one login's failures, from the same address too."""
        office.join("ana")
        fail(office, "ana", 8)
        office.sign_in("root")

    def test_an_address_that_tries_many_logins_waits_too(self, office: Office):
        """From the thirtieth failure in a row; from elsewhere people get in."""
        for n in range(29):
            assert fail(office, f"guess-{n}", 1, "198.51.100.1") == 0
        assert fail(office, "guess-29", 1, "198.51.100.1") == 2
        with pytest.raises(SignInRefusedError, match="too many"):
            office.sign_in("root", address="198.51.100.1")
        office.sign_in("root", address="198.51.100.2")
        office.pass_time(seconds=2)
        office.sign_in("root", address="198.51.100.1")
        assert fail(office, "guess-30", 1, "198.51.100.1") == 0

    def test_a_new_password_ends_the_wait(self, office: Office):
        """Who has the link is who they say."""
        office.join("ana")
        fail(office, "ana", 12)
        office.come(office.accounts.reset("root", "ana"), OTHER)
        office.sign_in("ana", OTHER)

    def test_made_up_logins_fill_no_disk(self, office: Office):
        """What failed last a day ago is forgotten."""
        fail(office, "ana", 12)
        office.pass_time(days=1, seconds=1)
        fail(office, "eve", 1)
        assert fail(office, "ana", 1) == 0


@pytest.mark.parametrize("role", list(Role))
def test_sessions_are_for_oneself_and_admins(office: Office, role):
    """A lead neither sees nor ends those of others."""
    office.join("ana", role)
    assert office.accounts.sessions("ana", "ana")
    (session,) = office.accounts.sessions("root", "root")
    if role is Role.ADMIN:
        assert office.accounts.sessions("ana", "root") == (session,)
        return
    with pytest.raises(NotAllowedError):
        office.accounts.sessions("ana", "root")
    with pytest.raises(NotAllowedError):
        office.accounts.end_session("ana", session.id)
