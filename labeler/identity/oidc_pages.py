"""The pages of signing in through a provider, as HTML."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from labeler.core.people import Link, LinkKind
from labeler.identity.pages import ROLES, Field, alert, form, page
from labeler.identity.paths import HOME, LINK, SIGN_IN, START


def sign_in(provider: str, target: str) -> str:
    """Return the page that leads to the provider."""
    body = [
        f"<p>You sign in at <b>{escape(provider)}</b> and come back here.</p>",
        _button(_start(next=target), f"Go on to {provider}"),
        (
            '<p class="note">No account here yet? Ask whoever runs this Labeler for an '
            "invitation link.</p>"
        ),
    ]
    return page("Sign in", body)


def signed_out(provider: str) -> str:
    """Return the page after signing out."""
    body = [
        (
            f"<p>You may still be signed in at <b>{escape(provider)}</b>: on a computer that "
            "others use, sign out there, too.</p>"
        ),
        # By the provider's own form: whoever comes next is somebody else, perhaps.
        _button(_start(again="1"), "Sign in again"),
    ]
    return page("You are signed out", body)


def link(provider: str, secret: str, found: Link, problem: str = "") -> str:
    """Return the first page of a one-time link: what it is for, and the way to the provider."""
    name = f"<b>{escape(provider)}</b>"
    title, words = {
        LinkKind.ADMIN: (
            "Make the first account",
            f"You are the first one here, and will run this Labeler. Sign in at {name} first.",
        ),
        LinkKind.INVITE: (
            "Welcome to Labeler",
            f"You were invited to work here as {ROLES[found.role]}. Sign in at {name} first.",
        ),
        LinkKind.RESET: (
            "Sign in with another account",
            f"Sign in at {name} with the account you want to use here from now on.",
        ),
    }[found.kind]
    body = [
        f"<p>{words}</p>",
        alert(problem),
        _button(_start(link=secret), f"Go on to {provider}"),
    ]
    return page(title, body, wrong=bool(problem))


def confirm(  # noqa: PLR0913, PLR0917 - one page is all of these
    provider: str,
    secret: str,
    found: Link,
    shown: str,
    token: str,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
) -> str:
    """Return the second page of a one-time link: with what one comes in from now on.

    Args:
        provider: what people call it.
        secret: of the link.
        found: what it is for.
        shown: as whom the provider knows somebody.
        token: of the form.
        typed: what was typed before, by field, where something is wrong with it.
        problems: what is wrong, by field; under ``""`` what belongs to none.
    """
    title, label = {
        LinkKind.ADMIN: ("Make the first account", "Make the account"),
        LinkKind.INVITE: ("Welcome to Labeler", "Begin"),
        LinkKind.RESET: ("Sign in with another account", "Use this one from now on"),
    }[found.kind]
    whose = "your account here" if found.kind is LinkKind.ADMIN else f"the account {found.login}"
    body = [
        (
            f"<p>At {escape(provider)} you are <b>{escape(shown)}</b>. From now on this opens "
            f"{escape(whose)}, and nothing else does.</p>"
        ),
        alert(problems.get("", "")),
        form(f"{LINK}{secret}", token, _fields(found, typed, problems), label),
        (
            f'<p class="note"><a href="{escape(_start(link=secret, again="1"))}">That is not me, '
            "or not the account I want to use</a></p>"
        ),
    ]
    return page(title, body, wrong=bool(problems))


def unknown(provider: str, shown: str) -> str:
    """Return the page for somebody the provider knows and nobody has let in."""
    body = [
        (
            f"<p>At {escape(provider)} you are <b>{escape(shown)}</b>, which opens no account "
            "here.</p>"
        ),
        (
            "<p>If you were sent an invitation link, open it. If not, ask whoever runs this "
            "Labeler to let you in.</p>"
        ),
        _button(_start(again="1"), "Sign in as somebody else"),
    ]
    return page("No account here", body, wrong=True)


def away(provider: str, retry: str) -> str:
    """Return the page for when the provider does not answer."""
    body = [
        (
            f"<p><b>{escape(provider)}</b> does not answer as it should, so nobody can sign in "
            "just now.</p>"
        ),
        (
            "<p>Nothing is lost. Whoever is signed in goes on working, and what a browser could "
            "not save yet is kept in it.</p>"
        ),
        "<p>Wait a minute and try again. If it lasts, tell whoever runs this Labeler.</p>",
        _button(retry, "Try again"),
    ]
    return page("Signing in does not work", body, wrong=True)


def not_signed_in(provider: str, *, stopped: bool) -> str:
    """Return the page for somebody who comes back from the provider and proves nothing."""
    words = (
        f"You or {provider} stopped it."
        if stopped
        else "It took too long, was finished already, or was begun in another browser."
    )
    body = [
        f"<p>{escape(words)} Nothing was changed.</p>",
        _button(SIGN_IN, "Sign in"),
    ]
    return page("You are not signed in", body, wrong=True)


def _fields(
    found: Link, typed: Mapping[str, str], problems: Mapping[str, str]
) -> tuple[Field, ...]:
    made = found.kind is LinkKind.ADMIN
    login = Field(
        "login",
        "Login",
        "username",
        typed.get("login", "") if made else found.login,
        hint="Small letters and digits, such as ana.b; it never changes." if made else "",
        problem=problems.get("login", ""),
        fixed=not made,
        most=64,
    )
    name = Field(
        "name",
        "Your name",
        "name",
        typed.get("name", found.name),
        hint="As the others are to read it.",
        problem=problems.get("name", ""),
    )
    return (login,) if found.kind is LinkKind.RESET else (login, name)


def _start(**asked: str) -> str:
    kept = {name: value for name, value in asked.items() if (name, value) != ("next", HOME)}
    return f"{START}?{urlencode(kept)}" if kept else START


def _button(address: str, label: str) -> str:
    return f'<p><a class="button" href="{escape(address)}">{escape(label)}</a></p>'
