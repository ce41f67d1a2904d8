"""What a capture asks of the server next."""

import pytest

from hotwash.evidence.core.capturing import End, Head, Row
from hotwash.evidence.core.sending import LACKING, NO_HEAD, Asked, Sending, Target, reason_of

HEAD = Head("k1", "terraform apply", "host1", "/srv", "2026-03-03T14:00:00+00:00")
ROWS = [Row(f"2026-03-03T14:00:0{n}+00:00", f"line {n}") for n in range(3)]


def fed(*events: Head | Row | End) -> Sending:
    sending = Sending()
    for event in events:
        sending.spool.feed(event.as_line())
    return sending


def asked(sending: Sending, *, over: bool = False) -> Asked:
    found = sending.asks(over=over)
    assert found is not None
    return found


def test_a_run_is_announced_then_told_line_by_line_then_ended():
    sending = fed(HEAD, *ROWS, End("2026-03-03T14:00:09+00:00", 1, 9.0))
    assert asked(sending).body["command"] == "terraform apply"
    sending.answered({"lines": 0})
    second = asked(sending)
    assert (second.path, second.body["first"]) == ("/k1/lines", 0)
    sending.answered({"lines": 3})
    assert sending.asks(over=False) is None, "more may come"
    last = asked(sending, over=True)
    assert (last.path, last.body["total"], last.body["status"]) == ("/k1/end", 3, 1)
    sending.answered({"lines": 3, "file": 7})
    assert (sending.sent, sending.file, sending.problem) == (3, "E-7", "")


def test_after_a_lost_answer_only_what_is_missing_is_sent():
    sending = fed(HEAD, *ROWS)
    asked(sending)
    sending.answered({"lines": 2})
    found = asked(sending).body
    assert (found["first"], found["rows"]) == (2, [{"at": ROWS[2].at, "text": "line 2"}])


def test_a_file_without_a_head_waits_for_one_until_it_is_whole():
    sending = fed(*ROWS)
    assert (sending.asks(over=False), sending.problem) == (None, "")
    assert (sending.asks(over=True), sending.problem) == (None, NO_HEAD)


@pytest.mark.parametrize("answer", [{}, {"lines": "3"}, {"lines": 1}])
def test_a_server_that_lost_lines_is_not_sent_more(answer: dict[str, object]):
    sending = fed(HEAD, *ROWS)
    asked(sending)
    sending.answered({"lines": 2})
    sending.answered(answer)
    assert sending.problem == LACKING


@pytest.mark.parametrize(
    ("server", "open_to_all"),
    [
        ("http://hotwash.example.org", True),
        ("https://hotwash.example.org", False),
        ("http://127.0.0.1:8000", False),
        ("http://[::1]:8000/", False),
    ],
)
def test_a_token_goes_unencrypted_only_to_this_machine(server: str, open_to_all: bool):
    assert Target(server, "INC-1", "t").open_to_all == open_to_all


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"reasons": [{"code": "403", "message": "You may only look."}]}', "403: You may only look."),
        (b"<html>", "403: Forbidden"),
        (b'{"reasons": []}', "403: Forbidden"),
        (b"[]", "403: Forbidden"),
    ],
)
def test_a_refusal_in_the_words_of_the_server(content: bytes, told: str):
    assert reason_of(403, content, "Forbidden") == told
