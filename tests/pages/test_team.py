"""The page Team: who is listed, what is offered to whom, what is said of links and refusals."""

from types import SimpleNamespace

import pytest
from accounted import PASSWORD, WEB, found_project, hashing_quickly, open_office
from streamlit.testing.v1 import AppTest

from labeler.core.people import Role, Scope
from labeler.identity import Person
from labeler.pages import people_common, team_links, ways_in
from labeler.settings import Settings

SITE = "https://labels.example.org"


def _script() -> None:
    from labeler.pages import team  # noqa: PLC0415 - the script of an AppTest stands alone

    team.page()


@pytest.fixture
def office(tmp_path):
    """The accounts of a project: Root is its admin, Lea a lead, Bo an annotator."""
    url = f"sqlite:///{tmp_path / 'labeler.db'}"
    found_project(url)
    with hashing_quickly(), open_office(url) as opened:
        opened.found()
        opened.join("lea", Role.LEAD)
        opened.join("bo")
        yield opened


@pytest.fixture
def look(office, monkeypatch):
    """Show the page to somebody, with somebody chosen or a part of it."""

    def shown(
        login: str, *, chosen: str = "", part: str = "People", mode: str = "accounts"
    ) -> AppTest:
        settings = Settings(mode=mode, public_url=f"{SITE}/", oidc_issuer="https://login.test/x")
        services = SimpleNamespace(accounts=office.accounts, settings=settings)
        for module in (people_common, team_links, ways_in):
            monkeypatch.setattr(module, "services", lambda: services)

        def person() -> Person:
            roles = {account.login: account.role for account in office.accounts.members("root")}
            return Person(login, login.title(), roles[login].value)

        monkeypatch.setattr(people_common, "person", person)
        page = AppTest.from_function(_script, default_timeout=30)
        page.session_state["team-part"] = part
        if chosen:
            page.session_state["team-chosen"] = chosen
        return run(page)

    return shown


def run(page: AppTest) -> AppTest:
    """Run the page and see that nothing broke."""
    page.run()
    assert not page.exception, page.exception
    return page


def press(page: AppTest, key: str) -> AppTest:
    """Press a button."""
    page.button(key).click()
    return run(page)


def keys(page: AppTest) -> set[str]:
    """Return what buttons there are."""
    return {button.key for button in page.button}


def words(page: AppTest) -> str:
    """Return what the page says, line by line."""
    said = [*page.markdown, *page.caption, *page.info, *page.success, *page.error, *page.warning]
    return "\n".join(element.value for element in said)


def table(page: AppTest):
    """Return the table."""
    return page.dataframe[0].value


# ---- people --------------------------------------------------------------------


def test_everybody_is_listed_with_what_they_are(look, office):
    """Names as people write them; an admin also sees how many sessions and tokens."""
    office.accounts.invite("root", "cy", "<b>Cy</b> :tada: 🎉", Role.ANNOTATOR)
    office.accounts.create_token("bo", "script", {Scope.READ}, 7)
    people = table(look("root")).set_index("login")
    assert people.loc["cy", "name"] == "<b>Cy</b> :tada: 🎉"
    assert people.loc["cy", "state"] == ["Invited"]
    assert people.loc["lea", "role"] == "Lead"
    assert people.loc["bo", ["sessions", "tokens"]].tolist() == [1, 1]
    assert "sessions" not in table(look("lea"))


def test_five_hundred_are_searched_at_once(look, office):
    """By name, login, role or state; who is not found may be invited."""
    with office.store.people.changing() as book:
        for number in range(500):
            book.put_account(f"p{number}", f"Person {number}", office.now)
            book.set_role("news", f"p{number}", Role.ANNOTATOR)
    page = look("root")
    assert len(table(page)) == 503
    page.text_input("team-search").set_value("PERSON 12")
    assert set(table(run(page))["login"]) == {"p12", *(f"p{n}" for n in range(120, 130))}
    page.text_input("team-search").set_value("lead")
    assert table(run(page))["login"].tolist() == ["lea"]
    page.text_input("team-search").set_value("nobody")
    assert "Nobody matches" in words(run(page))


def test_a_role_is_changed_by_an_admin(look, office):
    """After a press on what says what they become."""
    page = look("root", chosen="bo")
    page.segmented_control("team-role-bo-annotator-0").set_value(Role.LEAD)
    press(run(page), "team-role-yes")
    assert "Bo is a lead now" in words(page)
    assert {a.login: a.role for a in office.accounts.members("root")}["bo"] is Role.LEAD


