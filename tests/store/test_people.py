"""What is kept about people survives restarts and races, and opens no door to who reads it."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest
from accounted import OTHER, PASSWORD, WEB, Office, hashing_quickly
from alembic import command
from sqlalchemy import Engine, event, insert, select
from sqlalchemy.exc import IntegrityError
from stored import ANA, NOON, PROJECT, article, make_schema

from labeler.core.errors import LabelerError, NotFoundError
from labeler.core.people import LinkRefusedError, Role, Scope, SignInRefusedError
from labeler.store import SqlStore, migrate
from labeler.store.engine import Database, database_file
from labeler.store.tables import metadata, people
from labeler.workflow import passwords

CROWD = 50


@pytest.fixture
def office(store: SqlStore) -> Iterator[Office]:
    """Return the project with its first admin, ``root``."""
    with hashing_quickly():
        opened = Office(store)
        opened.found()
        yield opened


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Do everything at the same moment, and return what came of each, errors too."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except LabelerError as error:
            return error

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


class TestAtOnce:
    """Many at the same moment, and from two processes."""

    def test_fifty_people_sign_in_at_once_from_one_address(self, office: Office):
        """Each gets a session of their own; nobody has to wait."""
        logins = [f"p{n}" for n in range(CROWD)]
        with office.store.people.changing() as book:
            kept = passwords.hash_password(PASSWORD)
            for login in logins:
                book.put_account(login, login, NOON)
                book.set_role(PROJECT, login, Role.ANNOTATOR)
                book.set_password_hash(login, kept)
        secrets = at_once([lambda login=login: office.sign_in(login) for login in logins])
        assert [office.accounts.who(secret)[0].login for secret in secrets] == logins
        assert len(set(secrets)) == CROWD

    def test_a_link_used_by_fifty_at_once_lets_one_in(self, office: Office, again: SqlStore):
        """Whichever process they meet."""
        link = office.accounts.invite("root", "cy", "Cy", Role.ANNOTATOR)
        offices = [office, Office(again)]
        came = at_once([lambda n=n: offices[n % 2].come(link, f"password {n}") for n in range(50)])
        refused = [one.reason for one in came if isinstance(one, LinkRefusedError)]
        assert refused == ["used"] * (CROWD - 1)
        assert len(office.accounts.sessions("root", "cy")) == 1

    def test_the_first_admin_is_one_however_many_try(self, store: SqlStore, again: SqlStore):
        """With links that two servers printed."""
        with hashing_quickly():
            offices = [Office(store), Office(again)]
            links = at_once([offices[n % 2].accounts.first_admin_link for n in range(10)])

            def use(n: int) -> str:
                login = f"admin-{n}"
                return offices[n % 2].accounts.use_link(
                    links[n], login=login, name=login, password=PASSWORD, **WEB
                )

            came = at_once([lambda n=n: use(n) for n in range(10)])
            assert Counter(type(one) for one in came) == {str: 1, LinkRefusedError: 9}
            with store.people.reading() as book:
                assert [a.role for a in book.members(PROJECT)] == [Role.ADMIN]

    def test_two_admins_who_demote_each_other_leave_one(self, office: Office, again: SqlStore):
        """Which one is theirs to find out."""
        office.join("vi", Role.ADMIN)
        one, other = office.accounts, Office(again).accounts
        for _ in range(5):
            said = at_once(
                [
                    lambda: one.set_role("root", "vi", Role.LEAD),
                    lambda: other.set_role("vi", "root", Role.LEAD),
                ]
            )
            assert Counter(done is None for done in said) == {True: 1, False: 1}
            with office.store.people.changing() as book:
                roles = {a.login: a.role for a in book.members(PROJECT)}
                assert Counter(roles.values()) == {Role.ADMIN: 1, Role.LEAD: 1}
                for login in roles:
                    book.set_role(PROJECT, login, Role.ADMIN)

    def test_guesses_at_once_are_no_way_around_the_waiting(self, office: Office):
        """Hardly more than five are looked at, whatever comes in."""
        said = at_once([lambda: office.sign_in("root", "wrong password")] * CROWD)
        assert {type(one) for one in said} == {SignInRefusedError}
        looked_at = [one for one in said if str(one) == "login or password is wrong"]
        assert 5 <= len(looked_at) < 10

    @pytest.mark.parametrize("step", ["sign in", "change password"])
    def test_a_password_that_is_changed_while_it_is_checked_counts_no_more(
        self, office: Office, monkeypatch: pytest.MonkeyPatch, step: str
    ):
        """Who knew the old one comes too late, by a moment."""
        office.join("cy")
        link = office.accounts.reset("root", "cy")
        right = passwords.is_right

        def slowly(password: str, password_hash: str) -> bool:
            office.come(link, OTHER)
            return right(password, password_hash)

        monkeypatch.setattr(passwords, "is_right", slowly)
        acts = {
            "sign in": lambda: office.sign_in("cy"),
            "change password": lambda: office.accounts.change_password("cy", PASSWORD, "a thief's"),
        }
        with pytest.raises(SignInRefusedError, match="wrong"):
            acts[step]()
        monkeypatch.undo()
        assert len(office.accounts.sessions("root", "cy")) == 1
        office.sign_in("cy", OTHER)

    def test_a_link_withdrawn_while_it_is_used_lets_nobody_in(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ):
        """The person was still typing their password."""
        link = office.accounts.invite("root", "cy", "Cy", Role.ANNOTATOR)
        really = passwords.hash_password

        def slowly(password: str) -> str:
            office.accounts.withdraw_link("root", office.accounts.links("root")[0].id)
            return really(password)

        monkeypatch.setattr(passwords, "hash_password", slowly)
        with pytest.raises(LinkRefusedError, match="no longer valid"):
            office.come(link)
        assert office.accounts.sessions("root", "cy") == ()

    def test_who_is_kept_out_while_they_sign_in_is_out(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ):
        """Their password was right; that counts no more."""
        office.join("cy")
        right = passwords.is_right

        def slowly(password: str, password_hash: str) -> bool:
            office.accounts.set_active("root", "cy", False)
            return right(password, password_hash)

        monkeypatch.setattr(passwords, "is_right", slowly)
        with pytest.raises(SignInRefusedError):
            office.sign_in("cy")
        assert office.accounts.sessions("root", "cy") == ()


def everything_in(url: str) -> bytes:
    """Return all that a thief of the database gets: its files, or every row."""
    file = database_file(url)
    if file is not None:
        return b"".join(path.read_bytes() for path in sorted(file.parent.iterdir()))
    with closing(Database(url)) as database, database.read() as connection:
        rows = [connection.execute(select(table)).all() for table in metadata.sorted_tables]
    return repr(rows).encode()


def test_no_secret_is_ever_in_the_database(office: Office, url: str):
    """Neither passwords, typed where the login belongs too, nor what opens a door."""
    link = office.accounts.invite("root", "cy", "Cy", Role.LEAD)
    session = office.come(link)
    unused = office.accounts.reset("root", "cy")
    token, _ = office.accounts.create_token("cy", "script", set(Scope), 1)
    with suppress(SignInRefusedError):
        office.sign_in("my-s3cret-in-the-wrong-field", "x")
    with suppress(SignInRefusedError):
        office.sign_in("cy", "another-s3cret")
    office.accounts.change_password("cy", PASSWORD, OTHER)
    kept = everything_in(url)
    assert b"Cy" in kept
    assert b"$argon2id$" in kept
    for secret in (link, session, unused, token, PASSWORD, OTHER, "s3cret"):
        assert secret.encode() not in kept


def test_everything_is_there_after_a_restart(office: Office, again: SqlStore):
    """Accounts, sessions, links, tokens, the log."""
    session = office.join("cy", Role.LEAD)
    link = office.accounts.reset("root", "cy")
    token, _ = office.accounts.create_token("cy", "script", set(Scope), 1)
    opened = Office(again).accounts
    assert opened.who(session) == office.accounts.who(session)
    assert opened.look_at_link(link) == office.accounts.look_at_link(link)
    assert opened.token(token) == office.accounts.token(token)
    assert opened.changes("root") == office.accounts.changes("root")
    assert opened.members("root") == office.accounts.members("root")


def test_who_asks_is_known_by_two_queries(office: Office):
    """Whatever they are in how many projects: it is asked with every request."""
    session = office.join("cy")
    token, _ = office.accounts.create_token("cy", "script", {Scope.READ}, 1)
    for project in ("sports", "arts", "letters"):
        office.elsewhere(project)
        with office.store.people.changing() as book:
            book.set_role(project, "cy", Role.LEAD)
    office.accounts.token(token)
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "INSERT")):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        found = [office.accounts.who(session), office.accounts.token(token)]
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert [len(visitor.roles) for visitor, _ in found] == [4, 1]
    assert len(asked) == 4


def test_an_error_in_the_book_undoes_all_of_it(store: SqlStore):
    """A step is one transaction."""

    def half_wrong() -> None:
        with store.people.changing() as book:
            book.put_account("cy", "Cy", NOON)
            book.set_role(PROJECT, "cy", Role.ADMIN)
            book.set_active("eve", active=False)

    with pytest.raises(NotFoundError, match="eve"):
        half_wrong()
    with store.people.reading() as book:
        assert not book.has_account("cy")
        assert book.members(PROJECT) == ()


def test_nobody_has_a_role_without_an_account(store: SqlStore):
    """Nor in a project that is not there."""

    def give_role(project: str, login: str) -> None:
        with store.people.changing() as book:
            book.put_account("cy", "Cy", NOON)
            book.set_role(project, login, Role.LEAD)

    for project, login in ((PROJECT, ANA), ("other", "cy")):
        with pytest.raises(IntegrityError):
            give_role(project, login)


def test_people_are_by_name_in_the_same_order_everywhere(store: SqlStore):
    """Whatever the database sorts by."""
    names = {"a": "zoe", "b": "Ana", "c": "Émile", "d": "ana", "e": "Zoe"}
    with store.people.changing() as book:
        for login, name in names.items():
            book.put_account(login, name, NOON)
            book.set_role(PROJECT, login, Role.ANNOTATOR)
        found = [account.login for account in book.members(PROJECT)]
    assert found == ["b", "d", "a", "e", "c"]


def test_an_installation_from_before_accounts_is_upgraded(tmp_path: Path):
    """Its person keeps their labels, has no account, and can get one."""
    url = f"sqlite:///{tmp_path / 'labeler.db'}"
    with closing(Database(url)) as database, database.write() as connection:
        command.upgrade(migrate._config(connection), "0003")  # noqa: SLF001 - as it was
        connection.execute(insert(people).values(login="local", name="You", created_at=NOON))
    with closing(SqlStore(url)) as store:
        assert store.check()[0].split()[1] == "0004"
        store.upgrade()
        store.ensure_project(PROJECT, make_schema(), NOON)
        store.ensure_person("local", "You", NOON)
        store.add_documents(PROJECT, [article(1)], NOON)
        task = store.open_task(PROJECT, "a-1", "local", NOON, 60)
        with hashing_quickly():
            office = Office(store)
            with pytest.raises(SignInRefusedError):
                office.accounts.sign_in("local", "", **WEB)
            office.found("local")
            assert office.accounts.who(office.sign_in("local")) is not None
        assert store.task(PROJECT, task.id).login == "local"
