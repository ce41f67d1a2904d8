import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.kernel.core.calendar import Answers, answers_in
from hotwash.team.core.answering import incident_of, news, uid_of

REPLY = """BEGIN:VCALENDAR
METHOD:REPLY
BEGIN:VEVENT
UID:team-7@hotwash
SEQUENCE:2
ATTENDEE;PARTSTAT={word};CN=Olga:MAILTO:Olga@Example.org
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("ACCEPTED", {"olga@example.org": True}),
        ("DECLINED", {"olga@example.org": False}),
        ("TENTATIVE", {}),
        ("NEEDS-ACTION", {}),
    ],
)
def test_what_a_reply_says(word: str, said: dict[str, bool]) -> None:
    assert answers_in(REPLY.format(word=word)) == [Answers("team-7@hotwash", 2, said)]


@pytest.mark.parametrize("text", ["", "hello", "BEGIN:VCALENDAR", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "BEGIN:VEVENT\n"])
def test_what_is_no_entry_has_no_answers(text: str) -> None:
    assert answers_in(text) == []


@given(st.text(alphabet="BEGIN:VEVENTATTENDEE;PARTSTAT=UIDSEQ\n\r 7x", max_size=300))
def test_foreign_text_is_never_a_defect(text: str) -> None:
    answers_in(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x\n{text}\nEND:VEVENT\nEND:VCALENDAR\n")
    answers_in(text)


@pytest.mark.parametrize(
    ("uid", "incident"), [(uid_of(7), 7), ("team-x@hotwash", None), ("debrief-7@hotwash", None), ("", None)]
)
def test_whose_meeting_it_is(uid: str, incident: int | None) -> None:
    assert incident_of(uid) == incident


@pytest.mark.parametrize(
    ("found", "heard", "fresh"),
    [
        ([Answers("u", 1, {"a": True})], {}, {"a": True}),
        ([Answers("u", 1, {"a": True})], {"a": True}, {}),
        ([Answers("u", 1, {"a": False})], {"a": True}, {"a": False}),
        ([Answers("u", 0, {"a": True})], {}, {}),
        ([Answers("other", 1, {"a": True})], {}, {}),
        ([], {"a": True}, {}),
    ],
)
def test_only_news_counts(found: list[Answers], heard: dict[str, bool], fresh: dict[str, bool]) -> None:
    assert news(found, "u", 1, heard) == fresh
