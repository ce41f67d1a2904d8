import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hotwash.actions.core.states import ActionState
from hotwash.actions.models import Action
from hotwash.actions.steps import add_action, finish_action
from tests.actions.conftest import DUE, make_factor, make_incident, values
from tests.cast import NOON, Cast, actor
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga(client: Client, cast: Cast) -> Client:
    client.force_login(cast.olga)
    return client


def quick(**changes: object) -> dict[str, object]:
    return {"title": "Add an alert", "kind": "corrective", "type": "alert", "owner": "", "due": "2026-03-20"} | changes


def test_the_stage_page_marks_factors_without_an_action(olga, incident, factor):
    page = olga.get(reverse("actions", args=[incident.reference])).content.decode()
    assert "F-1 has neither an action nor a reason for none" in " ".join(page.replace("</a>", "").split()).replace(
        f'<a href="#{factor.reference}">', ""
    )


def test_quick_add_answers_the_factor(olga, cast, incident, factor):
    answer = olga.post(reverse("actions", args=[incident.reference]), quick(factor=1, owner=cast.rhea.pk))
    made = Action.objects.get()
    assert answer.url == reverse("action", args=[incident.reference, 1])
    assert (made.owner, made.due, [one.number for one in made.factors.all()]) == (cast.rhea, DUE, [1])


