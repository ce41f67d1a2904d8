"""What the API of stage 6 takes and gives."""

from datetime import date, datetime

from ninja import Schema

from hotwash.kernel.core.event import Json
from hotwash.reports.core.states import ReportState, Verdict
from hotwash.reports.models import Comment, Publication, PublicationDelivery


class SectionOut(Schema):
    """``text`` is Markdown; ``version`` is 0 as long as nothing was written."""

    key: str
    title: str
    hint: str
    text: str
    version: int


class ReviewOut(Schema):
    id: int
    reviewer: str
    verdict: Verdict
    note: str
    asked_at: datetime
    answered_at: datetime | None
    outdated: bool


class AdviceOut(Schema):
    check: int
    section: str
    message: str
    severity: str


class ReportOut(Schema):
    """``may_review``: whether who asks may. ``touched``: something happened since the last revision that may have
    changed what the report says.
    """

    incident: str
    title: str
    state: ReportState
    version: int
    may_review: bool
    touched: bool
    sections: list[SectionOut]
    reviews: list[ReviewOut]
    revisions: list[int]
    advice: list[AdviceOut]


class ChangeOut(Schema):
    version: int
    text: str
    by: str
    at: datetime


class SectionIn(Schema):
    """``version`` is the one that the text was edited from."""

    text: str
    version: int


class TitleIn(Schema):
    title: str
    version: int


class ReviewersIn(Schema):
    reviewers: list[int]


class VerdictIn(Schema):
    verdict: Verdict
    note: str = ""


class NoteIn(Schema):
    note: str = ""


class DeliveryOut(Schema):
    id: int
    target: str
    state: str
    attempts: int
    next_at: datetime | None
    location: str
    revision: str
    error: str

    @staticmethod
    def resolve_target(delivery: PublicationDelivery) -> str:
        return delivery.target.name


class PublicationOut(Schema):
    number: int
    title: str
    note: str
    summary: str
    published_at: datetime
    warnings: list[str]
    deliveries: list[DeliveryOut]

    @staticmethod
    def resolve_deliveries(publication: Publication) -> list[PublicationDelivery]:
        return list(publication.deliveries.select_related("target"))


class PublicationText(PublicationOut):
    html: str
    markdown: str


class AnswerOut(Schema):
    id: int
    text: str
    by_name: str
    at: datetime


class CommentOut(AnswerOut):
    target: str
    resolved_at: datetime | None
    answers: list[AnswerOut]

    @staticmethod
    def resolve_answers(row: Comment) -> list[Comment]:
        return list(row.answers.all())


class CommentIn(Schema):
    """``target``: a reference (T-12, F-3, A-5), ``section:<key>``, or empty for the whole."""

    text: str
    target: str = ""


class MatchOut(Schema):
    """``snippet``: pieces of text, each with whether it was looked for."""

    kind: str
    reference: str
    title: str
    url: str
    at: datetime
    snippet: list[tuple[str, bool]]


class FoundOut(Schema):
    total: int
    more: bool
    capped: bool
    matches: list[MatchOut]


class DocumentOut(Schema):
    """``reading`` is what ``hotwash read`` says about the document."""

    id: int
    name: str
    title: str
    day: date | None
    severity: str
    zone: str
    imported_at: datetime
    reading: dict[str, Json]


class TargetOut(Schema):
    """Settings are not told again: some are secret."""

    id: int
    name: str
    publisher: str
    active: bool
    takes_private: bool
    version: int


class TargetIn(Schema):
    name: str
    publisher: str
    settings: dict[str, str]
    active: bool = True
    takes_private: bool = False
    version: int = 0


class ChoiceOut(Schema):
    key: str
    name: str


class ChoicesOut(Schema):
    """What the archive can be filtered by."""

    severities: list[ChoiceOut]
    services: list[ChoiceOut]
    categories: list[ChoiceOut]
    years: list[int]


class ArchiveQuery(Schema):
    """As the filters of the page: empty or 0 means any."""

    q: str = ""
    kind: str = ""
    service: str = ""
    severity: str = ""
    category: str = ""
    year: int = 0
    page: int = 1
