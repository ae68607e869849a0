"""One sign-in for all projects of an installation; roles, tokens and logs are each project's."""

import pytest
from accounted import OTHER, PASSWORD, WEB, Office
from stored import NOON, PROJECT

from labeler.core.account_log import ChangeKind
from labeler.core.errors import NotFoundError
from labeler.core.external import ExternalIdentity
from labeler.core.people import (
    LinkRefusedError,
    NotAllowedError,
    PeopleRefusedError,
    Role,
    Scope,
    SignInRefusedError,
    Visitor,
)
from labeler.workflow.accounts import Accounts

ZOE = {"login": "zoe", "name": "Zoe", "password": PASSWORD, **WEB}


@pytest.fixture
def sports(office: Office) -> Accounts:
    """Return the accounts of another project, whose first admin is ``zoe``."""
    found = office.elsewhere()
    link = found.first_admin_link()
    assert link is not None
    # At the one door of the installation, as all links are.
    office.accounts.use_link(link, **ZOE)
    return found


def use(office: Office, link: str) -> str:
    """Use a link at the door, and return the secret of the session."""
    return office.come(link)


def last_of(accounts: Accounts, by: str) -> tuple[str, str, str]:
    """Return who did last what to whom in a project."""
    change = accounts.changes(by)[-1]
    return change.login, change.kind.value, change.whom


class TestOneDoor:
    """Whoever is in any project gets in, and is in each project what they are there."""

    def test_a_session_tells_the_role_in_each_project(self, office: Office, sports: Accounts):
        """Given and taken, from the next request on; none where they are not in it."""
        secret = use(office, sports.invite("zoe", "bo", "Bo", Role.LEAD))
        for accounts in (office.accounts, sports):
            assert accounts.who(secret)[0] == Visitor("bo", "Bo", {"sports": Role.LEAD})
        office.accounts.invite("root", "bo", "Bo", Role.ANNOTATOR)
        sports.set_role("zoe", "bo", Role.ADMIN)
        visitor, _ = office.accounts.who(secret)
        assert visitor.roles == {"sports": Role.ADMIN, PROJECT: Role.ANNOTATOR}
        assert visitor.role_in("nowhere") is None

    def test_every_way_in_takes_whoever_is_in_any_project(self, office: Office, sports: Accounts):
        """A password, a proxy's word, a provider's, through the accounts of the first project."""
        identity = ExternalIdentity("https://login.example.org", "7f3a")
        link = sports.invite("zoe", "cy", "Cy", Role.ANNOTATOR)
        given = [
            office.sign_in("zoe"),
            office.accounts.sign_in_external("zoe", "", **WEB),
            office.accounts.use_link_as(link, identity, login="", name="", **WEB),
            office.accounts.sign_in_identity(identity, **WEB),
        ]
        assert [office.whose(secret)[::2] for secret in given] == [
            *[("zoe", None)] * 2,
            *[("cy", None)] * 2,
        ]

    def test_a_password_is_changed_wherever_one_asks(self, office: Office, sports: Accounts):
        """And stands in the log of a project one is in."""
        office.accounts.change_password("zoe", PASSWORD, OTHER)
        office.sign_in("zoe", OTHER)
        assert last_of(sports, "zoe") == ("zoe", "password-changed", "zoe")
        assert "zoe" not in {change.whom for change in office.accounts.changes("root")}

    def test_who_is_in_no_project_does_not_get_in(self, office: Office):
        """However right their password is."""
        with office.store.people.changing() as book:
            book.put_account("bo", "Bo", NOON)
        session = office.join("ana")
        with office.store.people.changing() as book:
            book.set_password_hash("bo", book.password_hash("ana"))
            book.take_role(PROJECT, "ana")
        assert office.accounts.who(session) is None
        for login in ("ana", "bo"):
            with pytest.raises(SignInRefusedError):
                office.sign_in(login)
            with pytest.raises(SignInRefusedError):
                office.accounts.sign_in_external(login, "", **WEB)

    def test_a_link_is_used_at_the_door_and_noted_where_it_was_made(
        self, office: Office, sports: Accounts
    ):
        """An admin's of another project makes none of this one; it is listed there only."""
        assert office.accounts.first_admin_link() is None
        assert [m.login for m in office.accounts.members("root")] == ["root"]
        link = sports.invite("zoe", "bo", "Bo", Role.ANNOTATOR)
        assert office.accounts.look_at_link(link).project == "sports"
        assert office.accounts.links("root") == ()
        with pytest.raises(NotFoundError):
            office.accounts.withdraw_link("root", sports.links("zoe")[0].id)
        use(office, link)
        assert last_of(sports, "zoe") == ("bo", "joined", "bo")
        assert last_of(office.accounts, "root") == ("root", "joined", "root")

    def test_the_only_admin_of_any_project_is_let_back_in(self, office: Office, sports: Accounts):
        """By whoever runs the server."""
        office.come(office.accounts.rescue("zoe"), OTHER)
        office.sign_in("zoe", OTHER)
        assert last_of(sports, "zoe") == ("zoe", "password-reset", "zoe")


