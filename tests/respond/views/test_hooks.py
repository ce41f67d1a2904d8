"""What channels send back, signed as each documents it, does what the page's button does; anything else nothing."""

import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from pydantic import SecretStr

from hotwash.directory.models import ContactMethod
from hotwash.evidence.models import Entry
from hotwash.kernel import clock
from hotwash.kernel.config import config
from hotwash.respond.models import Incident, Note, Page
from hotwash.respond.queries import page_token
from tests.cast import Cast
from tests.outbox import drain
from tests.respond.given import a_policy, declared, target

pytestmark = pytest.mark.django_db
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    for name in ("slack_signing_secret", "telegram_secret", "twilio_token"):
        monkeypatch.setattr(config(), name, SecretStr(SECRET))


@pytest.fixture
def page(cast: Cast) -> Page:
    a_policy((60, [target(cast.carl)]), (60, [target(cast.rhea)]))
    declared(now=clock.now())
    drain(now=clock.now())
    return Page.objects.select_related("incident", "person").get()


def also(cast: Cast, channel: str, address: str) -> None:
    ContactMethod.objects.create(person=cast.carl, channel=channel, address=address, order=2)


def slack(
    client: Client, body: str, kind: str = "application/x-www-form-urlencoded", *, age: int = 0, secret: str = SECRET
):  # type: ignore[no-untyped-def]
    stamp = str(int(clock.now().timestamp()) - age)
    signed = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signed}"}
    return client.post("/hooks/slack", body, kind, headers=headers)


def pressed(token: str, action: str = "hotwash_acknowledge", user: str = "U012ABCDEF") -> str:
    told = {
        "type": "block_actions",
        "user": {"id": user},
        "trigger_id": "13345224609.738474920.8088930838d88f008e0",
        "channel": {"id": "D1"},
        "actions": [{"action_id": action, "block_id": "b", "type": "button", "value": token, "action_ts": "1"}],
        "response_url": "https://hooks.slack.com/actions/T0/1/x",
    }
    return urlencode({"payload": json.dumps(told)})


def command(text: str, user: str = "U012ABCDEF", trigger: str = "1.2.3") -> str:
    return urlencode({"command": "/hotwash", "text": text, "user_id": user, "channel_id": "C1", "trigger_id": trigger})


def state(page: Page) -> tuple[str, str]:
    page.refresh_from_db()
    return page.state, page.answered_via


def test_a_button_in_slack_acknowledges(client: Client, page: Page):
    answer = slack(client, pressed(page_token(page)))
    assert (answer.status_code, "You have it: INC-" in answer.json()["text"]) == (200, True)
    assert state(page) == ("acknowledged", "slack")


def test_a_button_in_slack_declines_and_the_next_level_is_asked(client: Client, page: Page, cast: Cast):
    slack(client, pressed(page_token(page), "hotwash_decline"))
    drain(now=clock.now())
    assert state(page)[0] == "declined"
    assert Page.objects.filter(person=cast.rhea).exists()


def test_whoever_pressed_takes_it(client: Client, page: Page, cast: Cast):
    ContactMethod.objects.create(person=cast.olga, channel="slack", address="U0OLGA")
    slack(client, pressed(page_token(page), user="U0OLGA"))
    assert state(page)[0] == "ended"
    assert Incident.objects.get().acknowledged_at is not None


@pytest.mark.parametrize(("age", "secret"), [(301, SECRET), (-301, SECRET), (0, "wrong"), (0, "")])
def test_what_is_old_or_not_signed_does_nothing(client: Client, page: Page, age: int, secret: str):
    answer = slack(client, pressed(page_token(page)), age=age, secret=secret or "x")
    assert (answer.status_code, state(page)[0]) == (401, "open")