def test_the_last_admin_stays_one_and_is_told_why(look):
    """What Accounts refuses is said in words, and nothing changes."""
    page = look("root", chosen="root")
    page.segmented_control("team-role-root-admin-0").set_value(Role.LEAD)
    press(run(page), "team-role-yes")
    assert "Root is the last admin" in words(page).replace("\\", "")
    assert page.segmented_control("team-role-root-admin-1").value is Role.ADMIN


def test_keeping_somebody_out_is_asked_once(look, office):
    """Cancelled, nothing happens; confirmed, they are out, and can be let in again."""
    page = press(look("root", chosen="bo"), "team-keep-out")
    assert "signed out everywhere" in words(page)
    press(page, "team-keep-out-no")
    assert office.accounts.sessions("root", "bo")
    press(press(page, "team-keep-out"), "team-keep-out-yes")
    assert "Bo is kept out now" in words(page)
    assert not office.accounts.sessions("root", "bo")
    press(page, "team-let-in")
    assert "Bo may sign in again" in words(page)


def test_sessions_end_one_by_one_or_all(look, office):
    """Each is asked about."""
    office.sign_in("bo")
    office.sign_in("bo")
    first = office.accounts.sessions("root", "bo")[0].id
    page = press(look("root", chosen="bo"), f"keys-end-{first}")
    press(page, f"keys-end-{first}-yes")
    assert first not in {session.id for session in office.accounts.sessions("root", "bo")}
    press(press(page, "keys-end-all"), "keys-end-all-yes")
    assert not office.accounts.sessions("root", "bo")
    assert "No browser is signed in" in words(page)


def test_a_token_is_revoked(look, office):
    """It opens nothing any more."""
    secret, token = office.accounts.create_token("bo", "night *run*", {Scope.READ}, 7)
    page = press(look("root", chosen="bo"), f"keys-revoke-{token.id}")
    press(page, f"keys-revoke-{token.id}-yes")
    assert office.accounts.token(secret) is None
    assert "works no more" in words(page)


def test_a_link_to_a_new_password_is_said_once(look, office):
    """It is there after the press, and gone after Done."""
    page = press(look("root", chosen="bo"), "team-reset")
    address = page.code[0].value
    assert address.startswith(f"{SITE}/link/")
    assert office.accounts.look_at_link(address.rpartition("/")[2]).login == "bo"
    assert not press(page, "team-link-done").code


def test_where_a_provider_asks_people_nothing_speaks_of_passwords(look, office):
    """Links lead to it, in the list and in the log, too."""
    page = press(look("root", chosen="bo", mode="oidc"), "team-reset")
    assert "come in with another account at login.test" in words(page).replace("\\", "")
    office.accounts.invite("root", "cy", "Cy", Role.ANNOTATOR)
    page = look("root", part="Invitations", mode="oidc")
    said = words(page).replace("\\", "")
    assert "with their own account at login.test" in said
    assert "another sign-in" in said
    assert "password" not in said
    log = table(look("root", part="Log", mode="oidc"))
    assert log.loc[log["whom"] == "Bo (bo)", "what"].iloc[0] == "made a link to another sign-in"


def test_a_lead_is_offered_only_what_leads_may(look):
    """No roles, passwords, sessions or tokens of others; no log."""
    page = look("lea", chosen="bo")
    assert not any(control.key.startswith("team-role") for control in page.segmented_control)
    assert keys(page) == set()
    assert "for admins" in words(page)
    assert page.segmented_control("team-part").options == ["People", "Invitations"]


def test_a_role_that_was_taken_away_meanwhile_does_nothing(look, office):
    """The page was open when the looker stopped being an admin, and then the whole page."""
    office.join("ada", Role.ADMIN)
    page = press(look("ada", chosen="bo"), "team-keep-out")
    office.accounts.set_role("root", "ada", Role.LEAD)
    press(page, "team-keep-out-yes")
    assert office.accounts.sessions("root", "bo")
    assert "for admins" in words(page)
    office.accounts.set_role("root", "ada", Role.ANNOTATOR)
    assert "The team is for leads and admins" in words(run(page))


# ---- invitations ---------------------------------------------------------------


def invite(page: AppTest, login: str, name: str, role: Role | None = None) -> AppTest:
    """Fill in the form."""
    page.text_input("team-invite-login").set_value(login)
    page.text_input("team-invite-name").set_value(name)
    if role is not None:
        page.segmented_control("team-invite-role").set_value(role)
    next(button for button in page.button if button.label == "Make the link").click()
    return run(page)