class TestTokens:
    """A token is good in the project it was made in, and nowhere else."""

    def test_its_person_has_no_other_role_with_it(self, office: Office, sports: Accounts):
        """What they manage elsewhere it does not."""
        office.join("bo", Role.ADMIN)
        sports.invite("zoe", "bo", "Bo", Role.LEAD)
        secret, _ = sports.create_token("bo", "script", set(Scope), 1)
        for accounts in (office.accounts, sports):
            visitor, scopes = accounts.token(secret)
            assert (visitor.roles, scopes) == ({"sports": Role.LEAD}, frozenset(Scope))
        sports.set_role("zoe", "bo", Role.ANNOTATOR)
        visitor, scopes = office.accounts.token(secret)
        assert visitor.roles == {"sports": Role.ANNOTATOR}
        assert scopes == {Scope.READ, Scope.LABEL}

    def test_it_ends_with_the_place_in_its_project(self, office: Office, sports: Accounts):
        """For good: back in, they make another. That of another project goes on."""
        office.join("bo")
        sports.invite("zoe", "bo", "Bo", Role.ANNOTATOR)
        here, _ = office.accounts.create_token("bo", "script", {Scope.READ}, 1)
        there, _ = sports.create_token("bo", "script", {Scope.READ}, 1)
        office.accounts.remove("root", "bo")
        assert office.accounts.token(here) is None
        assert office.accounts.token(there)[0].roles == {"sports": Role.ANNOTATOR}
        office.accounts.invite("root", "bo", "Bo", Role.ANNOTATOR)
        assert office.accounts.token(here) is None
        with office.store.people.changing() as book:
            book.take_role("sports", "bo")
        assert office.accounts.token(there) is None


