"""An incident that has something in every stage before the report."""

from datetime import timedelta

import pytest

from hotwash.actions.models import Action
from hotwash.analysis.models import Because, Citation, Factor
from hotwash.directory.models import Service
from hotwash.evidence.models import Entry, EvidenceFile, Impact, KeyTime
from hotwash.process.queries import current_version
from hotwash.reports.core.states import Verdict
from hotwash.reports.models import Report
from hotwash.reports.steps import answer_review, edit_section, start_report
from hotwash.respond.models import Incident, Participant
from tests.cast import NOON, Cast, actor

LATER = NOON + timedelta(days=1)


def make_incident(cast: Cast, **changes: object) -> Incident:
    fields = {
        "title": "Checkout answered with errors",
        "severity": "sev2",
        "process_version": current_version(),
        "declared_at": NOON,
        "resolved_at": NOON + timedelta(hours=1),
        **changes,
    }
    incident = Incident.objects.create(**fields)
    Participant.objects.create(incident=incident, person=cast.carl, role="commander", since=NOON)
    Participant.objects.create(incident=incident, person=cast.rhea, role="responder", since=NOON)
    return incident


@pytest.fixture
def incident(cast: Cast) -> Incident:
    found = make_incident(cast)
    service = Service.objects.create(name="Checkout", slug="checkout")
    found.services.add(service)
    file = EvidenceFile.objects.create(
        incident=found, number=1, name="app.log", sha256="ab" * 32, size=1200, added_at=NOON, status="read"
    )
    entry = Entry.objects.create(
        incident=found, number=1, at=NOON, text="Rhea saw <b>errors</b>", file=file, line=7, created_at=NOON, lane="app"
    )
    KeyTime.objects.create(incident=found, name="started", at=NOON, entry=entry)
    impact = Impact.objects.create(
        incident=found,
        audience="customers",
        starts_at=NOON,
        amount=1240,
        unit="failed checkouts",
        confidence="measured",
    )
    impact.services.add(service)
    outcome = Factor.objects.create(
        incident=found, number=1, statement="Checkout failed", kind="outcome", created_at=NOON
    )
    pool = Factor.objects.create(
        incident=found, number=2, statement="The pool was small", category="technical", subcategory="capacity",
        created_at=NOON,
    )  # fmt: skip
    Factor.objects.create(incident=found, number=3, statement="Gone", created_at=NOON, deleted_at=NOON)
    Because.objects.create(cause=pool, effect=outcome)
    Citation.objects.create(factor=pool, entry=entry, created_at=NOON)
    action = Action.objects.create(
        incident=found, number=1, title="Alert on pool wait", kind="preventive", type="alert", strength="medium",
        owner=cast.olga, created_at=NOON,
    )  # fmt: skip
    action.factors.add(pool)
    return found


@pytest.fixture
def report(cast: Cast, incident: Incident) -> Report:
    """Written by Olga: two sections."""
    begun = start_report(actor=actor(cast.olga), incident=incident, now=LATER)
    edit_section(
        actor=actor(cast.olga), report=begun, key="summary", text="Carl broke **nothing**.", version=0, now=LATER
    )
    edit_section(actor=actor(cast.olga), report=begun, key="lessons", text="Watch the queue.", version=0, now=LATER)
    begun.refresh_from_db()
    return begun


@pytest.fixture
def approved(cast: Cast, report: Report) -> Report:
    answer_review(actor=actor(cast.rhea), report=report, verdict=Verdict.APPROVED, note="", now=LATER)
    report.refresh_from_db()
    return report
