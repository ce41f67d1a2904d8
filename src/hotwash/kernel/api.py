"""What the stages' API modules share: the shape of a refusal, and references in urls."""

from functools import cache

from ninja import Schema, Status
from ninja.operation import Operation

from hotwash.kernel.core.refusal import Refusal


class ReasonOut(Schema):
    """Why something was not done; ``field`` names the field it is about, if any."""

    code: str
    message: str
    field: str = ""


class RefusalOut(Schema):
    reasons: list[ReasonOut]


# ninja makes a model for each status of each operation, 1,300 in all: one second or two of every start and 20 MB.
# Those of the same type are alike, so one is enough.
_make_model = Operation._create_response_model  # noqa: SLF001 - no other place to say it


@cache
def _response_model(kind: object) -> type[Schema] | None:
    return _make_model(None, kind)  # type: ignore[arg-type]  # it does not look at the operation


Operation._create_response_model = lambda _operation, kind: _response_model(kind)  # type: ignore[assignment, method-assign]  # noqa: SLF001

Refused = Status[RefusalOut]
"""What an operation returns when its step was refused."""

REFUSALS: dict[int, type[RefusalOut]] = {
    400: RefusalOut,
    401: RefusalOut,
    403: RefusalOut,
    404: RefusalOut,
    409: RefusalOut,
    422: RefusalOut,
}
"""The responses that any operation may give beside its own; spread it: ``response={200: Out, **REFUSALS}``."""


def refused(refusal: Refusal) -> Refused:
    """The answer to a refused step: 409 for a conflict, else 422."""
    reasons = [ReasonOut(code=found.code, message=found.message, field=found.field) for found in refusal.reasons]
    return Status(409 if refusal.is_conflict else 422, RefusalOut(reasons=reasons))
