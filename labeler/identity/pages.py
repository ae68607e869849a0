"""The pages of signing in, as HTML: no script, no template, nothing from elsewhere."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from labeler.core.people import (
    LEAST_PASSWORD,
    MOST_NAME,
    MOST_PASSWORD,
    Link,
    LinkKind,
    LinkRefusedError,
    Role,
)
from labeler.identity.paths import HOME, LINK, SIGN_IN, SIGN_OUT, STYLE

HEADERS: Mapping[str, str] = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "cache-control": "no-store",
    # Not `no-referrer`: browsers would hide the origin of the forms then, which is checked.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
FORM_FIELD = "form"
ROLES = {Role.ANNOTATOR: "an annotator", Role.LEAD: "a lead", Role.ADMIN: "an admin"}


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form.

    Attributes:
        complete: what a password manager should put there.
        problem: what is wrong with what was typed, shown beside it.
    """

    name: str
    label: str
    complete: str
    value: str = ""
    kind: str = "text"
    hint: str = ""
    problem: str = ""
    fixed: bool = False
    most: int = MOST_NAME

    @property
    def html(self) -> str:
        """Label, input, hint and problem, joined for screen readers."""
        hint, problem = f"{self.name}-hint", f"{self.name}-problem"
        described = [n for n, said in ((problem, self.problem), (hint, self.hint)) if said]
        attributes = {
            "id": self.name,
            "name": self.name,
            "type": self.kind,
            "autocomplete": self.complete,
            "maxlength": str(self.most),
            "value": self.value,
        }
        if described:
            attributes["aria-describedby"] = " ".join(described)
        if self.problem:
            attributes["aria-invalid"] = "true"
        if self.complete == "username":
            # Telephones begin a word with a capital and mend its spelling.
            attributes |= {"autocapitalize": "none", "spellcheck": "false"}
        given = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        fixed = " readonly" if self.fixed else " required"
        said = f'<p class="problem" id="{problem}">{escape(self.problem)}</p>'
        more = f'<p class="hint" id="{hint}">{escape(self.hint)}</p>'
        return (
            f'<div class="field"><label for="{self.name}">{escape(self.label)}</label>'
            f"{more if self.hint else ''}<input{given}{fixed}>{said if self.problem else ''}</div>"
        )


def sign_in(token: str, target: str, login: str = "", problem: str = "") -> str:
    """Return the page that asks for login and password."""
    fields = (
        Field("login", "Login", "username", login, most=64),
        Field("password", "Password", "current-password", kind="password", most=MOST_PASSWORD),
    )
    note = "No account, or the password is gone? Ask whoever runs this Labeler for a link."
    body = [
        alert(problem),
        form(SIGN_IN, token, fields, "Sign in", {"next": target}),
        f'<p class="note">{note}</p>',
    ]
    return page("Sign in", body, wrong=bool(problem))


def sign_out(csrf: str, name: str) -> str:
    """Return the page that asks whether somebody wants to leave."""
    body = [
        f"<p>You are signed in as <b>{escape(name)}</b>. What you labelled is saved.</p>",
        form(SIGN_OUT, csrf, (), "Sign out"),
        f'<p class="note"><a href="{HOME}">Go on labelling</a></p>',
    ]
    return page("Sign out", body)


def signed_out() -> str:
    """Return the page after signing out."""
    body = [f'<p><a class="button" href="{SIGN_IN}">Sign in again</a></p>']
    return page("You are signed out", body)


def no_account(login: str) -> str:
    """Return the page for somebody a proxy names and nobody has let in."""
    words = f"You are known as <b>{escape(login)}</b>, but nobody of that login may work here."
    ask = "Ask whoever runs this Labeler to let you in, then open this page again."
    return page("No account here", [f"<p>{words}</p><p>{ask}</p>"], wrong=True)


