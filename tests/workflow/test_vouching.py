"""An identity of a provider elsewhere opens the account that a link bound it to, and no other."""

from datetime import timedelta

import pytest
from accounted import OTHER, PASSWORD, WEB, Office

from labeler.core.account_log import ChangeKind
from labeler.core.external import ExternalIdentity
from labeler.core.people import (
    LinkRefusedError,
    PeopleRefusedError,
    Role,
    SignInRefusedError,
)

BO = ExternalIdentity("https://login.example.org", "7f3a")
CY = ExternalIdentity("https://login.example.org", "9b01")
ELSEWHERE = ExternalIdentity("https://other.example.org", "7f3a")


def bind(office: Office, login: str, identity: ExternalIdentity) -> str:
    """Invite somebody who comes by the provider, and return the secret of their session."""
    link = office.accounts.invite("root", login, login.title(), Role.ANNOTATOR)
    return office.accounts.use_link_as(link, identity, login="", name="", **WEB)


def is_refused(office: Office, identity: ExternalIdentity) -> bool:
    """Say whether an identity opens nothing."""
    try:
        office.accounts.sign_in_identity(identity, **WEB)
    except SignInRefusedError:
        return True
    return False


class TestSigningIn:
    """Issuer and subject together say who it is."""

    def test_who_was_invited_comes_in_and_comes_back(self, office: Office):
        """The link binds the identity; later it opens the account without one."""
        assert office.whose(bind(office, "bo", BO)) == ("bo", "Bo", Role.ANNOTATOR)
        again = office.accounts.sign_in_identity(BO, **WEB)
        assert office.accounts.who(again)[0].login == "bo"

    def test_nobody_else_comes_in(self, office: Office):
        """Whoever the provider knows beside them; nor the same subject of another provider."""
        bind(office, "bo", BO)
        assert is_refused(office, CY)
        assert is_refused(office, ELSEWHERE)
        assert is_refused(office, ExternalIdentity("", ""))
        assert is_refused(office, ExternalIdentity(BO.issuer, "7f3a\x00"))

    def test_who_is_kept_out_stays_out(self, office: Office):
        """Until they are let in again; the identity stays theirs."""
        secret = bind(office, "bo", BO)
        office.accounts.set_active("root", "bo", False)
        assert office.accounts.who(secret) is None
        assert is_refused(office, BO)
        office.accounts.set_active("root", "bo", True)
        assert not is_refused(office, BO)

    def test_an_invitation_that_was_not_used_lets_nobody_in(self, office: Office):
        """A login that reads like a name of the provider is no proof."""
        office.accounts.invite("root", "7f3a", "Bo", Role.LEAD)
        assert is_refused(office, BO)


class TestLinks:
    """A link binds once."""

    def test_the_first_admin_comes_by_the_provider(self, empty_office: Office):
        """Login and name are the person's choice; there is no second first admin."""
        accounts = empty_office.accounts
        link = accounts.first_admin_link()
        secret = accounts.use_link_as(link, BO, login=" Ana ", name=" Ana Díaz ", **WEB)
        assert empty_office.whose(secret) == ("ana", "Ana Díaz", Role.ADMIN)
        assert accounts.first_admin_link() is None
        with pytest.raises(LinkRefusedError):
            accounts.use_link_as(link, CY, login="cy", name="Cy", **WEB)

    def test_a_link_binds_once_and_for_its_time(self, office: Office):
        """Used or too old, it binds nothing."""
        link = office.accounts.invite("root", "bo", "Bo", Role.ANNOTATOR)
        office.accounts.use_link_as(link, BO, login="", name="", **WEB)
        with pytest.raises(LinkRefusedError):
            office.accounts.use_link_as(link, CY, login="", name="", **WEB)
        late = office.accounts.invite("root", "cy", "Cy", Role.ANNOTATOR)
        office.now += timedelta(days=8)
        with pytest.raises(LinkRefusedError):
            office.accounts.use_link_as(late, CY, login="", name="", **WEB)
        assert is_refused(office, CY)

    def test_an_identity_opens_one_account(self, office: Office):
        """Who is kept out does not come back as somebody else; the link is not used up."""
        bind(office, "bo", BO)
        office.accounts.set_active("root", "bo", False)
        link = office.accounts.invite("root", "cy", "Cy", Role.ANNOTATOR)
        with pytest.raises(PeopleRefusedError, match="the account bo here already"):
            office.accounts.use_link_as(link, BO, login="", name="", **WEB)
        office.accounts.use_link_as(link, CY, login="", name="", **WEB)
        assert not is_refused(office, CY)

    def test_a_new_identity_takes_the_place_of_the_old_one(self, office: Office):
        """By a link of an admin: the old one opens nothing, sessions end, it is noted."""
        before = bind(office, "bo", BO)
        link = office.accounts.reset("root", "bo")
        after = office.accounts.use_link_as(link, CY, login="", name="Mallory", **WEB)
        assert office.accounts.who(before) is None
        assert office.accounts.who(after)[0].name == "Bo"
        assert is_refused(office, BO)
        last = office.accounts.changes("root")[-1]
        assert (last.kind, last.whom) == (ChangeKind.IDENTITY_BOUND, "bo")
        assert last.detail["issuer"] == CY.issuer

    def test_what_cannot_be_is_refused_and_the_link_stays(self, office: Office):
        """All of it at once; another try works."""
        link = office.accounts.invite("root", "bo", "Bo", Role.ANNOTATOR)
        wrong = ExternalIdentity("https://login.example.org", "s" * 256)
        with pytest.raises(PeopleRefusedError) as caught:
            office.accounts.use_link_as(link, wrong, login="", name="n" * 501, **WEB)
        assert len(caught.value.problems) == 2
        office.accounts.use_link_as(link, BO, login="", name="", **WEB)
        assert not is_refused(office, BO)

    def test_a_password_of_before_stays_for_going_back(self, office: Office):
        """Who moves to a provider and back signs in as before."""
        office.join("bo")
        link = office.accounts.reset("root", "bo")
        office.accounts.use_link_as(link, BO, login="", name="", **WEB)
        assert office.accounts.who(office.sign_in("bo", PASSWORD))[0].login == "bo"
        with pytest.raises(SignInRefusedError):
            office.sign_in("bo", OTHER)
