"""The shape of ``incident.yaml``. Only ``title`` is needed; an unknown key is told, so that a slip is not lost."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str | int) else ([] if value is None else value)


FactorKind = Literal["outcome", "factor", "trigger", "hypothesis", "helped", "hindered", "luck", "question"]
Text = Annotated[str, BeforeValidator(_as_text)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_list)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class TimelinePart(_Part):
    at: Text
    text: Text
    until: Text = ""
    lane: Text = ""
    evidence: Text = ""
    detail: Text = ""


class ImpactPart(_Part):
    audience: Literal["customers", "internal", "availability"] | Text = "customers"
    starts: Text = Field(default="", alias="from")
    ends: Text = Field(default="", alias="until")
    amount: Text = ""
    unit: Text = ""
    confidence: Text = ""
    services: Texts = ()
    note: Text = ""


class FactorPart(_Part):
    """``because`` names the factors (by ``id`` or by their statement) that made this one possible."""

    statement: Text
    id: Text = ""
    kind: FactorKind = "factor"
    category: Text = ""
    subcategory: Text = ""
    because: Texts = ()
    made_sense: Text = ""
    confidence: Text = ""
    evidence: Texts = ()


class ActionPart(_Part):
    title: Text
    kind: Literal["corrective", "preventive"] = "corrective"
    detail: Text = ""
    owner: Text = ""
    due: Text = ""
    type: Text = ""
    strength: Text = ""
    priority: Text = ""
    state: Text = "open"
    end_state: Text = ""
    measure: Text = ""
    factors: Texts = ()


class IncidentFile(_Part):
    title: Text
    reference: Text = ""
    severity: Text = ""
    state: Text = ""
    services: Texts = ()
    zone: Text = "UTC"
    date: Text = ""
    found_by: Text = ""
    near_miss: bool = False
    people: dict[str, Text] = Field(default_factory=dict)
    key_times: dict[str, Text] = Field(default_factory=dict)
    timeline: tuple[TimelinePart, ...] = ()
    impact: tuple[ImpactPart, ...] = ()
    factors: tuple[FactorPart, ...] = ()
    helped: Texts = ()
    hindered: Texts = ()
    lucky: Texts = ()
    questions: Texts = ()
    actions: tuple[ActionPart, ...] = ()
    notes: dict[str, Text] | Text = Field(default_factory=dict)
    moments: int = Field(default=25, ge=0, le=1000)
