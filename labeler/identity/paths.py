"""The addresses of signing in, and where one may be sent afterwards."""

from urllib.parse import quote, urlsplit

SIGN_IN = "/sign-in"
START = "/sign-in/start"
CALLBACK = "/sign-in/callback"
SIGN_OUT = "/sign-out"
LINK = "/link/"
STYLE = "/sign-in/style.css"
HOME = "/"
_OPEN = frozenset({SIGN_IN, START, CALLBACK, SIGN_OUT, STYLE, "/healthz", "/readyz"})
_MOST = 2000


def is_open(path: str) -> bool:
    """Say whether a path is for people who are not signed in, too."""
    return path in _OPEN or path.startswith(LINK)


def local_target(wanted: str) -> str:
    """Return where to go after signing in: the path that was wanted if it is one of ours, or home.

    Browsers read two slashes, or a slash and a backslash, as the beginning of
    another site and drop tabs and line breaks; nothing of that kind is followed.
    """
    plain = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and "\\" not in wanted
    if not plain or len(wanted) > _MOST or not wanted.isprintable():
        return HOME
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return HOME
    if parts.scheme or parts.netloc or is_open(parts.path):
        return HOME
    return quote(wanted, safe="/?&=%#:+,;@!$'()*~-._[]")
