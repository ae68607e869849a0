"""Links let in whom they are meant for, once, for a while."""

from collections.abc import Callable

import pytest
from accounted import OTHER, PASSWORD, WEB, Office
from stored import NOON, PROJECT

from labeler.core.errors import NotFoundError
from labeler.core.people import (
    LinkKind,
    LinkRefusedError,
    NotAllowedError,
    PeopleRefusedError,
    Role,
    SignInRefusedError,
)

MARKUP = "<script>alert(1)</script> & „O’Neill“ {{7*7}} %s"
EMOJI = "👩🏽‍🚀 Zoë \u202eمرحبا 🇪🇨"


def refused(act: Callable[[], object]) -> str:
    """Return why a link is refused."""
    with pytest.raises(LinkRefusedError) as caught:
        act()
    return caught.value.reason


class TestFirstAdmin:
    """An installation without an admin makes one; one with an admin never does."""

    def test_the_link_makes_an_admin_who_is_signed_in(self, empty_office: Office):
        """Login and name are the person's choice."""
        accounts = empty_office.accounts
        link = accounts.first_admin_link()
        looked = accounts.look_at_link(link)
        assert (looked.kind, looked.login, looked.role) == (LinkKind.ADMIN, "", Role.ADMIN)
        secret = accounts.use_link(
            link, login=" Ana.D ", name=" Ana Díaz ", password=PASSWORD, **WEB
        )
        assert empty_office.whose(secret) == ("ana.d", "Ana Díaz", Role.ADMIN)
        assert accounts.first_admin_link() is None

    def test_a_newer_link_ends_the_earlier_ones(self, empty_office: Office):
        """Each start prints one; what stands in an old log opens nothing."""
        accounts = empty_office.accounts
        old, new = accounts.first_admin_link(), accounts.first_admin_link()
        assert refused(lambda: accounts.look_at_link(old)) == "expired"
        assert accounts.look_at_link(new)
        empty_office.pass_time(days=7)
        assert refused(lambda: accounts.look_at_link(new)) == "expired"
        assert empty_office.found()

    def test_it_may_be_the_person_of_an_installation_without_passwords(self, empty_office: Office):
        """Whose labels are then theirs."""
        empty_office.store.ensure_person("local", "You", NOON)
        secret = empty_office.found("local")
        assert empty_office.accounts.who(secret)[0].name == "Local"

    def test_an_admin_who_never_came_does_not_count(self, empty_office: Office):
        """Nobody could let anybody in."""
        with empty_office.store.people.changing() as book:
            book.put_account("ana", "Ana", NOON)
            book.set_role(PROJECT, "ana", Role.ADMIN)
        link = empty_office.accounts.first_admin_link()
        with pytest.raises(PeopleRefusedError, match="account ana already"):
            empty_office.accounts.use_link(link, login="ana", name="Eve", password=PASSWORD, **WEB)
        # Nothing of it was done: the link is still good.
        assert empty_office.accounts.look_at_link(link)

    def test_other_roles_make_no_admin(self, office: Office):
        """A project full of people without an admin has to get one."""
        office.join("ana", Role.LEAD)
        assert office.accounts.first_admin_link() is None

    def test_a_link_left_from_before_is_useless_once_there_is_an_admin(self, empty_office: Office):
        """Also where two servers had printed one each."""
        accounts = empty_office.accounts
        one = accounts.first_admin_link()
        with empty_office.store.people.changing() as book:
            book.put_account("ana", "Ana", NOON)
            book.set_role(PROJECT, "ana", Role.ADMIN)
            book.saw("ana", NOON)
        use = {"login": "eve", "name": "Eve", "password": PASSWORD, **WEB}
        assert refused(lambda: accounts.use_link(one, **use)) == "expired"