def test_without_a_secret_nothing_is_believed(client: Client, page: Page, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(config(), "slack_signing_secret", SecretStr(""))
    assert slack(client, pressed(page_token(page)), secret="x").status_code == 401
    assert client.post("/hooks/slack", b"", "application/json").status_code == 401


def test_slack_proves_the_address(client: Client):
    answer = slack(client, json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB"}), "application/json")
    assert answer.content == b"3eZbrw1aB"


def test_a_command_is_carried_out_once(client: Client, page: Page, cast: Cast):
    also(cast, "slack", "U012ABCDEF")
    first = slack(client, command("note the queue grows again"))
    assert first.json() == {"response_type": "ephemeral", "text": f"Said in {page.incident.reference}."}
    assert slack(client, command("note the queue grows again")).content == b""  # the same request again
    assert Note.objects.count() == 1


def test_a_stranger_is_told_how_to_link(client: Client, page: Page):
    assert "How you are reached" in slack(client, command("who", user="U0NOBODY")).json()["text"]


def test_what_is_pinned_stands_on_the_timeline(client: Client, page: Page, cast: Cast):
    also(cast, "slack", "U012ABCDEF")
    slack(client, command("pin connections doubled at the pool"))
    drain(now=clock.now())
    assert Entry.objects.filter(kind="respond.said_pinned", text__contains="connections doubled").count() == 1


def telegram(client: Client, told: dict[str, Any], secret: str = SECRET):  # type: ignore[no-untyped-def]
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    return client.post("/hooks/telegram", json.dumps({"update_id": 9, **told}), "application/json", headers=headers)


def test_a_button_in_telegram_acknowledges_for_its_own_person_only(client: Client, page: Page, cast: Cast):
    query = {"callback_query": {"id": "4382", "from": {"id": 123456789}, "data": f"acknowledge:{page.pk}"}}
    assert "don't know who you are" in telegram(client, query).json()["text"]
    also(cast, "telegram", "123456789")
    assert telegram(client, {**query, "update_id": 10}, "wrong").status_code == 401
    answer = telegram(client, {**query, "update_id": 11}).json()
    assert (answer["method"], answer["callback_query_id"], "You have it" in answer["text"]) == (
        "answerCallbackQuery",
        "4382",
        True,
    )
    assert state(page) == ("acknowledged", "telegram")


def test_telegram_tells_people_their_number(client: Client):
    told = {"message": {"chat": {"id": 42}, "from": {"id": 42}, "text": "/start"}}
    assert telegram(client, told).json()["text"] == "Your chat ID is 42. Add it in Hotwash."


def twilio(client: Client, path: str, form: dict[str, str], secret: str = SECRET):  # type: ignore[no-untyped-def]
    content = f"http://127.0.0.1:8000{path}" + "".join(f"{name}{form[name]}" for name in sorted(form))
    signed = base64.b64encode(hmac.new(secret.encode(), content.encode(), hashlib.sha1).digest()).decode()
    kind = "application/x-www-form-urlencoded"
    return client.post(path, urlencode(form), kind, headers={"X-Twilio-Signature": signed})


@pytest.mark.parametrize(
    ("text", "expected"), [("1", "acknowledged"), ("Ack!", "acknowledged"), ("2", "declined"), ("what?", "open")]
)
def test_an_answer_by_text_message(client: Client, page: Page, cast: Cast, text: str, expected: str):
    also(cast, "twilio_sms", "+4915112345678")
    form = {"From": "+4915112345678", "Body": text, "MessageSid": "SM1"}
    answer = twilio(client, "/hooks/twilio_sms", form)
    assert (answer["content-type"], b"<Message>" in answer.content) == ("text/xml; charset=utf-8", True)
    assert state(page)[0] == expected


def test_a_digit_in_a_call(client: Client, page: Page):
    path = f"/hooks/twilio_voice?{urlencode({'token': page_token(page)})}"
    assert twilio(client, path, {"Digits": "1", "CallSid": "CA1"}, "wrong").status_code == 401
    assert b"<Say>You have it" in twilio(client, path, {"Digits": "1", "CallSid": "CA1"}).content
    assert state(page) == ("acknowledged", "twilio_voice")


def test_a_button_in_mattermost(client: Client, page: Page):
    body = {"user_id": "u", "channel_id": "c", "context": {"token": page_token(page), "verb": "acknowledge"}}
    answer = client.post("/hooks/mattermost", body, "application/json")
    assert "You have it" in answer.json()["ephemeral_text"]
    assert state(page) == ("acknowledged", "mattermost")
    body["context"]["token"] = "made-up"  # type: ignore[index]
    assert "no longer there" in client.post("/hooks/mattermost", body, "application/json").json()["ephemeral_text"]


def test_the_button_of_a_push_message(client: Client, page: Page):
    assert client.get(f"/answers/{page_token(page)}").status_code == 405
    assert client.post("/answers/made-up").status_code == 410
    assert client.post(f"/answers/{page_token(page)}").status_code == 200
    assert state(page) == ("acknowledged", "push")


@pytest.mark.parametrize("channel", ["email", "pigeon", "discord"])
def test_what_does_not_listen_is_not_there(client: Client, channel: str):
    assert client.post(f"/hooks/{channel}", b"{}", "application/json").status_code == 404


def test_bad_bodies_get_a_word(client: Client):
    assert slack(client, "{", "application/json").status_code == 400
    assert slack(client, "x=1").json()["reasons"][0]["code"] == "unreadable"
    assert client.post("/hooks/mattermost", b"\xff", "application/json").status_code == 400
    assert client.post("/hooks/slack", b"x" * 1_000_001, "application/json").status_code == 413
