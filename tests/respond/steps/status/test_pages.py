"""A status page over the life of an incident, as its documents say it."""

import json
from datetime import timedelta

import pytest

from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.refusal import Refusal
from hotwash.respond.core.lifecycle import Change
from hotwash.respond.core.status.settings import ComponentValues, PageValues, WorkValues
from hotwash.respond.core.status.states import ComponentState
from hotwash.respond.models import Incident, StatusDocument, StatusPage
from hotwash.respond.queries import components_of, page_value
from hotwash.respond.steps import (
    change_severity,
    change_state,
    end_maintenance,
    hold_component,
    release_component,
    remove_component,
    remove_status_page,
    render_stale_status_pages,
    save_component,
    save_maintenance,
    save_status_page,
    send_update,
)
from tests.cast import NOON
from tests.outbox import drain
from tests.queries import count_queries
from tests.respond.given import a_service, declared
from tests.respond.steps.status.given import a_page, a_part

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def summary(page: StatusPage) -> dict:
    return json.loads(StatusDocument.objects.get(page=page, path="api/v2/summary.json").body)


def states(page: StatusPage) -> list[str]:
    return [part["status"] for part in summary(page)["components"]]


def html(page: StatusPage, path: str = "") -> str:
    return StatusDocument.objects.get(page=page, path=path).body


def test_a_component_follows_the_incidents_of_its_service():
    page, checkout = a_page(), a_service("Checkout")
    a_part(page, checkout)
    a_part(page, a_service("Search"))
    incident = declared(severity="sev2", service_ids=(checkout.pk,), pages=False)
    drain(now=NOON)
    assert states(page) == ["partial_outage", "operational"]
    change_severity(actor=SYSTEM, incident=incident, severity="sev1", now=NOON)
    drain(now=NOON)
    assert states(page) == ["major_outage", "operational"]
    change_state(actor=SYSTEM, incident=incident, change=Change.MITIGATE, now=NOON + HOUR)
    drain(now=NOON + HOUR)
    assert states(page) == ["operational", "operational"]


def test_nothing_but_what_the_audience_was_told_stands_on_the_page():
    page, checkout = a_page(), a_service("Checkout")
    a_part(page, checkout)
    incident = declared(title="db-7 in rack 3 burns", service_ids=(checkout.pk,), pages=False)
    send_update(actor=SYSTEM, incident=incident, audiences=["internal"], text="Call Rhea about db-7", now=NOON)
    drain(now=NOON)
    assert (states(page), summary(page)["incidents"]) == (["major_outage"], [])
    assert not any("db-7" in document.body for document in StatusDocument.objects.filter(page=page))
    send_update(actor=SYSTEM, incident=incident, audiences=["customers"], text="We look into it.", now=NOON)
    drain(now=NOON)
    (told,) = summary(page)["incidents"]
    assert [word["body"] for word in told["incident_updates"]] == ["We look into it."]
    assert "We look into it." in html(page)
    assert "We look into it." in html(page, f"incidents/{incident.pk}/")


def test_a_private_incident_is_not_there_and_leaves_when_it_becomes_private():
    page, checkout = a_page(), a_service("Checkout")
    a_part(page, checkout)
    incident = declared(title="Secret", service_ids=(checkout.pk,), pages=False, private=True)
    send_update(actor=SYSTEM, incident=incident, audiences=["customers"], text="Hush", now=NOON)
    drain(now=NOON)
    assert (states(page), summary(page)["incidents"]) == (["operational"], [])
    assert not any("Hush" in document.body for document in StatusDocument.objects.filter(page=page))
    Incident.objects.update(private=False)
    change_severity(actor=SYSTEM, incident=incident, severity="sev2", now=NOON)
    drain(now=NOON)
    assert "Hush" in html(page)
    Incident.objects.update(private=True)
    change_severity(actor=SYSTEM, incident=incident, severity="sev1", now=NOON)
    drain(now=NOON)
    assert not any("Hush" in document.body for document in StatusDocument.objects.filter(page=page))
    assert not StatusDocument.objects.filter(path=f"incidents/{incident.pk}/").exists()


def test_a_page_that_waits_for_the_audience_stays_green_until_it_is_told():
    page, checkout = a_page(at_once=False), a_service("Checkout")
    a_part(page, checkout)
    incident = declared(service_ids=(checkout.pk,), pages=False)
    drain(now=NOON)
    assert states(page) == ["operational"]
    send_update(actor=SYSTEM, incident=incident, audiences=["customers"], text="T", now=NOON)
    drain(now=NOON)
    assert states(page) == ["major_outage"]


def test_a_near_miss_colours_nothing():
    page, checkout = a_page(), a_service("Checkout")
    a_part(page, checkout)
    declared(service_ids=(checkout.pk,), pages=False, near_miss=True)
    drain(now=NOON)
    assert states(page) == ["operational"]


def test_a_hand_corrects_the_state_and_lets_it_go():
    page, checkout = a_page(), a_service("Checkout")
    part = a_part(page, checkout)
    declared(service_ids=(checkout.pk,), pages=False)
    hold_component(actor=SYSTEM, component=part, state=ComponentState.DEGRADED, now=NOON, reason="Only slow")
    drain(now=NOON)
    assert states(page) == ["degraded_performance"]
    ((_, said, hold),) = components_of(page, NOON)
    assert (said.held, hold.reason) == (True, "Only slow")
    hold_component(actor=SYSTEM, component=part, state=ComponentState.PARTIAL, now=NOON + HOUR)
    assert release_component(actor=SYSTEM, component=part, now=NOON + 2 * HOUR)
    assert not release_component(actor=SYSTEM, component=part, now=NOON + 2 * HOUR)
    drain(now=NOON + 2 * HOUR)
    assert states(page) == ["major_outage"]
    long = hold_component(actor=SYSTEM, component=part, state=ComponentState.PARTIAL, now=NOON, reason="x" * 301)
    assert isinstance(long, Refusal)