def test_a_refused_quick_add_keeps_what_was_typed(olga, incident):
    answer = olga.post(reverse("actions", args=[incident.reference]), quick(due="2400-01-01", title="Add <b>this</b>"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Add &lt;b&gt;this&lt;/b&gt;" in page
    assert "more than 5 years away" in page


def test_markup_in_every_text_field_stays_text(olga, incident, factor, cast):
    evil = "<script>alert(1)</script>"
    fields = dict.fromkeys(("title", "detail", "end_state", "measure"), evil)
    add_action(actor=actor(cast.olga), incident=incident, values=values(**fields), now=NOON)
    factor.statement = evil
    factor.save()
    for name, args in (("actions", [incident.reference]), ("action", [incident.reference, 1]), ("all-actions", [])):
        assert "<script>alert" not in olga.get(reverse(name, args=args)).content.decode()


def full(action: Action, **changes: object) -> dict[str, object]:
    return {
        "title": action.title, "kind": action.kind, "type": action.type, "strength": action.strength,
        "priority": action.priority, "owner": action.owner_id or "", "due": action.due.isoformat(), "version": 1,
        "due_reason": "", "end_state": "", "measure": "", "detail": "", "ticket_url": "",
    } | changes  # fmt: skip


def test_editing_and_the_conflict_that_shows_both_texts(olga, incident, action):
    address = reverse("action", args=[incident.reference, 1])
    assert olga.post(address, full(action, title="Add an alert on expiry")).status_code == 302
    answer = olga.post(address, full(action, title="Add a check of expiry"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert '<p class="quote">Add an alert on expiry</p>' in page
    assert 'value="Add a check of expiry"' in page
    assert olga.post(address, full(action, title="Add a check of expiry", version=2)).status_code == 302
    assert Action.objects.get().title == "Add a check of expiry"


def test_moves(olga, cast, incident, action):
    def move(verb: str, **data: object):
        return olga.post(reverse("action-move", args=[incident.reference, 1, verb]), data)

    assert move("start", version=1).status_code == 302
    refused = move("finish", version=2, evidence="")
    assert (refused.status_code, "Say what shows that it is done" in refused.content.decode()) == (422, True)
    assert move("finish", version=2, evidence="https://example.org/7").status_code == 302
    assert move("confirm", version=3, note="Saw the rule fire").status_code == 302
    done = Action.objects.get()
    assert (done.state, done.confirmed_by) == (ActionState.DONE, cast.olga)
    assert move("reopen", version=4, reason="Too late").status_code == 302
    assert move("drop", version=5, reason="Retired", accepted_by=cast.carl.pk).status_code == 302
    assert Action.objects.get().accepted_by == cast.carl
    assert move("explode", version=6).status_code == 404


def test_a_factor_without_action_and_why(olga, incident, factor):
    address = reverse("factor-leave", args=[incident.reference, 1])
    assert olga.post(address, {"reason": ""}).status_code == 422
    assert olga.post(address, {"reason": "The vendor fixed it"}).status_code == 302
    assert "The vendor fixed it" in olga.get(reverse("actions", args=[incident.reference])).content.decode()


def test_advice_while_typing(olga, incident):
    answer = olga.get(reverse("action-advice", args=[incident.reference]), {"title": "Investigate the queue"})
    assert "has no end: nobody can tell when it is done" in answer.content.decode()


def test_viewers_see_but_do_not_write(client, cast, incident, action):
    client.force_login(cast.vera)
    page = client.get(reverse("action", args=[incident.reference, 1])).content.decode()
    assert 'id="edit"' not in page
    assert client.post(reverse("action-move", args=[incident.reference, 1, "start"]), {"version": 1}).status_code == 403


def test_a_private_incident_is_not_there_for_others(client, cast):
    incident = make_incident(cast, private=True)
    add_action(actor=actor(cast.carl), incident=incident, values=values(title="Rotate the key of the vault"), now=NOON)
    client.force_login(cast.otto)
    assert client.get(reverse("actions", args=[incident.reference])).status_code == 404
    assert client.get(reverse("action", args=[incident.reference, 1])).status_code == 404
    assert "Rotate the key" not in client.get(reverse("all-actions") + "?state=").content.decode()
    assert "Rotate the key" not in client.get(reverse("actions-csv") + "?state=").content.decode()


def make_many(cast: Cast, count: int) -> None:
    for at in range(count):
        incident = make_incident(cast, title=f"Incident {at}")
        factor = make_factor(incident)
        add_action(
            actor=actor(cast.olga),
            incident=incident,
            values=values(title=f"Add alert {at}", owner=cast.rhea, due=DUE + timedelta(days=at), factors=[factor]),
            now=NOON,
        )


def test_the_list_filters_sorts_and_pages(olga, cast):
    make_many(cast, 30)
    first = Action.objects.order_by("pk").first()
    assert first
    finish_action(actor=actor(cast.rhea), action=first, evidence="done", version=1, now=NOON)
    titles = [action.title for action in olga.get("/actions/").context["page"].object_list]
    assert titles == [f"Add alert {at}" for at in range(1, 26)]
    rest = [action.title for action in olga.get("/actions/?page=2").context["page"].object_list]
    assert rest == [f"Add alert {at}" for at in range(26, 30)]
    assert [one.title for one in olga.get("/actions/?state=unconfirmed").context["page"]] == ["Add alert 0"]
    assert len(olga.get(f"/actions/?owner={cast.otto.pk}").context["page"].object_list) == 0
    assert len(olga.get("/actions/?sort=nonsense&owner=x&page=zz").context["page"].object_list) == 25


def test_the_list_takes_the_same_queries_for_one_and_for_many(olga, cast):
    make_many(cast, 1)
    olga.get("/actions/")
    one = count_queries(lambda: olga.get("/actions/"))
    make_many(cast, 24)
    assert count_queries(lambda: olga.get("/actions/")) == one


def test_the_stage_page_takes_the_same_queries_for_one_and_for_many(olga, cast, incident):
    def fill(count: int) -> None:
        for at in range(count):
            factor = make_factor(incident, f"Factor {at}")
            add_action(
                actor=actor(cast.olga), incident=incident, values=values(owner=cast.rhea, factors=[factor]), now=NOON
            )

    fill(1)
    address = reverse("actions", args=[incident.reference])
    olga.get(address)
    one = count_queries(lambda: olga.get(address))
    fill(29)
    assert count_queries(lambda: olga.get(address)) == one


def test_bulk_changes_what_can_be_changed_and_says_what_cannot(olga, cast):
    make_many(cast, 2)
    first, second = Action.objects.order_by("pk")
    data = {"what": "owner", "owner": cast.otto.pk, "actions": [first.pk, second.pk], "next": "/actions/?state="}
    assert olga.post(reverse("actions-bulk"), data).url == "/actions/?state="
    assert set(Action.objects.values_list("owner__name", flat=True)) == {"Otto"}
    olga.post(reverse("actions-bulk"), {"what": "due", "due": "2026-05-01", "actions": [first.pk]})
    assert set(Action.objects.values_list("due", flat=True)) == {DUE, DUE + timedelta(days=1)}
    olga.post(reverse("actions-bulk"), {"what": "due", "due": "2026-05-01", "reason": "Freeze", "actions": [first.pk]})
    assert Action.objects.get(pk=first.pk).due == date(2026, 5, 1)
    assert olga.post(reverse("actions-bulk"), {"what": "start", "next": "https://evil.example/"}).url == "/actions/"


def test_csv_export(olga, action):
    answer = olga.get(reverse("actions-csv") + "?state=")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["reference"], row["owner"], row["due"], row["factors"]) for row in rows] == [
        ("A-1", "Rhea", "2026-03-20", "F-1")
    ]


def test_the_calendar_feed_needs_its_secret_and_no_session(client, cast, incident, action):
    client.force_login(cast.rhea)
    feed = client.get("/actions/").context["feed"]
    client.logout()
    text = client.get(feed).content.decode()
    assert "DTSTART;VALUE=DATE:20260320" in text
    assert f"SUMMARY:Due: {incident.reference} A-1" in text
    assert client.get("/actions/feed/nonsense.ics").status_code == 404
