"""In which state a report, a review and a delivery can be, and what leads from one to the other."""

from datetime import timedelta
from enum import StrEnum


class _Labelled(StrEnum):
    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class ReportState(_Labelled):
    """``PUBLISHED``: what stands here is what was published last; the first edit after that makes it a draft again."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"


class Verdict(_Labelled):
    WAITING = "waiting"
    APPROVED = "approved"
    CHANGES = "changes"

    @property
    def label(self) -> str:
        return {"waiting": "Waiting", "approved": "Approved", "changes": "Asked for changes"}[self.value]


class DeliveryState(_Labelled):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


MOST_ATTEMPTS = 10
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)


def after_edit(state: str) -> ReportState:
    """An edit during a review goes on being reviewed; what was approved or published becomes a draft again."""
    return ReportState.IN_REVIEW if state == ReportState.IN_REVIEW else ReportState.DRAFT


def wait_before(attempt: int, after: float | None = None) -> timedelta:
    """How long to wait before attempt number ``attempt`` (2 is the first repeat); ``after``: the least, in seconds."""
    wait: timedelta = min(FIRST_WAIT * 2 ** max(0, min(attempt - 2, 20)), LONGEST_WAIT)
    return max(wait, timedelta(seconds=after)) if after else wait
