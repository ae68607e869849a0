"""One-time links on the page Team: inviting, what is said once, and what is still open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from urllib.parse import urlsplit

import streamlit as st

from labeler.core.errors import LabelerError
from labeler.core.people import Account, Link, LinkKind, NotAllowedError, PeopleRefusedError, Role
from labeler.pages.context import services
from labeler.pages.people_common import (
    ROLE_MEANS,
    ROLES,
    accounts,
    attempt,
    clock_time,
    days_left,
    is_admin,
    looker,
    plain,
    refusal,
    say,
    sure,
    with_article,
)
from labeler.pages.ways_in import way_in

_ROWS = 20
_SHOWN = "team-link"
_PROBLEMS = "team-invite-problems"
_LOGIN = "team-invite-login"
_NAME = "team-invite-name"
_ROLE = "team-invite-role"


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link that is said this once; the database knows no more than its digest."""

    link: Link
    address: str
    name: str


def show_invitations(members: Sequence[Account]) -> None:
    """Show the form to invite somebody, and the links that still work."""
    names = {member.login: member.name for member in members}
    links = accounts().links(looker().login)
    _show_link_of_anybody(links)
    _invite()
    _list(links, names)


def make_reset(account: Account) -> None:
    """Make a link with which somebody renews how they sign in, to be shown next."""
    _remember(accounts().reset(looker().login, account.login), account.login, account.name)


def make_invitation(account: Account) -> None:
    """Make a new link for somebody who was invited and has not come, to be shown next."""
    secret = accounts().invite(looker().login, account.login, account.name, account.role)
    if secret:
        _remember(secret, account.login, account.name)


def show_link_of(login: str) -> None:
    """Show the link that was just made for somebody, if one was."""
    shown: ShownLink | None = st.session_state.get(_SHOWN)
    if shown is not None and shown.link.login == login:
        _show(shown)


def forget_link() -> None:
    """Say the link no more."""
    st.session_state.pop(_SHOWN, None)


def _show_link_of_anybody(links: Sequence[Link]) -> None:
    shown: ShownLink | None = st.session_state.get(_SHOWN)
    if shown is None:
        return
    if all(link.id != shown.link.id for link in links):
        # It was used or withdrawn since.
        forget_link()
        return
    _show(shown)


def _show(shown: ShownLink) -> None:
    words = way_in()
    purpose = words.renewed if shown.link.kind is LinkKind.RESET else words.invited
    with st.container(border=True):
        st.markdown(
            f"**Send this link to {plain(shown.name)}.** {purpose}. It works once, for "
            f"{days_left(shown.link.expires_at)}, and is shown only now: copy it."
        )
        st.code(shown.address, language=None, wrap_lines=True)
        st.button(
            "Done",
            key="team-link-done",
            icon=":material/check:",
            on_click=forget_link,
        )


def _remember(secret: str, login: str, name: str) -> None:
    link = next(link for link in accounts().links(looker().login) if link.login == login)
    st.session_state[_SHOWN] = ShownLink(link, f"{_origin()}/link/{secret}", name)


def _origin() -> str:
    """Return where others find this installation."""
    public = services().settings.public_url
    if public:
        return public.rstrip("/")
    # The address the looker came by: there is no better one.
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}" if here.netloc else ""


def _invite() -> None:
    st.header("Invite somebody", anchor=False)
    st.write(f"{way_in().inviting} Whoever has an account here from another project needs none.")
    problems: Mapping[str, str] = st.session_state.pop(_PROBLEMS, {})
    roles = list(ROLES) if is_admin() else [Role.ANNOTATOR]
    with st.form("team-invite", enter_to_submit=True, width=560):
        st.text_input(
            "Login",
            key=_LOGIN,
            placeholder="bo.chen",
            help="Small letters a–z, digits, dots, hyphens, underscores. It never changes.",
            autocomplete="off",
        )
        _show_problem(problems.get("login", ""))
        st.text_input("Name", key=_NAME, placeholder="Bo Chen", autocomplete="off")
        _show_problem(problems.get("name", ""))
        if len(roles) > 1:
            st.segmented_control(
                "Role",
                roles,
                default=Role.ANNOTATOR,
                required=True,
                format_func=lambda role: ROLES[role],
                key=_ROLE,
            )
        _show_problem(problems.get("role", ""))
        st.caption(
            f"{ROLE_MEANS}Admins may do everything."
            if len(roles) > 1
            else "They will be an annotator; an admin can make them more."
        )
        st.form_submit_button("Make the link", type="primary", on_click=_submit)


def _show_problem(problem: str) -> None:
    if problem:
        st.markdown(f":material/error: **{plain(problem)}**")


def _submit() -> None:
    state = st.session_state
    login, name = state[_LOGIN].strip().lower(), state[_NAME].strip()
    role = state.get(_ROLE) or Role.ANNOTATOR
    try:
        secret = accounts().invite(looker().login, login, name, role)
    except (NotAllowedError, PeopleRefusedError) as error:
        state[_PROBLEMS] = _by_field(error)
        return
    if secret:
        _remember(secret, login, name)
    else:
        forget_link()
        say(_added_words(login, role))
    state[_LOGIN] = state[_NAME] = ""


def _added_words(login: str, role: Role) -> str:
    """Return what to say of somebody who came in with the account they had."""
    members = accounts().members(looker().login)
    name = next((member.name for member in members if member.login == login), login)
    return (
        f"{name} ({login}) has an account here already. They are in the project now, "
        f"as {with_article(role)}, and sign in as they do elsewhere. There is no link to send."
    )


def _by_field(error: LabelerError) -> dict[str, str]:
    if isinstance(error, NotAllowedError):
        return dict.fromkeys(["role"], " ".join(refusal(error)))
    found: dict[str, str] = {}
    for problem in refusal(error):
        field = "name" if problem.startswith("A name") else "login"
        found[field] = f"{found.get(field, '')} {problem}".strip()
    return found


def _list(links: Sequence[Link], names: Mapping[str, str]) -> None:
    st.header("Links that still work", anchor=False)
    if not links:
        st.info("Every link was used or is too old. Invite somebody above.")
        return
    st.write("Whoever has such a link can use it; withdraw one that went astray.")
    pages = ceil(len(links) / _ROWS)
    number = min(st.session_state.get("team-links-page", 1), pages)
    for link in links[(number - 1) * _ROWS : number * _ROWS]:
        _show_open(link, names)
    if pages > 1:
        st.pagination(pages, max_visible_pages=5, key="team-links-page")


def _show_open(link: Link, names: Mapping[str, str]) -> None:
    whose = names.get(link.login, link.login) or "The first admin"
    login = f" (`{link.login}`)" if link.login else ""
    purpose = way_in().renewal if link.kind is LinkKind.RESET else f"joins as {link.role}"
    by = (
        f", made by {plain(names.get(link.created_by, link.created_by))}" if link.created_by else ""
    )
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{plain(whose)}**{login}: {purpose}{by}, until {clock_time(link.expires_at)}",
            width="stretch",
        )
        if sure(
            f"team-withdraw-{link.id}",
            "Withdraw",
            "The link stops working at once. Their account stays; make a new link at any time.",
        ):
            attempt(
                lambda: accounts().withdraw_link(looker().login, link.id),
                f"The link for {whose} works no more.",
            )