def test_maintenance_is_announced_begins_and_ends_without_anybody():
    page = a_page()
    part = a_part(page, name="Search")
    values = WorkValues(title="New disks", begins_at=NOON + HOUR, ends_at=NOON + 2 * HOUR, component_ids=(part.pk,))
    work = save_maintenance(actor=SYSTEM, page=page, values=values, now=NOON)
    drain(now=NOON)
    assert (states(page), len(summary(page)["scheduled_maintenances"])) == (["operational"], 1)
    assert "New disks" in html(page, f"maintenance/{work.pk}/")
    drain(now=NOON + HOUR)
    assert states(page) == ["under_maintenance"]
    drain(now=NOON + 2 * HOUR)
    assert (states(page), summary(page)["scheduled_maintenances"]) == (["operational"], [])
    assert isinstance(end_maintenance(actor=SYSTEM, maintenance=work, now=NOON + 3 * HOUR), Refusal)


def test_maintenance_ends_early_or_is_called_off():
    page = a_page()
    part = a_part(page, name="Search")
    values = WorkValues(title="Disks", begins_at=NOON + HOUR, ends_at=NOON + 5 * HOUR, component_ids=(part.pk,))
    work = save_maintenance(actor=SYSTEM, page=page, values=values, now=NOON)
    stale = save_maintenance(actor=SYSTEM, page=page, values=values, now=NOON, maintenance=work, version=7)
    assert stale.is_conflict
    ended = end_maintenance(actor=SYSTEM, maintenance=work, now=NOON + 2 * HOUR)
    assert ended.ends_at == NOON + 2 * HOUR
    other = save_maintenance(actor=SYSTEM, page=page, values=values, now=NOON)
    end_maintenance(actor=SYSTEM, maintenance=other, now=NOON)
    drain(now=NOON)
    assert not StatusDocument.objects.filter(path=f"maintenance/{other.pk}/").exists()
    other_part = a_part(a_page("b"), name="B")
    elsewhere = WorkValues(title="D", begins_at=NOON, ends_at=NOON + HOUR, component_ids=(other_part.pk,))
    assert isinstance(save_maintenance(actor=SYSTEM, page=page, values=elsewhere, now=NOON), Refusal)


def test_a_page_is_rendered_again_when_the_day_ends_and_by_a_new_release():
    page = a_page()
    a_part(page, name="Search")
    drain(now=NOON)
    assert render_stale_status_pages(now=NOON + HOUR) == 0
    assert render_stale_status_pages(now=NOON + 12 * HOUR) > 0
    StatusPage.objects.update(rendered_by="an earlier release")
    assert render_stale_status_pages(now=NOON + 12.5 * HOUR) > 0
    page.refresh_from_db()
    assert page.stale_at == NOON + 36 * HOUR


def test_what_has_not_changed_is_not_written_again():
    page = a_page()
    incident = declared(pages=False)
    send_update(actor=SYSTEM, incident=incident, audiences=["customers"], text="T", now=NOON)
    drain(now=NOON)
    StatusPage.objects.update(stale_at=None)
    render_stale_status_pages(now=NOON + HOUR)
    at = dict(StatusDocument.objects.filter(page=page).values_list("path", "rendered_at"))
    assert (at[f"incidents/{incident.pk}/"], at["api/v2/summary.json"]) == (NOON, NOON + HOUR)


def test_settings_are_changed_and_conflicts_told():
    page = a_page()
    values = PageValues(slug="acme", title="Acme", audience="internal", public=False)
    changed = save_status_page(actor=SYSTEM, values=values, now=NOON, page=page, version=page.version)
    assert (changed.audience, changed.version) == ("internal", page.version + 1)
    assert save_status_page(actor=SYSTEM, values=values, now=NOON, page=page, version=page.version).is_conflict
    twice = save_status_page(actor=SYSTEM, values=values, now=NOON)
    assert [reason.field for reason in twice.reasons] == ["slug"]
    part = a_part(page, name="Search")
    same = save_component(actor=SYSTEM, page=page, values=ComponentValues(name="Search"), now=NOON)
    assert [reason.field for reason in same.reasons] == ["name"]
    remove_component(actor=SYSTEM, component=part)
    drain(now=NOON)
    assert summary(page)["components"] == []
    remove_status_page(actor=SYSTEM, page=page)
    drain(now=NOON)
    assert not StatusDocument.objects.exists()


def test_a_page_is_put_together_by_the_same_number_of_queries():
    page = a_page()

    def more(number: int) -> None:
        service = a_service(f"Service-{number}")
        a_part(page, service)
        incident = declared(service_ids=(service.pk,), pages=False)
        send_update(actor=SYSTEM, incident=incident, audiences=["customers"], text="T", now=NOON)

    more(1)
    few = count_queries(lambda: page_value(page, NOON))
    for number in range(2, 7):
        more(number)
    assert count_queries(lambda: page_value(page, NOON)) == few
