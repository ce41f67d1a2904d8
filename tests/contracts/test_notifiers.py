"""Every notifier passes this suite, against a real server at its far end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hotwash.kernel.core.errors import PluginError
from hotwash.ports.notifiers import Answering, Message, Notifier, Outside
from hotwash.ports.registry import plugins
from tests.fakes.outlets import LINKED, NAMED, OUTLETS, REMOTE, Outlet

NOTIFIERS = plugins("notifiers", Notifier)
MESSAGE = Message(
    id="n-1",
    to="",
    subject="You are paged for INC-7",
    text="Checkout answers with errors. <b>Überlast</b> & more.",
    at=datetime(2026, 3, 2, 4, 11, tzinfo=UTC),
    link="https://hotwash.example.org/incidents/INC-7",
    purpose="page",
)


@pytest.fixture
def outlet(key: str) -> Iterator[Outlet]:
    if key not in OUTLETS:
        pytest.skip(f"there is no server for {key} in tests/fakes/outlets.py yet")
    with OUTLETS[key]() as found:
        yield found


@pytest.mark.parametrize("key", NOTIFIERS)
def test_it_says_what_an_address_looks_like(key: str, outlet: Outlet) -> None:
    notifier = NOTIFIERS[key]
    assert notifier.address_help.endswith(".")
    assert notifier.problem_of(outlet.address) == ""
    assert notifier.problem_of(outlet.bad_address).endswith(".")


@pytest.mark.parametrize("key", REMOTE)
def test_a_message_arrives_once_and_whole(key: str, outlet: Outlet) -> None:
    NOTIFIERS[key].send(replace(MESSAGE, to=outlet.address), outlet.outside)
    (arrived,) = outlet.arrived
    assert arrived.subject == MESSAGE.subject
    assert MESSAGE.text in arrived.text
    assert MESSAGE.link.encode() in arrived.raw or key not in LINKED


@pytest.mark.parametrize("key", NAMED)
def test_two_attempts_carry_the_same_name(key: str, outlet: Outlet) -> None:
    """So that the far end can drop the second one."""
    for minute in (11, 12):
        later = replace(MESSAGE, to=outlet.address, at=datetime(2026, 3, 2, 4, minute, tzinfo=UTC))
        NOTIFIERS[key].send(later, outlet.outside)
    names = {arrived.headers.get("id") or arrived.headers["webhook-id"] for arrived in outlet.arrived}
    assert len(names) == 1


@pytest.mark.parametrize(("failing", "retry"), [("later", True), ("never", False)])
@pytest.mark.parametrize("key", REMOTE)
def test_a_refusal_says_whether_to_try_again(key: str, outlet: Outlet, failing: str, retry: bool) -> None:
    outlet.fail_with = failing
    with pytest.raises(PluginError) as refused:
        NOTIFIERS[key].send(replace(MESSAGE, to=outlet.address), outlet.outside)
    assert refused.value.retry is retry
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("key", REMOTE)
def test_a_page_carries_what_answers_it(key: str, outlet: Outlet) -> None:
    """Texts of any length are taken, and nothing of the message is more than the far end allows."""
    base = "https://hotwash.example.org"
    answering = Answering("a" * 90, 4711, f"{base}/answers/{'a' * 90}", "page+x@hotwash.example.org")
    page = replace(MESSAGE, to=outlet.address, answering=answering, subject="S" * 400, text="long " * 9000)
    NOTIFIERS[key].send(page, outlet.outside)
    (arrived,) = outlet.arrived
    assert arrived.subject.startswith("SSS")


def test_no_secret_of_an_address_is_shown() -> None:
    for key in ("slack", "teams", "mattermost", "discord", "webhook"):
        assert (
            NOTIFIERS[key].shown("https://hooks.example.org/services/T0/very-secret") == "https://hooks.example.org/…"
        )
    assert NOTIFIERS["ntfy"].shown("https://ntfy.example.org/my-secret-topic") == "https://ntfy.example.org/my-…"
    assert NOTIFIERS["apprise"].shown("pover://user@token") == "pover://…"


@pytest.mark.parametrize("key", NOTIFIERS)
def test_an_administrator_is_told_what_to_set(key: str) -> None:
    notifier = NOTIFIERS[key]
    assert notifier.setup.strip().endswith((".", "`", "buttons."))
    assert all(need.variable in notifier.setup for need in notifier.needs)
    if notifier.needs and key in OUTLETS:
        with OUTLETS[key]() as outlet, pytest.raises(PluginError) as refused:
            notifier.send(replace(MESSAGE, to=outlet.address), Outside(outlet.outside.http, {}))
        assert (refused.value.retry, "HOTWASH_" in str(refused.value)) == (True, True)


@pytest.mark.parametrize("key", REMOTE)
def test_a_server_that_is_gone_is_tried_again(key: str) -> None:
    with OUTLETS[key]() as outlet:
        pass
    with pytest.raises(PluginError) as refused:
        NOTIFIERS[key].send(replace(MESSAGE, to=outlet.address), outlet.outside)
    assert refused.value.retry is True


@pytest.mark.parametrize("key", NOTIFIERS)
def test_a_bad_address_is_final(key: str, outlet: Outlet) -> None:
    with pytest.raises(PluginError) as refused:
        NOTIFIERS[key].send(replace(MESSAGE, to=outlet.bad_address), outlet.outside)
    assert refused.value.retry is False


@pytest.mark.parametrize("key", NOTIFIERS)
def test_a_line_break_in_the_subject_makes_no_header(key: str, outlet: Outlet) -> None:
    NOTIFIERS[key].send(replace(MESSAGE, to=outlet.address, subject="Hello\r\nBcc: eve@example.org"), outlet.outside)
    assert all(b"\nBcc:" not in arrived.raw for arrived in outlet.arrived)
