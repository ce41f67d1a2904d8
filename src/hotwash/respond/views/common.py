"""What the pages of stage 1 share."""

from django.contrib import messages
from django.http import HttpRequest

from hotwash.kernel.core.refusal import Refusal


def told(request: HttpRequest, done: object, success: str = "", undo: str = "") -> bool:
    """Say how a step ended; True when it was done."""
    if isinstance(done, Refusal):
        for reason in done.reasons:
            messages.warning(request, reason.message)
        return False
    if success:
        messages.success(request, success, extra_tags=f"undo:{undo}" if undo else "")
    return True
