"""The JSON bodies of requests."""

from typing import Annotated, TypeVar

from pydantic import (
    Field,
    SkipValidation,
    StrictInt,
    StrictStr,
    ValidationError,
)

from labeler.codec.models import AnnotationSetJson, Id, Json, Name
from labeler.core.errors import ConversionError
from labeler.core.trash import MOST_REASON

_Fence = Annotated[StrictInt, Field(ge=0, le=2**53)]


class NextBody(Json):
    """Ask for the next article."""

    after: Id | None = None


class OpenBody(Json):
    """Ask for one article."""

    document_id: Id


class SaveBody(Json):
    """Save all labels of a task."""

    # As decoded: ``read_annotation_set`` reads it once the text is at hand.
    labels: SkipValidation[AnnotationSetJson]
    fence: _Fence
    save_id: Annotated[StrictStr, Field(pattern=r"^[\w.:-]{1,64}$")]
    active_s: Annotated[float, Field(strict=True, ge=0, le=86_400)] = 0.0
    client: Annotated[
        dict[Name, Annotated[StrictStr, Field(max_length=512)]], Field(max_length=16)
    ] = {}  # noqa: RUF012 - Pydantic copies it


class SubmitBody(Json):
    """Hand in what was saved last."""

    fence: _Fence


class SkipBody(Json):
    """Put a task aside."""

    fence: _Fence
    reason: Annotated[StrictStr, Field(max_length=2_000, pattern=r"^[^\x00]*$")] = ""


class TrashBody(Json):
    """Put something in the trash."""

    reason: Annotated[StrictStr, Field(max_length=MOST_REASON, pattern=r"^[^\x00]*$")] = ""


class RestoreBody(Json):
    """Restore something from the trash; there is nothing to say."""


class RenewBody(Json):
    """Keep a task for longer."""

    fence: _Fence


class ReopenBody(Json):
    """Go on with a task that was handed in or put aside; there is nothing to say."""


_Body = TypeVar("_Body", bound=Json)


def read_body(kind: type[_Body], raw: object) -> _Body:
    """Return decoded JSON as the body of a request.

    Raises:
        ConversionError: it is not one; the message names every problem.
    """
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        lines = (
            f"{'.'.join(str(part) for part in line['loc']) or 'body'}: {line['msg']}"
            for line in error.errors(include_input=False, include_url=False)
        )
        raise ConversionError(f"the body cannot be read: {'; '.join(lines)}") from None