def refused(message: str) -> str:
    """Return the page for a form that came from elsewhere or is too large."""
    body = [alert(message), f'<p><a class="button" href="{SIGN_IN}">Sign in</a></p>']
    return page("That did not work", body, wrong=True)


def link_refused(error: LinkRefusedError) -> str:
    """Return the page for a one-time link that lets nobody in."""
    titles = {"used": "This link was used", "expired": "This link is too old"}
    words = {
        "used": "Every link works once. If it was you who used it, sign in.",
        "expired": "Links work for a few days only. Ask for a new one where you got this one.",
    }.get(error.reason, "It may be cut off: copy the whole of it. Or ask for a new one.")
    body = [f"<p>{words}</p>", f'<p><a class="button" href="{SIGN_IN}">Sign in</a></p>']
    return page(titles.get(error.reason, "There is no such link"), body, wrong=True)


def link(
    secret: str,
    found: Link,
    token: str,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
) -> str:
    """Return the page on which a one-time link is used.

    Args:
        secret: of the link.
        found: what it is for.
        token: of the form.
        typed: what was typed before, by field, where something is wrong with it.
        problems: what is wrong, by field; under ``""`` what belongs to none.
    """
    title, words, label = _purpose(found)
    body = [
        f"<p>{words}</p>",
        alert(problems.get("", "")),
        form(f"{LINK}{secret}", token, _link_fields(found, typed, problems), label),
    ]
    return page(title, body, wrong=bool(problems))


def _purpose(found: Link) -> tuple[str, str, str]:
    if found.kind is LinkKind.ADMIN:
        words = "You are the first one here. Make the account that runs this Labeler."
        return "Make the first account", words, "Make the account"
    if found.kind is LinkKind.INVITE:
        words = f"You were invited to work here as {ROLES[found.role]}. Choose a password."
        return "Welcome to Labeler", words, "Begin"
    words = "It takes the place of the old one, and signs you out everywhere else."
    return "Choose a new password", words, "Save and sign in"


def _link_fields(
    found: Link, typed: Mapping[str, str], problems: Mapping[str, str]
) -> Sequence[Field]:
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
    password = Field(
        "password",
        "New password",
        "new-password",
        kind="password",
        hint=f"At least {LEAST_PASSWORD} characters; a few words are good.",
        problem=problems.get("password", ""),
        most=MOST_PASSWORD + 1,
    )
    again = Field(
        "again",
        "The same once more",
        "new-password",
        kind="password",
        problem=problems.get("again", ""),
        most=MOST_PASSWORD + 1,
    )
    if found.kind is LinkKind.RESET:
        return (login, password, again)
    return (login, name, password, again)


def wait_words(seconds: float) -> str:
    """Return a time to wait as people say it: ``32 s``, ``2 min 5 s``."""
    minutes, rest = divmod(max(1, math.ceil(seconds)), 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def alert(problem: str) -> str:
    """Return what is wrong, as a part of a page; nothing where nothing is."""
    return f'<p class="alert" role="alert">{escape(problem)}</p>' if problem else ""


def form(
    action: str,
    token: str,
    fields: Sequence[Field],
    label: str,
    hidden: Mapping[str, str] | None = None,
) -> str:
    """Return a form: its fields, a button, and the token that says who was given it."""
    kept = {FORM_FIELD: token, **(hidden or {})}
    extra = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in kept.items()
    )
    lines = "".join(field.html for field in fields)
    button = f'<button type="submit">{escape(label)}</button>'
    return f'<form method="post" action="{escape(action)}">{extra}{lines}{button}</form>'


def page(title: str, body: Sequence[str], *, wrong: bool = False) -> str:
    """Return a whole page; ``wrong`` says so in its title."""
    shown = f"{'Problem: ' if wrong else ''}{title}"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(shown)} · Labeler</title>"
        f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{STYLE}"></head>'
        '<body><main><p class="brand">Labeler</p>'
        f"<h1>{escape(title)}</h1>{''.join(body)}</main></body></html>"
    )
