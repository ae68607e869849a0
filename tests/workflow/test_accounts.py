"""What each role may do with the people of a project, and the tokens of scripts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from accounted import OTHER, PASSWORD, WEB, Office
from stored import NOON, make_schema

from labeler.core.errors import NotFoundError
from labeler.core.people import (
    LinkRefusedError,
    NotAllowedError,
    PeopleRefusedError,
    Role,
    Scope,
    SignInRefusedError,
)

READ = frozenset({Scope.READ})
ZOE = {"name": "Zoe", "password": PASSWORD, **WEB}
Step = Callable[[Office, str], object]


def session_of(office: Office, login: str) -> str:
    """Return the id of a new session of somebody."""
    return office.accounts.who(office.sign_in(login))[1].id


def token_of(office: Office, login: str) -> str:
    """Return the id of a new token of somebody."""
    return office.accounts.create_token(login, "script", READ, 1)[1].id


def open_link(office: Office) -> str:
    """Return the id of an invitation that was not used."""
    office.accounts.invite("root", "cy", "Cy", Role.ANNOTATOR)
    return office.accounts.links("root")[0].id


# The least role a step takes, and the step, by whom; ``bo`` is an annotator.
STEPS: dict[str, tuple[Role, Step]] = {
    "members": (Role.LEAD, lambda o, by: o.accounts.members(by)),
    "changes": (Role.ADMIN, lambda o, by: o.accounts.changes(by)),
    "links": (Role.LEAD, lambda o, by: o.accounts.links(by)),
    "withdraw a link": (Role.LEAD, lambda o, by: o.accounts.withdraw_link(by, open_link(o))),
    "invite an annotator": (
        Role.LEAD,
        lambda o, by: o.accounts.invite(by, "new", "New", Role.ANNOTATOR),
    ),
    "take out": (Role.ADMIN, lambda o, by: o.accounts.remove(by, "bo")),
    "invite a lead": (Role.ADMIN, lambda o, by: o.accounts.invite(by, "new", "New", Role.LEAD)),
    "invite an admin": (Role.ADMIN, lambda o, by: o.accounts.invite(by, "new", "New", Role.ADMIN)),
    "reset": (Role.ADMIN, lambda o, by: o.accounts.reset(by, "bo")),
    "set a role": (Role.ADMIN, lambda o, by: o.accounts.set_role(by, "bo", Role.LEAD)),
    "set one's own role": (Role.ADMIN, lambda o, by: o.accounts.set_role(by, by, Role.ADMIN)),
    "keep out": (Role.ADMIN, lambda o, by: o.accounts.set_active(by, "bo", False)),
    "let in": (Role.ADMIN, lambda o, by: o.accounts.set_active(by, "bo", True)),
    "sessions of another": (Role.ADMIN, lambda o, by: o.accounts.sessions(by, "bo")),
    "sessions of one's own": (Role.ANNOTATOR, lambda o, by: o.accounts.sessions(by, by)),
    "end another's session": (
        Role.ADMIN,
        lambda o, by: o.accounts.end_session(by, session_of(o, "bo")),
    ),
    "create a token": (
        Role.ANNOTATOR,
        lambda o, by: o.accounts.create_token(by, "script", {Scope.READ, Scope.LABEL}, 30),
    ),
    "create a token that manages": (
        Role.LEAD,
        lambda o, by: o.accounts.create_token(by, "script", list(Scope), 30),
    ),
    "tokens of another": (Role.ADMIN, lambda o, by: o.accounts.tokens(by, "bo")),
    "tokens of one's own": (Role.ANNOTATOR, lambda o, by: o.accounts.tokens(by, by)),
    "revoke another's token": (
        Role.ADMIN,
        lambda o, by: o.accounts.revoke_token(by, token_of(o, "bo")),
    ),
}


def bring_about(office: Office) -> dict[str, Role | None]:
    """Return the logins of all kinds of people, with what they may act as."""
    people: dict[str, Role | None] = {"stranger": None}
    for role in Role:
        office.join(role.value, role)
        people[role.value] = role
    office.accounts.invite("root", "invited", "Invited", Role.ANNOTATOR)
    people["invited"] = Role.ANNOTATOR
    office.join("kept-out", Role.ADMIN)
    office.accounts.set_active("root", "kept-out", False)
    people["kept-out"] = None
    sports = office.elsewhere()
    sports.use_link(sports.first_admin_link(), **{**ZOE, "login": "elsewhere"})
    people["elsewhere"] = None
    return people


@pytest.mark.parametrize("step", STEPS)
def test_every_step_takes_its_role(office: Office, step: str):
    """Whoever asks it is checked where it is done; a refused one leaves no trace."""
    least, act = STEPS[step]
    office.join("bo")
    open_link(office)
    for by, role in bring_about(office).items():
        if role is not None and role.covers(least):
            act(office, by)
            continue
        members, done = office.accounts.members("root"), done_by(office, by)
        with pytest.raises(NotAllowedError):
            act(office, by)
        assert done_by(office, by) == done, by
        assert office.accounts.members("root") == members, by


def done_by(office: Office, login: str) -> int:
    """Return how much somebody did to accounts."""
    return [change.login for change in office.accounts.changes("root")].count(login)


class TestRoles:
    """Roles count from the moment they are set."""

    def test_a_role_counts_in_sessions_there_are(self, office: Office):
        """Given or taken away."""
        secret = office.join("ana")
        for role in (Role.LEAD, Role.ADMIN, Role.ANNOTATOR):
            office.accounts.set_role("root", "ana", role)
            assert office.whose(secret)[2] is role
        with pytest.raises(NotAllowedError):
            office.accounts.members("ana")

    def test_the_last_admin_stays_one(self, office: Office):
        """Whoever asks; once there is another, they may go."""
        office.join("lee", Role.LEAD)
        # Never came, and could let nobody in.
        office.accounts.invite("root", "ana", "Ana", Role.ADMIN)
        with pytest.raises(PeopleRefusedError, match="last admin"):
            office.accounts.set_role("root", "root", Role.LEAD)
        with pytest.raises(PeopleRefusedError, match="last admin"):
            office.accounts.set_active("root", "root", False)
        office.accounts.set_role("root", "lee", Role.ADMIN)
        office.accounts.set_role("root", "root", Role.ANNOTATOR)
        with pytest.raises(PeopleRefusedError, match="last admin"):
            office.accounts.set_active("lee", "lee", False)
        with pytest.raises(NotAllowedError):
            office.accounts.set_role("root", "root", Role.ADMIN)

    def test_an_admin_who_is_kept_out_is_no_admin(self, office: Office):
        """The other one is the last."""
        office.join("ana", Role.ADMIN)
        office.accounts.set_active("root", "ana", False)
        with pytest.raises(PeopleRefusedError, match="last admin"):
            office.accounts.set_role("root", "root", Role.LEAD)

    def test_nobody_is_given_a_role_who_is_not_in_the_project(self, office: Office):
        """Inviting them is a step of its own."""
        for login in ("eve", "", "a\0b", "\ud800"):
            with pytest.raises(NotFoundError):
                office.accounts.set_role("root", login, Role.LEAD)
            with pytest.raises(NotFoundError):
                office.accounts.set_active("root", login, False)

    def test_an_admin_of_one_project_takes_over_nobody_of_another(self, office: Office):
        """How somebody signs in is the same everywhere."""
        office.store.ensure_project("sports", make_schema(), NOON)
        office.join("ana")
        with office.store.people.changing() as book:
            book.set_role("sports", "ana", Role.ANNOTATOR)
        for act in (
            lambda: office.accounts.reset("root", "ana"),
            lambda: office.accounts.set_active("root", "ana", False),
            lambda: office.accounts.sessions("root", "ana"),
        ):
            with pytest.raises(NotAllowedError, match="also in a project"):
                act()
        with office.store.people.changing() as book:
            book.set_role("sports", "root", Role.ADMIN)
        assert office.accounts.sessions("root", "ana")

    def test_the_last_admin_of_another_project_stays_one_too(self, office: Office):
        """Nobody keeps themselves out of a project that nobody else looks after."""
        office.join("lee", Role.ADMIN)
        office.elsewhere().use_link(
            office.elsewhere().first_admin_link(), **{**ZOE, "login": "zoe"}
        )
        with office.store.people.changing() as book:
            book.set_role("sports", "lee", Role.ADMIN)
        office.elsewhere().set_role("lee", "zoe", Role.LEAD)
        with pytest.raises(PeopleRefusedError, match="last admin of another project"):
            office.accounts.set_active("lee", "lee", False)


class TestKeptOut:
    """Who may not come in any more is out at once; what they did stays."""

    def test_sessions_tokens_and_links_end_at_once_and_for_good(self, office: Office):
        """Let in again, they sign in anew."""
        session = office.join("ana")
        token, _ = office.accounts.create_token("ana", "script", READ, 30)
        link = office.accounts.reset("root", "ana")
        office.accounts.set_active("root", "ana", False)

        def is_out() -> bool:
            with pytest.raises(LinkRefusedError):
                office.come(link)
            return office.accounts.who(session) is None and office.accounts.token(token) is None

        assert is_out()
        with pytest.raises(SignInRefusedError):
            office.sign_in("ana")
        assert [a.active for a in office.accounts.members("root")] == [False, True]
        office.accounts.set_active("root", "ana", True)
        assert is_out()
        office.sign_in("ana")

    def test_twice_is_once(self, office: Office):
        """Also in the log."""
        office.join("ana")
        for active in (True, False, False, True, True):
            office.accounts.set_active("root", "ana", active)
        kinds = [change.kind for change in office.accounts.changes("root")]
        assert kinds.count("active-set") == 2


class TestTokens:
    """A script acts for its person, as far as its scopes and their role go."""

    def test_a_token_is_known_by_its_secret(self, office: Office):
        """And noted as used, once a minute at most."""
        office.join("ana")
        secret, token = office.accounts.create_token("ana", " nightly export ", READ, 30)
        assert (token.name, token.scopes, token.used_at) == ("nightly export", READ, None)
        assert token.expires_at == NOON + timedelta(days=30)
        for seconds, noted in ((0, 0), (59, 0), (1, 60)):
            office.pass_time(seconds=seconds)
            account, scopes = office.accounts.token(secret)
            assert (account.login, scopes) == ("ana", READ)
            (listed,) = office.accounts.tokens("ana", "ana")
            assert listed.used_at == NOON + timedelta(seconds=noted)

    @pytest.mark.parametrize("secret", ["", "x", "\ud800", "a\0b", "é" * 5000])
    def test_a_made_up_token_is_nobodys(self, office: Office, secret):
        """Neither is the id in lists, nor the secret of a session."""
        session = office.sign_in("root")
        _, token = office.accounts.create_token("root", "script", READ, 1)
        for made_up in (secret, token.id, session):
            assert office.accounts.token(made_up) is None

    def test_a_token_is_no_session(self, office: Office):
        """It cannot be put in a cookie."""
        secret, _ = office.accounts.create_token("root", "script", READ, 1)
        assert office.accounts.who(secret) is None

    def test_expired_it_stays_so(self, office: Office):
        """Also when the clock jumps back."""
        secret, _ = office.accounts.create_token("root", "script", READ, 1)
        office.pass_time(days=1)
        assert office.accounts.tokens("root", "root") == ()
        assert office.accounts.token(secret) is None
        office.pass_time(days=-1)
        assert office.accounts.token(secret) is None

    def test_revoked_it_ends_at_once(self, office: Office):
        """One's own, and anybody's by an admin."""
        office.join("ana")
        for by in ("ana", "root"):
            secret, token = office.accounts.create_token("ana", "script", READ, 1)
            office.accounts.revoke_token(by, token.id)
            assert office.accounts.token(secret) is None
            with pytest.raises(NotFoundError):
                office.accounts.revoke_token(by, token.id)

    def test_it_manages_only_while_its_person_does(self, office: Office):
        """Their role now counts, not the one they had."""
        office.join("lee", Role.LEAD)
        secret, _ = office.accounts.create_token("lee", "script", set(Scope), 1)
        assert office.accounts.token(secret)[1] == frozenset(Scope)
        office.accounts.set_role("root", "lee", Role.ANNOTATOR)
        assert office.accounts.token(secret)[1] == {Scope.READ, Scope.LABEL}

    def test_what_cannot_be_is_all_listed(self, office: Office):
        """Name, scopes and days."""
        for days in (0, -1, 367, 10**12):
            with pytest.raises(PeopleRefusedError) as caught:
                office.accounts.create_token("root", "a\0b", (), days)
            assert len(caught.value.problems) == 3

    @pytest.mark.parametrize("unknown", ["tok-1", "", "\ud800", "a\0b"])
    def test_what_is_not_there_is_not_found(self, office: Office, unknown):
        """Tokens, sessions and links."""
        for act in (
            office.accounts.revoke_token,
            office.accounts.end_session,
            office.accounts.withdraw_link,
        ):
            with pytest.raises(NotFoundError):
                act("root", unknown)


def test_everything_done_to_accounts_is_in_the_log(office: Office):
    """Who, when, what, whom; in order, and in words that hold no secret."""
    accounts = office.accounts
    office.pass_time(hours=1)
    given = [office.join("ana"), accounts.invite("root", "bo", "Bo", Role.LEAD)]
    accounts.withdraw_link("root", accounts.links("root")[0].id)
    accounts.set_role("root", "ana", Role.LEAD)
    accounts.change_password("ana", PASSWORD, OTHER)
    given.append(office.sign_in("ana", OTHER))
    accounts.end_session("root", accounts.sessions("root", "ana")[0].id)
    secret, token = accounts.create_token("ana", "script", READ, 1)
    accounts.revoke_token("root", token.id)
    link = accounts.reset("root", "ana")
    office.come(link)
    accounts.set_active("root", "ana", False)
    log = accounts.changes("root")
    assert [(c.login, c.kind.value, c.whom) for c in log] == [
        ("", "link-made", ""),
        ("root", "joined", "root"),
        ("root", "link-made", "ana"),
        ("ana", "joined", "ana"),
        ("root", "link-made", "bo"),
        ("root", "link-withdrawn", "bo"),
        ("root", "role-set", "ana"),
        ("ana", "password-changed", "ana"),
        ("root", "session-ended", "ana"),
        ("ana", "token-created", "ana"),
        ("root", "token-revoked", "ana"),
        ("root", "link-made", "ana"),
        ("ana", "password-reset", "ana"),
        ("root", "active-set", "ana"),
    ]
    assert {c.at for c in log[2:]} == {NOON + timedelta(hours=1)}
    assert dict(log[6].detail) == {"before": "annotator", "after": "lead"}
    written = repr(log)
    assert not [s for s in (*given, secret, link, PASSWORD, OTHER) if s in written]