class TestLinks:
    """A link works once, for a week, for what it was made."""

    @pytest.mark.parametrize("secret", ["", "x", "\ud800", "a\0b", "x" * 9999])
    def test_a_made_up_link_is_unknown(self, office: Office, secret):
        """Whatever stands in it."""
        assert refused(lambda: office.accounts.look_at_link(secret)) == "unknown"
        assert refused(lambda: office.come(secret)) == "unknown"

    def test_the_id_in_lists_is_no_link(self, office: Office):
        """Who sees a list of links can use none of them."""
        office.accounts.invite("root", "ana", "Ana", Role.ANNOTATOR)
        (link,) = office.accounts.links("root")
        assert refused(lambda: office.come(link.id)) == "unknown"

    def test_used_twice_is_refused(self, office: Office):
        """And the first use stands."""
        link = office.accounts.invite("root", "ana", "Ana", Role.ANNOTATOR)
        office.come(link)
        assert refused(lambda: office.accounts.look_at_link(link)) == "used"
        assert refused(lambda: office.come(link, "another one")) == "used"
        office.sign_in("ana")

    def test_too_old_is_refused_and_stays_so(self, office: Office):
        """Also when the clock jumps back."""
        link = office.accounts.invite("root", "ana", "Ana", Role.ANNOTATOR)
        office.pass_time(days=7, seconds=-1)
        assert office.accounts.look_at_link(link)
        office.pass_time(seconds=1)
        assert office.accounts.links("root") == ()
        assert refused(lambda: office.come(link)) == "expired"
        office.pass_time(days=-5)
        assert refused(lambda: office.come(link)) == "expired"
        assert office.accounts.links("root") == ()

    def test_looking_uses_nothing(self, office: Office):
        """A mail programme may have looked before the person does."""
        link = office.accounts.invite("root", "ana", "Ana", Role.ANNOTATOR)
        for _ in range(3):
            assert office.accounts.look_at_link(link).login == "ana"
        office.come(link)

    def test_withdrawn_is_refused_and_cannot_be_withdrawn_again(self, office: Office):
        """By a lead."""
        office.join("lee", Role.LEAD)
        link = office.accounts.invite("root", "ana", "Ana", Role.ANNOTATOR)
        (listed,) = office.accounts.links("lee")
        assert (listed.login, listed.name, listed.created_by) == ("ana", "Ana", "root")
        office.accounts.withdraw_link("lee", listed.id)
        assert refused(lambda: office.come(link)) == "expired"
        with pytest.raises(NotFoundError):
            office.accounts.withdraw_link("lee", listed.id)

    def test_what_cannot_be_is_all_listed_and_uses_nothing_up(self, empty_office: Office):
        """The person corrects it and goes on with the same link."""
        link = empty_office.accounts.first_admin_link()
        with pytest.raises(PeopleRefusedError) as caught:
            empty_office.accounts.use_link(link, login="Ä", name="a\nb", password="", **WEB)
        assert len(caught.value.problems) == 3
        empty_office.accounts.use_link(link, login="a", name="A", password=PASSWORD, **WEB)


