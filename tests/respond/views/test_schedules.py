import pytest
from django.test import Client

from hotwash.kernel import clock
from hotwash.respond.core.oncall.swapping import Span, span_key
from hotwash.respond.models import Override, Schedule, Swap
from tests.cast import Cast
from tests.respond.given import a_schedule

pytestmark = pytest.mark.django_db
LAYER = {
    "name": "Weekly",
    "members": "Rhea@Example.org\ncarl@example.org",
    "every": "1",
    "rotation": "weekly",
    "starts_on": "2026-03-02",
    "handover": "09:00",
}


def given(*layers: dict[str, str], **more: str) -> dict[str, str]:
    """What the form sends."""
    typed = {f"layer-{number}-{name}": value for number, layer in enumerate(layers) for name, value in layer.items()}
    head = {
        "name": "Web",
        "timezone": "Europe/Berlin",
        "layer-TOTAL_FORMS": str(len(layers)),
        "layer-INITIAL_FORMS": "0",
    }
    return {**head, **typed, **more}


@pytest.fixture
def ada(cast: Cast) -> Client:
    return signed_in(cast.ada)


@pytest.fixture
def rhea(cast: Cast) -> Client:
    return signed_in(cast.rhea)


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(answer: object) -> str:
    return answer.content.decode()


def test_a_schedule_with_two_layers_is_made_seen_and_overridden(ada: Client, rhea: Client, cast: Cast):
    custom = {**LAYER, "name": "Weekend", "rotation": "shifts", "points": "Fri 17:00, Mon 09:00", "members": ""}
    assert ada.post("/alerts/on-call/new", given(LAYER, custom)).status_code == 302
    schedule = Schedule.objects.get()
    first, second = schedule.layers.all()
    assert [member.person for member in first.members.all()] == [cast.rhea, cast.carl]
    assert (second.name, second.points) == ("Weekend", [[4, "17:00:00"], [0, "09:00:00"]])
    assert "Who is on call now" in text_of(rhea.get("/alerts/on-call/"))
    over = {"person": cast.otto.pk, "starts_at": "2029-12-01T09:00", "ends_at": "2029-12-02T09:00"}
    assert rhea.post(f"/alerts/on-call/{schedule.pk}/", over).status_code == 302
    override = Override.objects.get()
    assert rhea.post(f"/alerts/on-call/overrides/{override.pk}/end").status_code == 302
    assert Override.objects.count() == 0
    page = text_of(ada.get(f"/alerts/on-call/{schedule.pk}/edit"))
    assert ("rhea@example.org" in page, "Fri 17:00, Mon 09:00" in page) == (True, True)
    removed = given(LAYER, {**custom, "remove": "on"}, version=str(schedule.version))
    assert ada.post(f"/alerts/on-call/{schedule.pk}/edit", removed).status_code == 302
    assert schedule.layers.count() == 1


def test_a_preview_saves_nothing_and_another_layer_keeps_what_was_typed(ada: Client):
    page = text_of(ada.post("/alerts/on-call/new", given(LAYER, preview="1")))
    assert ("Nothing is saved yet" in page, page.count('class="watch"'), Schedule.objects.count()) == (True, 2, 0)
    page = text_of(ada.post("/alerts/on-call/new", given(LAYER, add="1")))
    assert ("Rhea@Example.org" in page, "layer-1-members" in page, "layer-2-members" in page) == (True, True, False)


@pytest.mark.parametrize(
    ("layer", "said"),
    [
        ({"members": "who@example.org"}, "Nobody here has the address who@example.org"),
        ({"rotation": "shifts", "points": "Fri 25:00"}, "“Fri 25:00” is no hand-over"),
        ({"rotation": "shifts"}, "Custom shifts need between 1 and 21 hand-overs"),
        ({"timezone": "Mars/Base"}, "There is no such time zone"),
        ({"every": "0"}, "Something is missing or does not fit"),
        ({"ends_on": "2026-03-01"}, "The rotation ends before it starts"),
    ],
)
@pytest.mark.parametrize("button", ["save", "preview"])
def test_a_layer_that_cannot_be_is_said(ada: Client, layer: dict[str, str], said: str, button: str):
    answer = ada.post("/alerts/on-call/new", given({**LAYER, **layer}, **{button: "1"}))
    assert (answer.status_code, Schedule.objects.count()) == (422, 0)
    assert said in text_of(answer)


@pytest.mark.parametrize("total", ["", "x", "999999999999", "13"])
def test_nonsense_about_layers_is_no_defect(ada: Client, total: str):
    for button in ({}, {"add": "1"}, {"preview": "1"}):
        answer = ada.post("/alerts/on-call/new", given(LAYER, **{**button, "layer-TOTAL_FORMS": total}))
        assert answer.status_code in {200, 422}, button
        assert Schedule.objects.count() == 0


def test_a_gap_is_shown(rhea: Client):
    assert "nobody" in text_of(rhea.get(f"/alerts/on-call/{a_schedule().pk}/"))


@pytest.mark.parametrize("query", ["from=2026-03-04", "from=nonsense", "from=9999-12-31", "from=0001-01-01", "from="])
def test_weeks_of_any_time_are_shown(rhea: Client, cast: Cast, query: str):
    answer = rhea.get(f"/alerts/on-call/{a_schedule(cast.rhea).pk}/?{query}")
    assert (answer.status_code, text_of(answer).count('class="watch"')) == (200, 2)


@pytest.mark.parametrize(
    "at", ["2026-03-04T10:00", "nonsense", "0001-01-01T00:00", "9999-12-31T23:59", "2026-02-31T00:00"]
)
def test_who_was_on_call_at_any_time(rhea: Client, cast: Cast, at: str):
    a_schedule(cast.rhea)
    page = rhea.get("/alerts/on-call/", {"at": at})
    assert ("Who was on call <time" in text_of(page), page.status_code) == (at.startswith("2026-03"), 200)


def test_a_swap_goes_from_one_page_to_the_other(rhea: Client, cast: Cast):
    schedule = a_schedule(cast.rhea, cast.carl)
    now = clock.now()
    page = rhea.get(f"/alerts/on-call/{schedule.pk}/")
    keys = [key for key, _ in page.context["swap_form"].fields["shift"].choices]
    back = [key for key, _ in page.context["swap_form"].fields["back"].choices if key]
    asked = {"ask": "1", "shift": keys[-1], "other": str(cast.carl.pk), "back": back[-1], "note": ""}
    assert rhea.post(f"/alerts/on-call/{schedule.pk}/", {**asked, "shift": span_key(Span(now, now))}).status_code == 422
    assert rhea.post(f"/alerts/on-call/{schedule.pk}/", asked).status_code == 302
    swap = Swap.objects.get()
    carl = signed_in(cast.carl)
    assert "You are asked for a swap" in text_of(carl.get("/alerts/on-call/"))
    assert carl.post(f"/alerts/on-call/swaps/{swap.pk}/accept").status_code == 302
    swap.refresh_from_db()
    assert (swap.state, Override.objects.count()) == ("accepted", 2)
    assert carl.post(f"/alerts/on-call/swaps/{swap.pk}/fold").status_code == 404