class TestInvitedFromElsewhere:
    """Whoever has an account in the installation needs no link to come into another project."""

    def test_they_are_in_at_once_as_they_are(self, office: Office, sports: Accounts):
        """Name, password, sessions stay; it is noted, and there is no link."""
        secret = office.join("bo")
        assert sports.invite("zoe", "bo", "Somebody", Role.LEAD) == ""
        assert office.accounts.who(secret)[0].role_in("sports") is Role.LEAD
        assert office.whose(office.sign_in("bo")) == ("bo", "Bo", Role.ANNOTATOR)
        assert sports.links("zoe") == ()
        assert last_of(sports, "zoe") == ("zoe", "added", "bo")
        assert dict(sports.changes("zoe")[-1].detail) == {"role": "lead"}

    def test_who_has_not_come_yet_comes_by_the_link_they_have(
        self, office: Office, sports: Accounts
    ):
        """Into both projects."""
        link = office.accounts.invite("root", "bo", "Bo", Role.ANNOTATOR)
        assert sports.invite("zoe", "bo", "Somebody", Role.ANNOTATOR) == ""
        visitor, _ = office.accounts.who(use(office, link))
        assert (visitor.name, set(visitor.roles)) == ("Bo", {PROJECT, "sports"})

    def test_a_lead_adds_annotators_only(self, office: Office, sports: Accounts):
        """As they invite."""
        office.join("lee", Role.LEAD)
        with pytest.raises(NotAllowedError):
            office.accounts.invite("lee", "zoe", "Zoe", Role.LEAD)
        assert office.accounts.invite("lee", "zoe", "Zoe", Role.ANNOTATOR) == ""
        assert sports.members("zoe")[0].role is Role.ADMIN

    def test_who_is_kept_out_stays_out(self, office: Office, sports: Accounts):
        """No other project lets them in."""
        office.join("bo")
        office.accounts.set_active("root", "bo", False)
        with pytest.raises(PeopleRefusedError, match="kept out"):
            sports.invite("zoe", "bo", "Bo", Role.ANNOTATOR)
        assert [m.login for m in sports.members("zoe")] == ["zoe"]

    def test_who_waits_in_two_projects_is_no_lead_s_to_invite_again(
        self, office: Office, sports: Accounts
    ):
        """The new link would open the other project too."""
        office.join("lee", Role.LEAD)
        office.accounts.invite("root", "bo", "Bo", Role.ANNOTATOR)
        sports.invite("zoe", "bo", "Bo", Role.ADMIN)
        for by in ("lee", "root"):
            with pytest.raises(NotAllowedError, match="also in a project"):
                office.accounts.invite(by, "bo", "Bo", Role.ANNOTATOR)


class TestRemoved:
    """Taken out of a project, somebody is what they were in the others."""

    def test_they_are_out_of_this_project_only(self, office: Office, sports: Accounts):
        """At once; the log keeps who did it, and what they were."""
        secret = office.join("bo", Role.LEAD)
        sports.invite("zoe", "bo", "Bo", Role.ANNOTATOR)
        office.accounts.remove("root", "bo")
        assert office.accounts.who(secret)[0].roles == {"sports": Role.ANNOTATOR}
        with pytest.raises(NotAllowedError):
            office.accounts.members("bo")
        assert [m.login for m in office.accounts.members("root")] == ["root"]
        assert last_of(office.accounts, "root") == ("root", "removed", "bo")
        assert dict(office.accounts.changes("root")[-1].detail) == {"role": "lead"}
        with pytest.raises(NotFoundError):
            office.accounts.remove("root", "bo")

    def test_without_another_they_are_out_until_they_are_invited_again(self, office: Office):
        """Then they sign in as they did."""
        secret = office.join("bo")
        office.accounts.remove("root", "bo")
        assert office.accounts.who(secret) is None
        with pytest.raises(SignInRefusedError):
            office.sign_in("bo")
        assert office.accounts.invite("root", "bo", "Bo", Role.ANNOTATOR) == ""
        office.sign_in("bo")

    def test_an_invitation_ends_with_the_only_project(self, office: Office):
        """Invited again, they get another link."""
        old = office.accounts.invite("root", "bo", "Bo", Role.ADMIN)
        office.accounts.remove("root", "bo")
        with pytest.raises(LinkRefusedError):
            office.come(old)
        new = office.accounts.invite("root", "bo", "Bo", Role.ANNOTATOR)
        assert office.whose(office.come(new))[2] is Role.ANNOTATOR

    def test_the_last_admin_is_not_taken_out(self, office: Office):
        """Another one may take them out, and themselves not any more."""
        with pytest.raises(PeopleRefusedError, match="last admin"):
            office.accounts.remove("root", "root")
        office.join("lee", Role.ADMIN)
        office.accounts.remove("lee", "root")
        with pytest.raises(PeopleRefusedError, match="last admin"):
            office.accounts.remove("lee", "lee")

    def test_who_is_kept_out_is_let_in_first(self, office: Office):
        """In no project nobody could."""
        office.join("bo")
        office.accounts.set_active("root", "bo", False)
        with pytest.raises(PeopleRefusedError, match="kept out"):
            office.accounts.remove("root", "bo")
        kinds = {change.kind for change in office.accounts.changes("root")}
        assert ChangeKind.REMOVED not in kinds
