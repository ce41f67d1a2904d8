"""A worked set of values for the tests of composing and rendering."""

from datetime import UTC, date, datetime, timedelta

from hotwash.reports.core.values import (
    Action,
    Availability,
    Because,
    Entry,
    EvidenceFile,
    Factor,
    Impact,
    KeyTime,
    Picture,
    Values,
)

NASTY = '<script>alert(1)</script> *a* | [x](y) #let $x$ "q" \\ `b` </article>'
SVG = (
    '<?xml version="1.0"?>'
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle r="4" cx="5" cy="5"/></svg>'
)


def at(hour: int, minute: int = 0, day: int = 3) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


FULL = Values(
    title="Checkout answered with errors",
    reference="INC-42",
    severity="SEV-2",
    state="resolved",
    services=("checkout", "payments"),
    people=(("Commander", "Carl"),),
    zone="Europe/Berlin",
    found_by="customer",
    key_times=(
        KeyTime("started", at(13)),
        KeyTime("detected", at(13, 12)),
        KeyTime("mitigated", at(13, 50), "zone guessed"),
        KeyTime("resolved", at(14, 20)),
    ),
    entries=(
        Entry("T-2", at(13), "Errors begin", lane="app", evidence="E-1 line 7", precision="minute"),
        Entry("T-1", at(12, 30), "Pool change applied", lane="terraform", detail="aws_db.main", precision="minute"),
        Entry(
            "T-3", at(23, 30), "Watch over night", until=at(6, 0, day=4), precision="minute", note="zone: chosen by you"
        ),
    ),
    impacts=(Impact("customers", at(13), at(13, 50), "1240", "failed checkouts", "measured", ("checkout",)),),
    availability=(
        Availability("checkout", timedelta(minutes=50), timedelta(minutes=25), "99.942", "99.9", "58"),
        Availability("", timedelta(minutes=5), timedelta(minutes=5), "99.988", goes_on=True),
    ),
    factors=(
        Factor("F-1", "Checkout answered 503", "outcome"),
        Factor(
            "F-2",
            "The pool held 20 connections",
            "factor",
            "technical",
            "misconfiguration",
            "likely",
            "It fitted",
            ("T-1",),
        ),
        Factor("F-3", "The runbook named the old group", "factor", "process"),
        Factor("F-4", "The canary stopped the second deploy", "helped"),
        Factor("F-5", "Traffic was low", "luck"),
        Factor("F-6", "Why did the retries double?", "question"),
    ),
    because=(Because("F-2", "F-1"), Because("F-3", "F-2")),
    actions=(
        Action(
            "A-1",
            "Alert on pool wait",
            "preventive",
            type="alert",
            owner="Ada",
            due=date(2026, 12, 1),
            factors=("F-2",),
        ),
        Action("A-2", "Size the pool by instance class", "corrective"),
    ),
    evidence=(EvidenceFile("E-1", "app.log", "json lines", 120_345, "ab" * 32),),
    pictures={
        "fishbone": Picture(SVG, "Fishbone of the factors", "The factors by category"),
        "customers": Picture(SVG, "4 customer reports over time", "4 reports"),
        "metric_1": Picture(SVG, "errors", "errors (E-1)"),
        "metric_2": Picture(SVG, "latency", "latency (E-1)"),
    },
    prose={"summary": "At 14:00 the **checkout** broke.", "hindered": "Access took 20 minutes."},
)


def nasty() -> Values:
    """Every text field holds what would break a careless renderer."""
    return Values(
        title=NASTY,
        reference=NASTY,
        severity=NASTY,
        services=(NASTY,),
        people=((NASTY, NASTY),),
        entries=(Entry("T-1", at(13), NASTY, lane=NASTY, kind=NASTY, detail=NASTY, note=NASTY, evidence=NASTY),),
        impacts=(Impact(NASTY, at(13), None, NASTY, NASTY, NASTY, (NASTY,), NASTY),),
        availability=(Availability(NASTY, timedelta(1), timedelta(1), NASTY, NASTY, NASTY),),
        factors=(
            Factor("F-1", NASTY, "factor", NASTY, NASTY, NASTY, NASTY, (NASTY,)),
            Factor("F-2", NASTY, "outcome"),
            Factor("F-3", NASTY, "luck"),
        ),
        because=(Because("F-1", "F-2"),),
        actions=(
            Action("A-1", NASTY, "corrective", NASTY, NASTY, NASTY, NASTY, None, NASTY, "open", NASTY, NASTY, (NASTY,)),
        ),
        evidence=(EvidenceFile("E-1", NASTY, NASTY, 1, "", NASTY),),
        prose={"summary": NASTY, "lessons": f"# {NASTY}\n\n- {NASTY}\n\n```\n{NASTY}\n```\n"},
    )
