"""Answers that come back from a calendar: which of them are news."""

from collections.abc import Iterable, Mapping

from hotwash.kernel.core.calendar import Answers


def uid_of(incident_id: int) -> str:
    """The calendar's name of the meeting of an incident's post-mortem team."""
    return f"team-{incident_id}@hotwash"


def incident_of(uid: str) -> int | None:
    number = uid.removeprefix("team-").removesuffix("@hotwash")
    return int(number) if uid == f"team-{number}@hotwash" and number.isascii() and number.isdigit() else None


def news(found: Iterable[Answers], uid: str, sequence: int, heard: Mapping[str, bool]) -> dict[str, bool]:
    """The answers that were not heard before, by address. One to an earlier date of the meeting does not count."""
    said: dict[str, bool] = {}
    for answers in found:
        if answers.uid == uid and answers.sequence >= sequence:
            said |= answers.accepts
    return {address: accepts for address, accepts in said.items() if heard.get(address) is not accepts}
