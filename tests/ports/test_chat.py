"""What a message of a chat is, and what each chat's declaration makes of its messages."""

import io
import json

import pytest

from hotwash.evidence.core.moments.kinds import judge
from hotwash.plugins.formats import matrix, mattermost, slack, teams, zulip
from hotwash.ports.formats import Body, Record
from hotwash.ports.reading.chat import Said, detail, kind_of, plain
from hotwash.ports.reading.objects import JsonFormat


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("let's roll back", "chat.decision"),
        ("Decision: we keep the flag off", "chat.decision"),
        ("agreed, go ahead", "chat.decision"),
        ("$ systemctl restart checkout", "chat.command"),
        ("kubectl rollout undo deploy/checkout", "chat.command"),
        ("```\nterraform apply -target=x\n```", "chat.command"),
        ("/incident declare checkout", "chat.command"),
        ("checkout is down again", "chat.status"),
        ("Update: 80 % of the traffic", "chat.status"),
        ("rolled back, errors are gone", "chat.status"),
        ("thanks!", "chat.message"),
        ("does anybody know whose turn it is?", "chat.message"),
        ("lunch?", "chat.message"),
    ],
)
def test_what_a_message_is(text: str, kind: str) -> None:
    assert kind_of(Said("carl", text)) == kind


def test_what_people_mark_counts_and_what_the_channel_does_hardly() -> None:
    assert kind_of(Said("carl", "here", pinned=True)) == kind_of(Said("carl", "here", marks=3)) == "chat.marked"
    assert kind_of(Said("carl", "here", marks=2)) == "chat.message"
    assert kind_of(Said("carl", "we will join", event=True)) == "chat.event"
    scores = [judge(Record(None, "lunch?", kind=f"chat.{kind}"))[0] for kind in ("marked", "decision", "command")]
    talk, event = (judge(Record(None, "lunch?", kind=kind))[0] for kind in ("chat.message", "chat.event"))
    assert min(scores) > 0.5 > talk > event > 0


def test_how_a_message_reads() -> None:
    told = detail(Said("carl", "half", edited=True, thread="7", bot=True, marks=1))
    assert told.text == "carl: half (edited)"
    assert told.fields == {"who": "carl", "thread": "7", "edited": "yes", "bot": "yes", "reactions": "1"}
    assert detail(Said("carl", "", deleted=True)).text == "carl: a message that was deleted"
    assert detail(Said("carl", "carl joined", event=True)).text == "carl joined"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>We will <b>fail over</b>&nbsp;now</p><p>ok?</p>", "We will fail over now\nok?"),
        ("a &amp; b", "a & b"),
        ("1 < 2", "1 < 2"),
        ("<div>" * 5000, ""),
        ("<a" + "x" * 50_000, "<a" + "x" * 50_000),
    ],
)
def test_the_words_of_a_text_in_html(text: str, words: str) -> None:
    assert plain(text) == words


def read(form: JsonFormat, document: object) -> list[tuple[str, str]]:
    raw = json.dumps(document).encode()
    body = Body("chat", io.BytesIO(raw))
    assert form.recognise(body.sample) > 0.9
    return [(record.kind, record.text) for record in form.read(body)]


def test_mattermost_names_people_threads_and_edits() -> None:
    post = {"create_at": 1773144000000, "edit_at": 0, "delete_at": 0, "user_id": "u1", "root_id": "", "type": ""}
    answer = {
        "posts": {
            "b": {**post, "create_at": 1773144060000, "message": "later", "root_id": "a"},
            "a": {**post, "message": "first", "user_id": "u9", "edit_at": 1773144001000},
            "c": {**post, "create_at": 1773144070000, "message": "u left", "type": "system_leave_channel"},
        },
        "users": {"u1": {"id": "u1", "username": "carl"}},
    }
    assert read(mattermost.plugin, answer) == [
        ("chat.message", "u9: first (edited)"),
        ("chat.message", "carl: later"),
        ("chat.event", "u left"),
    ]
    assert read(mattermost.plugin, [{**post, "message": "a"}, {**post, "message": "b"}])[1] == ("chat.message", "u1: b")


def test_teams_reads_html_cards_and_deletions() -> None:
    base = {
        "createdDateTime": "2026-03-10T12:00:00Z",
        "messageType": "message",
        "from": {"user": {"displayName": "Rhea"}},
    }
    card = {**base, "body": {"contentType": "html", "content": "<attachment id='1'></attachment>"}}
    gone = {**base, "body": {"contentType": "html", "content": ""}, "deletedDateTime": "2026-03-10T12:01:00Z"}
    said = {**base, "body": {"contentType": "html", "content": "<p>ok &lt;now&gt;</p>"}, "importance": "urgent"}
    assert read(teams.plugin, {"value": [card, gone, said]}) == [
        ("chat.message", "Rhea: a card"),
        ("chat.message", "Rhea: a message that was deleted"),
        ("chat.marked", "Rhea: ok <now>"),
    ]


def test_zulip_names_senders_where_it_can() -> None:
    base = {"subject": "s", "recipient": 1, "date_sent": 1773144420.5}
    found = read(
        zulip.plugin,
        {
            "zerver_userprofile": [{"id": 8, "full_name": "Carl"}],
            "zerver_message": [{**base, "sender": 8, "content": "hi"}, {**base, "sender": 9, "content": "hello"}],
        },
    )
    assert found == [("chat.message", "Carl: hi"), ("chat.message", "user 9: hello")]


def test_matrix_joins_reactions_edits_and_answers() -> None:
    def event(kind: str, key: str, content: dict[str, object], **more: object) -> dict[str, object]:
        return {
            "type": kind,
            "sender": "@r:x",
            "origin_server_ts": 1773144600000,
            "event_id": key,
            "content": content,
            **more,
        }

    react = {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$2", "key": "+1"}}
    room = [
        event("m.room.member", "$1", {"membership": "join", "displayname": "Rhea"}, state_key="@r:x"),
        event("m.room.message", "$2", {"msgtype": "m.text", "body": "look here"}),
        *(event("m.reaction", f"$r{place}", react) for place in range(3)),
        event("m.room.encrypted", "$3", {"ciphertext": "x"}),
        event("m.room.message", "$4", {}, redacted_because={}),
        event("m.room.message", "$5", {"body": "> <@r:x> look\n\nwhere?"}, sender="@c:x"),
    ]
    assert read(matrix.plugin, {"messages": room}) == [
        ("chat.event", "Rhea joined"),
        ("chat.marked", "Rhea: look here"),
        ("chat.message", "Rhea: a message that is still encrypted"),
        ("chat.message", "Rhea: a message that was deleted"),
        ("chat.message", "@c:x: where?"),
    ]


def test_slack_puts_names_for_mentions_and_words_for_links() -> None:
    profile = {"display_name": "", "real_name": "Rhea Osei"}
    base = {"type": "message", "ts": "1772539260.000200"}
    assert read(
        slack.plugin,
        [
            {**base, "user": "U02CD", "text": "hi", "user_profile": profile},
            {
                **base,
                "user": "U01AB",
                "text": "<@U02CD> see <https://x.example/a|the graph> in <#C1|ops>, <!here> 1 &lt; 2",
            },
            {**base, "subtype": "channel_join", "user": "U02CD", "text": "<@U02CD> has joined the channel"},
        ],
    ) == [
        ("chat.message", "Rhea Osei: hi"),
        ("chat.message", "U01AB: @Rhea Osei see the graph in #ops, @here 1 < 2"),
        ("chat.event", "@Rhea Osei has joined the channel"),
    ]
