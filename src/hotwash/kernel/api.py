"""What the stages' API modules share: the shape of a refusal, and references in urls."""

from ninja import Schema, Status

from hotwash.kernel.core.refusal import Refusal


class ReasonOut(Schema):
    """Why something was not done; ``field`` names the field it is about, if any."""

    code: str
    message: str
    field: str = ""


class RefusalOut(Schema):
    reasons: list[ReasonOut]


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
