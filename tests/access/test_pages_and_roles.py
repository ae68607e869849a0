"""The authorisation matrix of the pages: which a role sees, and which it reaches by its address.

The pages are opened as a browser opens them: over the WebSocket of the real
server, by their address.
"""

import pytest
from opened_pages import visit
from starlette.websockets import WebSocketDisconnect
from two_projects import ELSEWHERE, HERE, LEA, Installation

from labeler.core.people import Role

EVERYBODY, LEADS, ADMINS = "everybody", "leads", "admins"
PAGES = {
    "annotate": (EVERYBODY, "labeler_surface"),
    "articles": (EVERYBODY, 'body: "Articles"'),
    "progress": (EVERYBODY, 'body: "Progress"'),
    "labels": (LEADS, 'body: "Labels"'),
    "inbox": (EVERYBODY, 'body: "Inbox"'),
    "queue": (LEADS, 'body: "Queue"'),
    "history": (EVERYBODY, 'body: "History"'),
    "trash": (LEADS, 'body: "Trash"'),
    "team": (LEADS, 'body: "Team"'),
    "you": (EVERYBODY, "you-token-form"),
    # There are none yet, so only who may write them is led there.
    "guidelines": (LEADS, 'body: "Guidelines"'),
    "projects": (ADMINS, 'body: "Projects"'),
}
"""By the end of their address: who sees them, and what is on them and on no other."""
STRANGERS = (
    "nobody",
    "removed",
    "ended session",
    "annotator's token to read",
    "lead's token to manage",
    "token of another project",
)


def is_for(address: str, role: str) -> bool:
    """Say whether a role is to see a page."""
    roles = {EVERYBODY: Role.ANNOTATOR, LEADS: Role.LEAD, ADMINS: Role.ADMIN}
    return Role(role).covers(roles[PAGES[address][0]])


def test_every_page_has_a_row(installation: Installation):
    """Whoever sees most sees them all; a new one has to be given its place."""
    assert visit(
        installation.client, installation.askers["admin"].headers, "annotate"
    ).pages == list(PAGES)


@pytest.mark.parametrize("role", ["annotator", "lead", "admin"])
def test_the_navigation_offers_what_a_role_may_see(installation: Installation, role: str):
    """And nothing else."""
    wanted = [page for page in PAGES if is_for(page, role)]
    assert visit(installation.client, installation.askers[role].headers, "annotate").pages == wanted


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", ["annotator", "lead", "admin"])
def test_a_page_of_leads_is_not_reached_by_its_address_either(
    installation: Installation, role: str, address: str
):
    """It is as good as not there, and nothing of it is sent; every other one is shown whole."""
    seen = visit(installation.client, installation.askers[role].headers, address)
    mark = PAGES[address][1]
    assert (seen.is_found, mark in seen.words) == (is_for(address, role),) * 2
    assert "exception {" not in seen.words


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("address", ["annotate", "team"])
def test_whoever_is_not_in_the_project_opens_no_page(
    installation: Installation, who: str, address: str
):
    """No WebSocket, and a visit leads to signing in; a token opens no page at all."""
    asker = installation.askers[who]
    with pytest.raises(WebSocketDisconnect):
        visit(installation.client, asker.headers, address)
    path = "/" if address == "annotate" else f"/{address}"
    answer = installation.client.get(path, headers={**asker.headers, "Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"][:9]) == (303, "/sign-in?")


@pytest.mark.parametrize("address", ["annotate", "articles", "team"])
def test_whoever_is_in_another_project_sees_nothing_of_this_one(
    installation: Installation, address: str
):
    """By its address they are told so; without one they see their own."""
    asker = installation.askers["of another project"]
    refused = visit(installation.client, asker.headers, address, HERE)
    assert "This project is not open to you" in refused.words
    assert not refused.pages
    assert not [mark for _, mark in PAGES.values() if mark in refused.words]
    own = visit(installation.client, asker.headers, address)
    assert own.is_found
    assert PAGES[address][1] in own.words
    surface = f"/api/v1/projects/{ELSEWHERE}"
    assert (surface in own.words) == (address == "annotate")


def test_a_role_counts_from_the_next_visit(installation: Installation):
    """Given or taken: nobody has to sign in again for it."""
    here, asker = installation.here, installation.askers["lead"]
    try:
        here.accounts.set_role("root", LEA, Role.ANNOTATOR)
        assert not visit(installation.client, asker.headers, "queue").is_found
    finally:
        here.accounts.set_role("root", LEA, Role.LEAD)
    assert visit(installation.client, asker.headers, "queue").is_found


@pytest.mark.parametrize("role", ["annotator", "lead"])
def test_only_a_lead_is_offered_tokens_that_manage(installation: Installation, role: str):
    """On the page You; the accounts refuse them to others."""
    seen = visit(installation.client, installation.askers[role].headers, "you")
    assert ("manage the queue" in seen.words) == (role == "lead")
