"""The process as values: one document, read from YAML, that every stage asks.

Everything an organisation may want to do in its own way stands here: severities, roles, the seven stages with their
gates, deadlines, channels and audiences, escalation, categories of factors, templates of messages and of the report.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from hotwash.kernel.core.refusal import Reason, Refusal

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
StageKey = Literal["respond", "team", "evidence", "analysis", "actions", "report", "improve"]
STAGE_KEYS: tuple[StageKey, ...] = ("respond", "team", "evidence", "analysis", "actions", "report", "improve")


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Severity(Part):
    """``rank`` 1 is the worst. Minutes and days are upper bounds; None: no bound. ``component`` is the state that an
    incident of this severity gives the affected components of a status page; None: by rank.
    """

    key: Key
    name: Text
    meaning: Text
    rank: int = Field(ge=1)
    pages: bool = True
    update_minutes: int | None = Field(default=None, ge=1)
    post_mortem: Literal["required", "advised", "optional"] = "required"
    depth: Literal["light", "standard", "deep"] = "standard"
    component: Literal["operational", "degraded_performance", "partial_outage", "major_outage"] | None = None


class Role(Part):
    """``several``: more than one person may hold it at once."""

    key: Key
    name: Text
    duty: Text
    several: bool = False


class Seat(Part):
    """A place in the post-mortem team. ``side`` ties it to the kind of team that fills it."""

    key: Key
    name: Text
    duty: Text
    side: Literal["operations", "development", "support", ""] = ""
    required: bool = False


class Gate(Part):
    """A condition on a fact about the incident (``team.commander``): met when the fact is at least ``at_least``.

    True counts as 1 and a text as 1 when it is not empty. ``required`` gates keep the stage open; others advise.
    """

    fact: Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z0-9_]+$")]
    at_least: float = 1
    message: Text
    required: bool = True


class Stage(Part):
    key: StageKey
    title: Text
    purpose: Text
    asks: tuple[Text, ...] = ()
    gates: tuple[Gate, ...] = ()


class SubCategory(Part):
    key: Key
    name: Text
    hint: str = ""


class Category(Part):
    key: Key
    name: Text
    hint: Text
    subcategories: tuple[SubCategory, ...] = ()


class Audience(Part):
    """Who is told, through which notifier (``channel``), at which addresses, from which template, for which
    severities.
    """

    key: Key
    name: Text
    channel: Key
    addresses: tuple[Text, ...] = ()
    template: Key
    severities: tuple[Key, ...] = ()


class Escalation(Part):
    """Defaults for paging: minutes until the next level, how often the ladder is walked, how a page reaches a
    person.
    """

    acknowledge_minutes: int = Field(default=5, ge=1)
    repeats: int = Field(default=3, ge=1)
    channels: tuple[Key, ...] = ("email",)


class Deadlines(Part):
    """Days by severity key; ``default`` for those that are not named."""

    debrief_days: Mapping[Key, int]
    report_days: Mapping[Key, int]
    corrective_days: Mapping[Key, int]
    preventive_days: Mapping[Key, int]
    remind_before_days: int = Field(default=3, ge=0)
    follow_up_days: tuple[int, ...] = (30, 90)
    review_every_days: int = Field(default=90, ge=1)

    @staticmethod
    def of(days: Mapping[str, int], severity: str) -> int:
        return days.get(severity, days.get("default", 30))


class Masking(Part):
    """Which addresses are masked in evidence, beside secrets; an incident may differ."""

    emails: bool = False
    ips: bool = False


class Report(Part):
    """``sections`` in order; ``names_become_roles``: people are named by their role in what is published."""

    sections: tuple[Text, ...]
    names_become_roles: bool = True
    approvals: int = Field(default=1, ge=0)


class ProcessDocument(Part):
    name: Text
    purpose: Text
    owner: str = ""
    severities: tuple[Severity, ...] = Field(min_length=1)
    roles: tuple[Role, ...]
    seats: tuple[Seat, ...]
    stages: tuple[Stage, ...]
    categories: tuple[Category, ...] = Field(min_length=1)
    audiences: tuple[Audience, ...] = ()
    escalation: Escalation = Escalation()
    deadlines: Deadlines
    templates: Mapping[Key, Text] = Field(default_factory=dict)
    report: Report
    masking: Masking = Masking()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        for name, keys in _key_lists(self).items():
            if len(set(keys)) != len(keys):
                msg = f"Two {name} have the same key."
                raise ValueError(msg)
        if tuple(stage.key for stage in self.stages) != STAGE_KEYS:
            msg = f"The stages are {', '.join(STAGE_KEYS)}, in this order."
            raise ValueError(msg)
        missing = {audience.template for audience in self.audiences} - set(self.templates)
        if missing:
            msg = f"An audience asks for a template that is not there: {', '.join(sorted(missing))}."
            raise ValueError(msg)
        unknown = {key for audience in self.audiences for key in audience.severities} - {s.key for s in self.severities}
        if unknown:
            msg = f"An audience names a severity that is not there: {', '.join(sorted(unknown))}."
            raise ValueError(msg)
        return self

    def severity(self, key: str) -> Severity:
        """The severity of a key; one that this version no longer has is read as the mildest."""
        return next(
            (found for found in self.severities if found.key == key), max(self.severities, key=lambda s: s.rank)
        )

    def stage(self, key: str) -> Stage:
        return next(found for found in self.stages if found.key == key)

    def category(self, key: str) -> Category | None:
        return next((found for found in self.categories if found.key == key), None)

    def role(self, key: str) -> Role | None:
        return next((found for found in self.roles if found.key == key), None)

    def audiences_for(self, severity: str) -> tuple[Audience, ...]:
        return tuple(found for found in self.audiences if not found.severities or severity in found.severities)


def parse(text: str) -> ProcessDocument | Refusal:
    """Read a document from YAML (1.2, safe). What is wrong is told with its place in the document."""
    try:
        data = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        return Refusal((Reason("yaml", f"This is not YAML: {error}", "text"),))
    try:
        return ProcessDocument.model_validate(data)
    except ValidationError as error:
        return Refusal(tuple(Reason("document", _place(found), "text") for found in error.errors()))


def _place(found: Mapping[str, object]) -> str:
    where = found.get("loc")
    path = ".".join(str(piece) for piece in where) if isinstance(where, tuple) else ""
    message = str(found.get("msg", "is not valid")).removeprefix("Value error, ")
    return f"{path}: {message}" if path else message


def _key_lists(document: ProcessDocument) -> dict[str, list[str]]:
    return {
        "severities": [found.key for found in document.severities],
        "roles": [found.key for found in document.roles],
        "seats": [found.key for found in document.seats],
        "categories": [found.key for found in document.categories],
        "audiences": [found.key for found in document.audiences],
    }
