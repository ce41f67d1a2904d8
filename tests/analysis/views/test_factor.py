import pytest
from django.test import Client
from django.urls import reverse

from hotwash.analysis.models import Because
from hotwash.kernel.models import Event
from tests.analysis.conftest import make_entry


@pytest.fixture
def olga(cast) -> Client:
    client = Client()
    client.force_login(cast.olga)
    return client


def act(client, incident, number, verb, **data):
    return client.post(reverse("factor-act", args=[incident.reference, number, verb]), data, follow=True)


FIELDS = {
    "statement": "Disk 4 full",
    "kind": "factor",
    "place": "technical",
    "state": "confirmed",
    "confidence": "high",
    "made_sense": "",
    "version": "1",
}


def test_saved_and_put_back_from_its_history(olga, incident, write):
    factor = write("Disk full")
    address = reverse("factor", args=[incident.reference, 1])
    assert olga.post(address, FIELDS).status_code == 302
    event = Event.objects.get(type="analysis.factor_changed", payload__field="statement")
    act(olga, incident, 1, "put-back", event=event.pk)
    factor.refresh_from_db()
    assert (factor.statement, factor.category, factor.state) == ("Disk full", "technical", "confirmed")


def test_two_people_at_once_both_texts_are_shown(olga, incident, write):
    factor = write("Disk full")
    factor.statement, factor.version = "Carl's words", 2
    factor.save()
    address = reverse("factor", args=[incident.reference, 1])
    answer = olga.post(address, FIELDS)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Carl&#x27;s words" in text
    assert "\nDisk 4 full</textarea>" in text
    assert 'name="version" value="2"' in text
    olga.post(address, FIELDS | {"version": "2"})
    factor.refresh_from_db()
    assert factor.statement == "Disk 4 full"


@pytest.mark.parametrize("change", [{"statement": ""}, {"kind": "sin"}, {"place": "people"}, {"version": "x"}])
def test_what_does_not_fit_is_marked_at_its_field(olga, incident, write, change):
    write("Disk full")
    answer = olga.post(reverse("factor", args=[incident.reference, 1]), FIELDS | change)
    assert answer.status_code == 422
    assert "form-problems" in answer.content.decode()


def test_evidence_is_ticked_found_and_taken_off(olga, incident, write):
    factor = write("Disk full")
    make_entry(incident, "Disk at 99 %"), make_entry(incident, "Restart")
    found = olga.get(reverse("factor", args=[incident.reference, 1]), {"entries": "disk"}).content.decode()
    assert "Disk at 99 %" in found
    assert "Restart" not in found
    act(olga, incident, 1, "cite", entry=["1", "2"])
    assert factor.citations.count() == 2
    act(olga, incident, 1, "uncite", citation=factor.citations.first().pk)
    assert factor.citations.count() == 1
    act(olga, incident, 1, "quote", quote="“All green” (on-call engineer)")
    assert factor.citations.count() == 2


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("cite", {}),
        ("cite", {"entry": "99"}),
        ("cite", {"entry": "9" * 30}),
        ("quote", {"quote": " "}),
        ("uncite", {"citation": "x"}),
        ("link", {"cause": "1"}),
        ("move", {"place": "people"}),
        ("put-back", {"event": "1"}),
        ("put-back", {"event": "x"}),
    ],
)
def test_what_cannot_be_done_is_said(olga, incident, write, verb, data):
    write("Disk full")
    answer = act(olga, incident, 1, verb, **data)
    assert answer.status_code == 200
    assert "toast error" in answer.content.decode() or "error" in answer.content.decode()


@pytest.mark.parametrize(
    ("verb", "data"), [("sing", {}), ("link", {}), ("link", {"cause": "9"}), ("uncite", {"citation": "9"})]
)
def test_what_is_not_there_is_not_found(olga, incident, write, verb, data):
    write("Disk full")
    assert act(olga, incident, 1, verb, **data).status_code == 404


def test_linked_unlinked_and_no_circles(olga, incident, write):
    write("One"), write("Two")
    act(olga, incident, 1, "link", cause="F-2")
    assert Because.objects.count() == 1
    assert "a circle explains nothing" in act(olga, incident, 2, "link", cause="F-1").content.decode()
    act(olga, incident, 1, "unlink", cause="F-2")
    assert Because.objects.count() == 0


def test_removed_offers_undo_and_comes_back(olga, incident, write):
    factor = write("Disk full")
    text = act(olga, incident, 1, "remove").content.decode()
    assert reverse("factor-act", args=[incident.reference, 1, "restore"]) in text
    assert "was removed" in olga.get(reverse("factor", args=[incident.reference, 1])).content.decode()
    act(olga, incident, 1, "restore")
    factor.refresh_from_db()
    assert factor.deleted_at is None


def test_a_factor_of_another_incident_is_not_found(olga, incident):
    assert olga.get(reverse("factor", args=[incident.reference, 7])).status_code == 404
