from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hotwash.actions.core.states import ActionState
from hotwash.actions.steps import add_action
from hotwash.improve.models import FollowUp, PeriodicReview, Recurrence, Suggestion, Theme, Verification
from hotwash.improve.steps import look_for_recurrences
from hotwash.process.queries import current_version
from tests.actions.conftest import make_factor, make_incident, values
from tests.cast import NOON, Cast, actor
from tests.improve.test_steps import LATER, About, again
from tests.outbox import drain
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def olga(client: Client, cast: Cast) -> Client:
    client.force_login(cast.olga)
    return client


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_pages_teach_while_they_are_empty(olga, incident):
    assert "Nothing to verify yet" in page(olga, "improve", incident.reference)
    assert "No open suggestions" in page(olga, "suggestions")
    assert "No themes yet" in page(olga, "themes")
    assert "Nothing came back since the last review" in page(olga, "review-new")


def test_a_follow_up_from_plan_to_verdict(olga, cast, incident, done):
    data = {"at": "2026-12-01T10:00", "minutes": 30, "place": "https://meet.example.org/x", "invited": [cast.carl.pk]}
    assert olga.post(reverse("follow-up-plan", args=[incident.reference]), data).status_code == 302
    planned = FollowUp.objects.get()
    assert "Alert when a certificate" in page(olga, "follow-up", incident.reference, planned.pk)
    held = {"attended": [cast.carl.pk], "notes": "Went well", "version": 1}
    olga.post(reverse("follow-up-held", args=[incident.reference, planned.pk]), held)
    verify = reverse("action-verify", args=[incident.reference, 1])
    refused = olga.post(verify, {"verdict": "not", "evidence": "", "follow_up": planned.pk})
    assert (refused.status_code, "Say what shows it" in refused.content.decode()) == (422, True)
    olga.post(verify, {"verdict": "not", "evidence": "Too late again", "follow_up": planned.pk})
    assert Verification.objects.get().follow_up == planned
    drain(now=LATER)
    done.refresh_from_db()
    assert done.state == ActionState.OPEN
    assert "Too late again" in page(olga, "action", incident.reference, 1)


@pytest.mark.parametrize("at", ["1970-01-01T00:00", "2400-01-01T00:00", "soon", ""])
def test_bad_times_are_refused_and_what_was_typed_stays(olga, incident, at):
    answer = olga.post(reverse("follow-up-plan", args=[incident.reference]), {"at": at, "minutes": 45, "agenda": EVIL})
    assert answer.status_code == 422
    assert "&lt;script&gt;alert(1)" in answer.content.decode()
    assert not FollowUp.objects.exists()


def test_a_recurrence_is_shown_at_once_and_decided(olga, cast, done):
    new = again(cast)
    look_for_recurrences(About(new.incident_id), now=LATER)
    reference = new.incident.reference
    shown = page(olga, "improve", reference)
    assert "This may have happened before" in shown
    assert done.incident.reference in shown
    assert "A-1" in shown
    row = Recurrence.objects.get()
    assert olga.post(reverse("recurrence-confirm", args=[reference, row.pk])).status_code == 302
    drain(now=LATER)
    done.refresh_from_db()
    assert done.state == ActionState.OPEN
    assert "This may have happened before" not in page(olga, "improve", reference)


def test_linking_by_hand(olga, cast, done):
    new = again(cast, "The feature flag default was inverted")
    address = reverse("recurrence-link", args=[new.incident.reference])
    for wrong, words in (("nonsense", "like INC-3 F-2"), ("INC-999 F-1", "There is no factor F-1 of INC-999")):
        answer = olga.post(address, {"factor": new.pk, "earlier": wrong})
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    olga.post(address, {"factor": new.pk, "earlier": f"{done.incident.reference} F-1", "note": "Same gap"})
    assert Recurrence.objects.get().state == "confirmed"


def test_private_incidents_stay_closed(client, cast, done):
    secret = make_incident(cast, private=True, title="Secret thing", declared_at=LATER)
    make_factor(secret, "No alert warned that the certificate had expired")
    client.force_login(cast.otto)
    assert client.get(reverse("improve", args=[secret.reference])).status_code == 404
    for name in ("insights", "review-new", "themes"):
        assert "Secret thing" not in page(client, name)


