"""A request as the handlers see it, and what they answer."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn, Protocol

from pydantic import BaseModel

_REVISION = re.compile(r'"(\d{1,9})"')


class Person(Protocol):
    """Who is asking, as the identity middleware found out."""

    @property
    def login(self) -> str:
        """The name of the account."""

    @property
    def name(self) -> str:
        """The name to show."""

    @property
    def role(self) -> str:
        """``annotator``, ``lead`` or ``admin``."""


class RefusedError(Exception):
    """A request the API itself refuses, before the workflow is asked."""

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}


@dataclass(frozen=True, slots=True)
class Call:
    """One request: who asks for what."""

    person: Person
    csrf: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    if_match: str | None
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 - decoded JSON of any shape
        """Return the decoded body; ``{}`` where there is none.

        Raises:
            RefusedError: it is not JSON that can be kept: 400.
        """
        return decode(self.body) if self.body else {}

    def revision(self) -> int:
        """Return the revision in ``If-Match``.

        Raises:
            RefusedError: there is none (428), or it is not a revision (400).
        """
        if self.if_match is None:
            message = "say in If-Match which revision this follows"
            raise RefusedError(428, "revision-required", message)
        found = _REVISION.fullmatch(self.if_match.strip())
        if found is None:
            message = 'If-Match wants one revision number in double quotes, such as "3"'
            raise RefusedError(400, "bad-request", message)
        return int(found[1])

    def whole_number(self, name: str, default: int, most: int) -> int:
        """Return a number of the query, ``0 <= n <= most``.

        Raises:
            RefusedError: it is not such a number: 400.
        """
        raw = self.query.get(name)
        if raw is None:
            return default
        # More digits than this are out of range; int() refuses very many with other words.
        if re.fullmatch(r"[0-9]{1,12}", raw) and int(raw) <= most:
            return int(raw)
        message = f"{name} wants a whole number from 0 to {most}, not {raw[:40]!r}"
        raise RefusedError(400, "bad-request", message)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. ``body`` is JSON text, ``None`` for no body at all."""

    status: int
    body: str | None
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One way to be refused: what it means, and the shape of the body."""

    meaning: str
    body: type[BaseModel]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path: what does it, and what OpenAPI says of it.

    Attributes:
        request: the shape of the body, ``None`` where none is read.
        answers: the shape of the body by status; ``None`` for no body.
        query: names of the query parameters with what they mean.
        if_match: it follows a revision that has to be named.
        refusals: how it can be refused, by status, besides what holds for all;
            in place of what is said of labels where it follows a revision.
        public: answered to people who are not signed in.
        instant: asks nothing that could keep it waiting, so it needs no thread.
        of_project: done in one project, with the role people have there.
    """

    method: str
    path: str
    handle: Handler
    summary: str
    answers: Mapping[int, type[BaseModel] | None]
    request: type[BaseModel] | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    if_match: bool = False
    refusals: Mapping[int, Refusal] = field(default_factory=dict)
    public: bool = False
    instant: bool = False
    of_project: bool = False

    @property
    def writes(self) -> bool:
        """Whether it changes anything."""
        return self.method != "GET"


class Ready(str):
    """JSON text that stands for a value as it is."""

    __slots__ = ()


def encode(value: object) -> Ready:
    """Return a value as JSON text."""
    return Ready(json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def encode_object(members: Mapping[str, object]) -> Ready:
    """Return an object as JSON text; members that are :class:`Ready` are taken as they are."""
    texts = (
        f"{json.dumps(name)}:{value if isinstance(value, Ready) else encode(value)}"
        for name, value in members.items()
    )
    return Ready("{" + ",".join(texts) + "}")


def decode(body: bytes) -> Any:  # noqa: ANN401 - decoded JSON of any shape
    """Return decoded JSON.

    Raises:
        RefusedError: 400, saying what is wrong: not UTF-8, not JSON, NaN or
            infinite numbers, half a surrogate pair, nested too deep.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse(f"the body is not UTF-8: byte {error.start} cannot be read")
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        # Half a surrogate pair can be written in JSON but is no character: nothing could store it.
        if "\\ud" in text.lower():
            encode(value).encode("utf-8")
    except json.JSONDecodeError as error:
        _refuse(f"the body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}")
    except UnicodeEncodeError:
        _refuse("the body holds half a surrogate pair, which is not a character")
    except RecursionError:
        _refuse("the body is nested too deep")
    except ValueError:
        _refuse("the body holds a number that is too large")
    return value


def _refuse(message: str) -> NoReturn:
    raise RefusedError(400, "bad-request", message) from None


def _refuse_constant(name: str) -> NoReturn:
    _refuse(f"{name} is not a number JSON knows")
