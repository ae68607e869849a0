"""What the pages say of how people sign in: with a password, or at a provider."""

from dataclasses import dataclass

from labeler.pages.context import services
from labeler.pages.people_common import plain


@dataclass(frozen=True, slots=True)
class WayIn:
    """Words for Markdown.

    Attributes:
        inviting: what becomes of an invitation.
        invited: what an invitation is for, to whoever sends it.
        renewed: the same of a link for somebody who is in already.
        renewal: that link in a list.
        made: that link in the log.
        question: when it is needed.
        button: what makes it.
    """

    inviting: str
    invited: str
    renewed: str
    renewal: str
    made: str
    question: str
    button: str


_PASSWORD = WayIn(
    inviting="You get a link to send them. Nothing is mailed; whoever opens it first chooses the "
    "password.",
    invited="With it they choose a password and come in",
    renewed="With it they choose a new password",
    renewal="new password",
    made="made a link to a new password",
    question="Forgot the password? The present one works until the link is used.",
    button="Link to a new password",
)


def way_in() -> WayIn:
    """Return the words for the mode of this installation."""
    settings = services().settings
    if settings.mode != "oidc":
        return _PASSWORD
    name = plain(settings.provider_name)
    return WayIn(
        inviting="You get a link to send them. Nothing is mailed; whoever opens it first comes in "
        f"with their own account at {name}.",
        invited=f"With it they sign in at {name} and come in",
        renewed=f"With it they come in with another account at {name}",
        renewal="another sign-in",
        made="made a link to another sign-in",
        question=f"Another account at {name}? The present one works until the link is used.",
        button="Link to another sign-in",
    )
