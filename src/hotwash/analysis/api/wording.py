"""The language check and the categories by API: nothing is kept, nothing is counted."""

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hotwash.analysis.core import language
from hotwash.analysis.core.categorise import categorise
from hotwash.analysis.core.category_rules import Category
from hotwash.kernel.api import REFUSALS
from hotwash.kernel.web import actor_of

router = Router()
MOST = 1_000_000  # characters of one check


class CheckIn(Schema):
    """`purpose` says what the text is for; without it the headings of the text decide."""

    text: str = Field(max_length=MOST)
    purpose: language.Context | None = None
    people: list[str] = Field(default=[], max_length=500)


class FindingOut(Schema):
    """`start` and `end` count characters (code points) from 0. `replacement` is empty where there is no proposal."""

    rule: str
    kind: language.Kind
    severity: language.Severity
    start: int
    end: int
    line: int
    column: int
    end_column: int
    text: str
    message: str
    suggestion: str
    replacement: str


class FindingsOut(Schema):
    findings: list[FindingOut]


class RuleOut(Schema):
    key: str
    name: str
    kind: language.Kind
    severity: language.Severity
    message: str
    rationale: str
    source: str
    suggestion: str
    bad: list[str]
    good: list[str]


class StatementIn(Schema):
    statement: str = Field(max_length=20_000)


class SuggestionOut(Schema):
    statement: str
    category: Category
    subcategory: str
    alternative: str
    confidence: float
    why: str


@router.post("/language/check", response={200: FindingsOut, **REFUSALS})
def check(request: HttpRequest, body: CheckIn) -> dict[str, object]:
    """Blame, hindsight and vague actions in a text, each with its reason and another way to put it."""
    actor_of(request)
    return {"findings": language.check(body.text, purpose=body.purpose, people=body.people)}


@router.get("/language/rules", response={200: list[RuleOut], **REFUSALS})
def rules(request: HttpRequest) -> list[language.Rule]:
    actor_of(request)
    return list(language.RULESETS["en"].rules)


@router.post("/factors/categorise", response={200: SuggestionOut, **REFUSALS})
def suggest(request: HttpRequest, body: StatementIn) -> object:
    """The category that a statement speaks for, with the reason."""
    actor_of(request)
    return categorise(body.statement)
