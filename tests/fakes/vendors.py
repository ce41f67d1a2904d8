"""Servers that speak what each vendor documents, no more: a request of another shape is refused, as there."""

import base64
import html
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from tests.fakes.arrivals import Arrived
from tests.fakes.serving import Answer, Request, Vendor, must, opened, unmarked

# -- Slack: docs.slack.dev/reference/methods/chat.postMessage ----------------------------------------------------------


def slack(vendor: Vendor, request: Request) -> Answer:
    body = request.json
    if request.path == "/services/T0/B0/x":
        must(body["text"] or body["blocks"], "no text")
    else:
        must(request.path == "/api/chat.postMessage", request.path)
        if request.headers.get("authorization") != "Bearer xoxb-secret":
            return Answer(200, {"ok": False, "error": "invalid_auth"})
        must(body["channel"] == "U012ABCDEF", "channel")
    kinds = [block["type"] for block in body["blocks"]]
    must(set(kinds) <= {"header", "section", "actions"}, str(kinds))
    head = body["blocks"][0]["text"]
    must(head["type"] == "plain_text" and len(head["text"]) <= 150, "header")
    section = body["blocks"][1]["text"]
    must(section["type"] == "mrkdwn" and 0 < len(section["text"]) <= 3000, "section")
    buttons = [one for block in body["blocks"] if block["type"] == "actions" for one in block["elements"]]
    must(len({one["action_id"] for one in buttons}) == len(buttons), "action_id once")
    must(all(len(one.get("value", "")) <= 2000 and len(one["text"]["text"]) <= 75 for one in buttons), "button")
    name = body.get("metadata", {}).get("event_payload", {}).get("id", "")
    vendor.arrived.append(Arrived(head["text"], html.unescape(section["text"]), request.body, {"id": name}))
    return Answer(200, {"ok": True, "channel": "D0", "ts": f"1700000000.{len(vendor.arrived):06}"})


# -- Microsoft Teams: a workflow's webhook takes one adaptive card -----------------------------------------------------


def teams(vendor: Vendor, request: Request) -> Answer:
    body = request.json
    must(len(request.body) <= 28_000, "28 kB")
    must(body["type"] == "message", "type")
    (attachment,) = body["attachments"]
    must(attachment["contentType"] == "application/vnd.microsoft.card.adaptive", "contentType")
    card = attachment["content"]
    must(card["type"] == "AdaptiveCard" and card["version"] in {"1.2", "1.3", "1.4", "1.5"}, "card")
    must(all(one["type"] == "TextBlock" and one["text"] for one in card["body"]), "TextBlock")
    must(
        all(one["type"] == "Action.OpenUrl" and one["title"] and one["url"] for one in card.get("actions", [])),
        "actions",
    )
    texts = [unmarked(one["text"]) for one in card["body"]]
    vendor.arrived.append(Arrived(texts[0], "\n\n".join(texts[1:]), request.body))
    return Answer(202, b"", {"x-ms-workflow-run-id": "08585"})


# -- Mattermost: developers.mattermost.com/api-documentation -----------------------------------------------------------


def mattermost(vendor: Vendor, request: Request) -> Answer:
    if request.path.startswith("/api/v4"):
        if request.headers.get("authorization") != "Bearer bot-secret":
            return Answer(
                401, {"id": "api.context.session_expired.app_error", "message": "Invalid session", "status_code": 401}
            )
        if request.path == "/api/v4/users/username/ada":
            return Answer(200, {"id": "a" * 26})
        if request.path == "/api/v4/users/me":
            return Answer(200, {"id": "b" * 26})
        if request.path == "/api/v4/channels/direct":
            must(request.json == ["b" * 26, "a" * 26], "two users")
            return Answer(201, {"id": "d" * 26})
        must(request.path == "/api/v4/posts" and request.json["channel_id"] == "d" * 26, "posts")
    body = request.json
    text, attachments = (
        (body["message"], body["props"]["attachments"]) if "message" in body else (body["text"], body["attachments"])
    )
    must(len(text) <= 16383 and text, "message")
    must(all(one["fallback"] for one in attachments), "fallback")
    for action in attachments[0].get("actions", []):
        must(action["integration"]["url"].startswith("http") and action["name"], "action")
    subject = unmarked(text.strip("*"))
    shown = "\n".join(unmarked(one["text"]) for one in attachments)
    vendor.arrived.append(Arrived(subject, shown, request.body, {"id": body.get("pending_post_id", "")}))
    return Answer(201, {"id": "p" * 26})


# -- Matrix: spec.matrix.org, client-server API ------------------------------------------------------------------------