def test_an_invitation_is_a_link_said_once(look, office):
    """With how long it lasts; the form is empty again, the link is in the list."""
    page = invite(look("root", part="Invitations"), " Cy ", "Cy Öz 🎉", Role.LEAD)
    secret = page.code[0].value.removeprefix(f"{SITE}/link/")
    link = office.accounts.look_at_link(secret)
    assert (link.login, link.role) == ("cy", Role.LEAD)
    assert "**Send this link to Cy Öz 🎉.**" in words(page)
    assert page.text_input("team-invite-login").value == ""
    assert "joins as lead" in words(page)
    assert not press(page, "team-link-done").code


def test_what_is_wrong_is_said_at_the_field(look):
    """All of it at once, and what was typed stays."""
    page = invite(look("root", part="Invitations"), "Ünal!", "")
    said = words(page).replace("\\", "")
    assert "A login has 1 to 64 small letters" in said
    assert "A name is missing" in said
    assert page.text_input("team-invite-login").value == "Ünal!"
    assert "There is an account bo already" in words(invite(page, "bo", "Bo")).replace("\\", "")


def test_a_lead_invites_annotators(look, office):
    """Another role is not offered."""
    page = look("lea", part="Invitations")
    assert len(page.segmented_control) == 1
    assert invite(page, "cy", "Cy").code
    assert office.accounts.links("lea")[0].role is Role.ANNOTATOR


def test_an_open_link_is_withdrawn(look, office):
    """Asked once; where none is open the page says what to do."""
    assert "Invite somebody above" in words(look("root", part="Invitations"))
    office.accounts.invite("root", "cy", "Cy", Role.ANNOTATOR)
    link = office.accounts.links("root")[0].id
    page = press(look("root", part="Invitations"), f"team-withdraw-{link}")
    press(page, f"team-withdraw-{link}-yes")
    assert not office.accounts.links("root")
    assert "works no more" in words(page)


def test_who_has_an_account_from_another_project_needs_no_link(look, office):
    """The page says that they are in, and as whom they sign in."""
    sports = office.elsewhere()
    link = sports.first_admin_link()
    sports.use_link(link, login="zoe", name="Zoe_*Z*", password=PASSWORD, **WEB)
    page = invite(look("root", part="Invitations"), "zoe", "Somebody")
    assert not page.code
    assert r"Zoe\_\*Z\* \(zoe\) has an account here already" in words(page)
    assert "sign in as they do elsewhere" in words(page)
    assert page.text_input("team-invite-login").value == ""
    assert "zoe" in {member.login for member in office.accounts.members("root")}


def test_an_admin_takes_somebody_out_of_the_project(look, office):
    """Asked once; the table has them no more, and the log says so."""
    assert "team-remove" not in keys(look("lea", chosen="bo"))
    page = press(look("root", chosen="bo"), "team-remove")
    assert "What they labelled stays" in words(page)
    press(page, "team-remove-yes")
    assert "Bo is not in the project any more" in words(page)
    assert "bo" not in set(table(page)["login"])
    office.accounts.invite("root", "bo", "Bo", Role.ANNOTATOR)
    # They are not opened by themselves as soon as they are back.
    assert "team-remove" not in keys(run(page))
    done = table(look("root", part="Log"))["what"].tolist()
    assert done[:2] == ["added as annotator", "took out of the project"]


def test_the_last_admin_is_not_taken_out(look):
    """And is told why."""
    page = press(look("root", chosen="root"), "team-remove")
    press(page, "team-remove-yes")
    assert "last admin" in words(page)


# ---- the log -------------------------------------------------------------------


def test_the_log_says_what_was_done_newest_first(look, office):
    """Of everybody, or of one person."""
    office.accounts.set_active("root", "bo", False)
    office.accounts.set_role("root", "lea", Role.ADMIN)
    page = look("root", part="Log")
    assert table(page)["what"].tolist()[:2] == ["changed the role from lead to admin", "kept out"]
    page.selectbox("team-log-person").set_value("bo")
    assert table(run(page))["what"].tolist() == ["kept out", "joined", "invited as annotator"]


def test_names_with_markup_are_shown_as_text():
    """Nothing in a name becomes a link, an icon or bold; other scripts stay as they are."""
    assert people_common.plain("a_b*c* 🎉 é") == r"a\_b\*c\* 🎉 é"
    assert ":material" not in people_common.plain(":material/key:").replace("\\", "")