def test_insights_show_every_incident_as_a_dot_and_refuse_a_trend(olga, cast):
    for at in range(7):
        begin = NOON - timedelta(days=at)
        make_incident(
            cast, title=f"No. {at} {EVIL}", declared_at=begin, started_at=begin,
            detected_at=begin + timedelta(minutes=5 + at), resolved_at=begin + timedelta(hours=2 + at),
        )  # fmt: skip
    answer = olga.get(reverse("insights") + "?days=0")
    shown = answer.content.decode()
    assert [phase.distribution.n for phase in answer.context["insights"].phases] == [7, 0, 0, 0, 7]
    assert shown.count('<circle class="dot"') == 14
    assert "no claim under 20 incidents" in shown
    assert "<script>alert" not in shown
    assert olga.get(reverse("insights") + "?days=x&service=y").status_code == 200


def test_figures_do_not_flicker(olga, cast):
    for at in range(8):
        begin = NOON - timedelta(days=at)
        make_incident(cast, declared_at=begin, started_at=begin, resolved_at=begin + timedelta(hours=1 + at * at))
    first, second = (olga.get(reverse("insights") + "?days=0").context["insights"].phases for _ in range(2))
    assert first == second


def test_pages_take_the_same_queries_for_one_and_for_many(olga, cast, incident, done):
    def fill(count: int) -> None:
        for _ in range(count):
            factor = make_factor(incident, "Another thing")
            made = add_action(
                actor=actor(cast.olga), incident=incident, values=values(owner=cast.rhea, factors=[factor]), now=NOON
            )
            later = make_incident(cast, declared_at=LATER)
            again_one = make_factor(later)
            Recurrence.objects.create(
                incident=later,
                earlier_incident=incident,
                factor=again_one,
                earlier_factor=factor,
                score=0.5,
                found_at=NOON,
            )
            Verification.objects.create(action=made, verdict="partly", evidence="x", at=NOON)

    addresses = [
        reverse("improve", args=[incident.reference]), reverse("insights") + "?days=0", reverse("review-new"),
        reverse("themes"), reverse("suggestions"),
    ]  # fmt: skip
    fill(1)
    for address in addresses:
        olga.get(address)
    before = [count_queries(lambda address=address: olga.get(address)) for address in addresses]
    fill(29)
    assert [count_queries(lambda address=address: olga.get(address)) for address in addresses] == before


def test_the_review_is_recorded_and_exported(olga, cast, incident, done):
    assert olga.post(reverse("review-new"), {"decisions": "x"}).status_code == 422
    answer = olga.post(reverse("review-new"), {"attendees": [cast.olga.pk], "decisions": f"Go on {EVIL}"})
    saved = PeriodicReview.objects.get()
    assert answer.url == reverse("review", args=[saved.pk])
    assert "<script>alert" not in page(olga, "review", saved.pk)
    exported = olga.get(reverse("review-markdown", args=[saved.pk]))
    assert exported["Content-Type"] == "text/markdown; charset=utf-8"
    assert "Attendees: Olga" in exported.content.decode()


def test_a_theme_gets_its_name(olga, cast, factor):
    new = again(cast)
    assert "Groups that ask for a name" in page(olga, "themes")
    olga.post(reverse("themes"), {"name": "Expiry without warning", "factors": [factor.pk, new.pk]})
    assert Theme.objects.get().factors.count() == 2
    assert "Groups that ask for a name" not in page(olga, "themes")


def test_a_suggestion_from_an_incident_to_the_next_version(olga, cast, incident):
    text = current_version().text
    edited = text.replace("remind_before_days: 3", "remind_before_days: 5")
    data = {
        "title": "Remind earlier",
        "text": EVIL,
        "edited": edited.replace("\n", "\r\n"),
        "incident": incident.reference,
    }
    preview = olga.post(reverse("suggest"), data | {"preview": "1"}).content.decode()
    assert "<ins>+   remind_before_days: 5</ins>" in preview
    olga.post(reverse("suggest"), data)
    made = Suggestion.objects.get()
    assert len(made.hunks) == 1
    shown = page(olga, "suggestion", made.pk)
    assert "<script>alert" not in shown
    assert "Accept: make it the next version" not in shown
    assert olga.post(reverse("suggestion-accept", args=[made.pk]), {"version": 1}).status_code == 403
    olga.force_login(cast.ada)
    olga.post(reverse("suggestion-accept", args=[made.pk]), {"version": 1})
    assert current_version().text == edited
    assert "Remind earlier" in page(olga, "suggestions")


def test_declining_by_page(olga, cast):
    olga.post(reverse("suggest"), {"title": "Shorter", "text": "Too long", "edited": ""})
    made = Suggestion.objects.get()
    olga.force_login(cast.ada)
    address = reverse("suggestion-decline", args=[made.pk])
    assert olga.post(address, {"version": 1, "reason": ""}).status_code == 422
    assert olga.post(address, {"version": 1, "reason": "It is short"}).status_code == 302
    assert "It is short" in page(olga, "suggestion", made.pk)