class TestInvitations:
    """Somebody is in the list from the invitation on, and in from their link on."""

    def test_the_name_may_be_corrected_but_not_the_login(self, office: Office):
        """The inviter chose that, and the role."""
        link = office.accounts.invite("root", "ana", "Anna", Role.LEAD)
        secret = office.accounts.use_link(link, login="root", name="Ana", password=PASSWORD, **WEB)
        assert office.whose(secret) == ("ana", "Ana", Role.LEAD)

    def test_who_was_invited_is_listed_and_cannot_sign_in_yet(self, office: Office):
        """Without a password, not even an empty one."""
        office.accounts.invite("root", "ana", "Ana", Role.ANNOTATOR)
        waiting = office.accounts.members("root")[0]
        assert (waiting.login, waiting.has_password, waiting.seen_at) == ("ana", False, None)
        with pytest.raises(SignInRefusedError):
            office.sign_in("ana", "")

    def test_invited_again_only_the_newer_link_works(self, office: Office):
        """With the newer name and role."""
        old = office.accounts.invite("root", "ana", "Anna", Role.LEAD)
        new = office.accounts.invite("root", "ana", "Ana", Role.ANNOTATOR)
        assert refused(lambda: office.come(old)) == "expired"
        assert office.whose(office.come(new)) == ("ana", "Ana", Role.ANNOTATOR)

    def test_an_account_in_use_is_not_invited_again(self, office: Office):
        """The link would choose somebody's password: taken over, not invited."""
        office.join("ana")
        office.accounts.invite("root", "bo", "Bo", Role.ANNOTATOR)
        office.accounts.sign_in_external("bo", "Bo", **WEB)
        for login in ("ana", "bo", "root"):
            with pytest.raises(PeopleRefusedError, match="already"):
                office.accounts.invite("root", login, "Eve", Role.ANNOTATOR)

    def test_a_lead_takes_over_no_invitation_of_an_admin(self, office: Office):
        """By inviting the same login as an annotator, and keeping the link."""
        office.join("lee", Role.LEAD)
        link = office.accounts.invite("root", "ana", "Ana", Role.ADMIN)
        with pytest.raises(NotAllowedError):
            office.accounts.invite("lee", "ana", "Ana", Role.ANNOTATOR)
        assert office.whose(office.come(link))[2] is Role.ADMIN

    def test_who_is_kept_out_before_they_came_does_not_get_in(self, office: Office):
        """Their link ends at once."""
        link = office.accounts.invite("root", "ana", "Ana", Role.ANNOTATOR)
        office.accounts.set_active("root", "ana", False)
        assert refused(lambda: office.come(link)) == "expired"

    @pytest.mark.parametrize("name", [MARKUP, EMOJI, "x" * 500, "👩🏽‍🚀" * 125, "O", "null"])
    def test_names_are_kept_to_the_letter(self, office: Office, name):
        """Markup, emoji, right to left, and 500 characters."""
        link = office.accounts.invite("root", "ana", name, Role.ANNOTATOR)
        assert office.accounts.look_at_link(link).name == name
        assert office.accounts.who(office.come(link))[0].name == name
        office.restart()
        assert name in {account.name for account in office.accounts.members("root")}

    @pytest.mark.parametrize("name", ["", " \n ", "x" * 501, "a\0b", "a\nb", "\ud800", "a\x1bb"])
    def test_names_that_cannot_be_are_refused(self, office: Office, name):
        """Neither database nor terminal nor page would show them."""
        with pytest.raises(PeopleRefusedError, match="name"):
            office.accounts.invite("root", "ana", name, Role.ANNOTATOR)
        assert len(office.accounts.members("root")) == 1

    @pytest.mark.parametrize("login", ["", "a b", "ä", "-a", "a/b", "x" * 65, "<b>", "@a"])
    def test_logins_that_cannot_be_are_refused(self, office: Office, login):
        """They stand in addresses, authors and files."""
        with pytest.raises(PeopleRefusedError, match="login"):
            office.accounts.invite("root", login, "Ana", Role.ANNOTATOR)


class TestNewPasswords:
    """Who forgot theirs gets a link from an admin."""

    def test_the_link_ends_all_sessions_and_the_old_password(self, office: Office):
        """Nothing of it before the link is used."""
        old = office.join("ana")
        link = office.accounts.reset("root", "ana")
        looked = office.accounts.look_at_link(link)
        assert (looked.kind, looked.login, looked.name) == (LinkKind.RESET, "ana", "Ana")
        assert office.accounts.who(old) is not None
        office.sign_in("ana")
        new = office.accounts.use_link(link, login="root", name="Eve", password=OTHER, **WEB)
        account, _ = office.accounts.who(new)
        assert (account.login, account.name) == ("ana", "Ana")
        assert office.accounts.who(old) is None
        with pytest.raises(SignInRefusedError):
            office.sign_in("ana")
        office.sign_in("ana", OTHER)

    def test_another_link_or_password_ends_the_earlier_link(self, office: Office):
        """One door at a time."""
        office.join("ana")
        one, two = office.accounts.reset("root", "ana"), office.accounts.reset("root", "ana")
        assert refused(lambda: office.come(one)) == "expired"
        office.accounts.change_password("ana", PASSWORD, OTHER)
        assert refused(lambda: office.come(two)) == "expired"

    def test_who_may_not_come_in_gets_no_link(self, office: Office):
        """Nor does anybody who is not in the project."""
        office.join("ana")
        office.accounts.set_active("root", "ana", False)
        with pytest.raises(PeopleRefusedError, match="may not sign in"):
            office.accounts.reset("root", "ana")
        with pytest.raises(NotFoundError):
            office.accounts.reset("root", "eve")

    def test_whoever_runs_the_server_lets_an_only_admin_back_in(self, office: Office):
        """By the same link, which nobody is noted for."""
        link = office.accounts.rescue("root")
        office.come(link, OTHER)
        office.sign_in("root", OTHER)
        made = office.accounts.changes("root")[-2]
        assert (made.login, made.kind, made.whom) == ("", "link-made", "root")
        with pytest.raises(NotFoundError):
            office.accounts.rescue("eve")