def matrix(vendor: Vendor, request: Request) -> Answer:
    api = "/_matrix/client/v3"
    if request.headers.get("authorization") != "Bearer syt_secret":
        return Answer(401, {"errcode": "M_UNKNOWN_TOKEN", "error": "Unrecognised access token"})
    path = request.path.removeprefix(api)
    data = "/user/@hotwash:example.org/account_data/m.direct"
    if path == "/account/whoami":
        return Answer(200, {"user_id": "@hotwash:example.org"})
    if path == data and request.method == "GET":
        known = vendor.kept.get("direct")
        return (
            Answer(200, known) if known else Answer(404, {"errcode": "M_NOT_FOUND", "error": "Account data not found"})
        )
    if path == data:
        vendor.kept["direct"] = request.json
        return Answer(200, {})
    if path == "/createRoom":
        must(
            request.json["preset"] == "trusted_private_chat" and request.json["invite"] == ["@ada:example.org"],
            "createRoom",
        )
        vendor.kept["rooms"] = vendor.kept.get("rooms", 0) + 1
        return Answer(200, {"room_id": "!direct:example.org"})
    found = re.fullmatch(r"/rooms/!direct:example\.org/send/m\.room\.message/(.+)", path)
    must(found and request.method == "PUT", path)
    body = request.json
    must(body["msgtype"] in {"m.text", "m.notice"} and body["format"] == "org.matrix.custom.html", "content")
    assert found is not None
    subject = html.unescape(re.search(r"<strong>(.*?)</strong>", body["formatted_body"])[1])  # type: ignore[index]
    plain = html.unescape(re.sub(r"<(?!br)[^>]+>", "", body["formatted_body"]))
    if found[1] not in vendor.kept:  # the same transaction is taken once
        vendor.kept[found[1]] = len(vendor.arrived)
    vendor.arrived.append(Arrived(subject, plain, request.body, {"id": found[1]}))
    return Answer(200, {"event_id": f"$event{vendor.kept[found[1]]}"})


# -- Discord: discord.com/developers/docs/resources/webhook ------------------------------------------------------------


def discord(vendor: Vendor, request: Request) -> Answer:
    body = request.json
    must(request.query.get("wait") == "true", "wait")
    must(0 < len(body["content"]) <= 2000, "content")
    must(all(len(one["description"]) <= 4096 for one in body["embeds"]), "embeds")
    must(body["allowed_mentions"] == {"parse": []}, "nobody is mentioned by accident")
    for row in body.get("components", []):
        must(request.query.get("with_components") == "true" and row["type"] == 1, "components")
        must(
            all(one["type"] == 2 and one["style"] == 5 and len(one["label"]) <= 80 for one in row["components"]),
            "button",
        )
    shown = "\n".join(unmarked(one["description"]) for one in body["embeds"])
    vendor.arrived.append(Arrived(unmarked(body["content"]), shown, request.body))
    return Answer(200, {"id": "1200000000000000000"})


# -- Telegram: core.telegram.org/bots/api ------------------------------------------------------------------------------


def telegram(vendor: Vendor, request: Request) -> Answer:
    if not request.path.startswith("/bot123:secret/"):
        return Answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    body = request.json
    must(request.path.endswith("/sendMessage") and body["chat_id"] == "123456789", "sendMessage")
    must(
        body["parse_mode"] == "HTML" and set(re.findall(r"</?(\w+)", body["text"])) <= {"b", "i", "a", "code"}, "markup"
    )
    plain = html.unescape(re.sub(r"<[^>]+>", "", body["text"]))
    must(0 < len(plain) <= 4096, "text")
    for row in body.get("reply_markup", {}).get("inline_keyboard", []):
        for one in row:
            must(0 < len(one.get("callback_data", "x").encode()) <= 64, "callback_data")
            must("url" not in one or one["url"].startswith("https://"), "url")
    subject, _, text = plain.partition("\n\n")
    vendor.arrived.append(Arrived(subject, text, request.body))
    return Answer(200, {"ok": True, "result": {"message_id": 42}})


# -- ntfy: docs.ntfy.sh/publish ----------------------------------------------------------------------------------------


def ntfy(vendor: Vendor, request: Request) -> Answer:
    body = request.json
    must(request.path == "/" and re.fullmatch(r"[-_A-Za-z0-9]{1,64}", body["topic"]), "topic")
    must(1 <= body.get("priority", 3) <= 5 and len(body["message"].encode()) <= 4096, "message")
    must(len(body.get("actions", [])) <= 3, "three actions")
    for one in body.get("actions", []):
        must(
            one["action"] in {"view", "http", "broadcast"} and one["label"] and one["url"].startswith("http"), "action"
        )
    vendor.arrived.append(Arrived(body["title"], body["message"], request.body))
    return Answer(200, {"id": "hwQ2YpKdmg", "time": 1, "event": "message", "topic": body["topic"]})


# -- Twilio: twilio.com/docs/messaging/api/message-resource, twilio.com/docs/voice/api/call-resource -------------------


def twilio(vendor: Vendor, request: Request) -> Answer:
    credentials = base64.b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
    if credentials != "AC0:secret":
        return Answer(401, {"code": 20003, "message": "Authenticate", "status": 401})
    must(request.headers["content-type"] == "application/x-www-form-urlencoded", "a form")
    form = request.form
    must(form["To"].startswith("+") and form["From"] == "+15550001", "numbers")
    if request.path == "/2010-04-01/Accounts/AC0/Messages.json":
        must(0 < len(form["Body"]) <= 1600, "Body")
        subject, _, text = form["Body"].partition("\n")
        vendor.arrived.append(Arrived(subject, text, form["Body"].encode()))
        return Answer(201, {"sid": "SM0", "status": "queued"})
    must(request.path == "/2010-04-01/Accounts/AC0/Calls.json" and len(form["Twiml"]) <= 4000, "Calls")
    said = ET.fromstring(form["Twiml"])
    must(said.tag == "Response", "Response")
    words = next(iter(said.iter("Say"))).text or ""
    subject, _, text = words.partition(". ")
    vendor.arrived.append(Arrived(subject, text, request.body))
    return Answer(201, {"sid": "CA0", "status": "queued"})


AFTER = {"retry-after": "30"}
DATED = {"retry-after": format_datetime(datetime(2026, 3, 2, 4, 12, tzinfo=UTC), usegmt=True)}
ACCOUNT = {"twilio_account": "AC0", "twilio_token": "secret", "twilio_from": "+15550001", "twilio_api": "{base}"}
VENDORS = {
    "slack": opened(
        slack,
        Answer(429, {"ok": False, "error": "ratelimited"}, AFTER),
        Answer(200, {"ok": False, "error": "channel_not_found"}),
        "U012ABCDEF",
        "ada",
        slack_token="xoxb-secret",
        slack_api="{base}/api",
    ),
    "teams": opened(
        teams,
        Answer(429, {}, AFTER),
        Answer(400, {"error": {"code": "TriggerInputSchemaMismatch"}}),
        "{base}/workflows/x",
        "x",
    ),
    "mattermost": opened(
        mattermost,
        Answer(429, {"message": "limit exceeded"}, DATED),
        Answer(403, {"id": "x", "message": "No permission", "status_code": 403}),
        "@ada",
        "Ada",
        mattermost_url="{base}",
        mattermost_token="bot-secret",
    ),
    "matrix": opened(
        matrix,
        Answer(429, {"errcode": "M_LIMIT_EXCEEDED", "error": "Too many", "retry_after_ms": 2500}),
        Answer(403, {"errcode": "M_FORBIDDEN", "error": "You are not in the room"}),
        "@ada:example.org",
        "ada",
        matrix_url="{base}",
        matrix_token="syt_secret",
    ),
    "discord": opened(
        discord,
        Answer(429, {"message": "You are being rate limited.", "retry_after": 0.75, "global": False}),
        Answer(404, {"message": "Unknown Webhook", "code": 10015}),
        "{base}/api/webhooks/1/x",
        "https://discord.com/channels/1",
    ),
    "telegram": opened(
        telegram,
        Answer(
            429, {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 7}}
        ),
        Answer(403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}),
        "123456789",
        "ada",
        telegram_token="123:secret",
        telegram_api="{base}",
    ),
    "ntfy": opened(
        ntfy,
        Answer(429, {"code": 42901, "http": 429, "error": "limit reached"}),
        Answer(403, {"code": 40301, "error": "forbidden"}),
        "hotwash-ada",
        "has space",
        ntfy_url="{base}",
    ),
    "twilio_sms": opened(
        twilio,
        Answer(429, {"code": 20429, "message": "Too Many Requests"}),
        Answer(400, {"code": 21211, "message": "Invalid 'To' Phone Number"}),
        "+4915112345678",
        "0151 12345678",
        **ACCOUNT,
    ),
    "twilio_voice": opened(
        twilio,
        Answer(503, {}),
        Answer(400, {"code": 21211, "message": "Invalid 'To' Phone Number"}),
        "+4915112345678",
        "0151 12345678",
        **ACCOUNT,
    ),
}
