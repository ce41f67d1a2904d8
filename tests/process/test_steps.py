import pytest

from hotwash.kernel.core.errors import NotPermitted
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.models import Event
from hotwash.process.models import ProcessVersion
from hotwash.process.queries import current_document, current_version
from hotwash.process.steps import save_process
from tests.cast import NOON, Cast, actor


def changed() -> str:
    return current_version().text.replace("acknowledge_minutes: 5", "acknowledge_minutes: 7")


def test_a_change_is_a_new_version_and_the_old_one_stays(cast: Cast):
    saved = save_process(actor=actor(cast.ada), text=changed(), note="More time at night", based_on=1, now=NOON)
    assert isinstance(saved, ProcessVersion)
    assert (saved.number, saved.created_by, saved.created_at) == (2, cast.ada, NOON)
    assert current_document().escalation.acknowledge_minutes == 7
    assert "acknowledge_minutes: 5" in ProcessVersion.objects.get(number=1).text
    event = Event.objects.get(type="process.changed")
    assert (event.actor_name, event.why) == ("Ada", "More time at night")


@pytest.mark.parametrize(
    ("text", "note", "based_on", "code"),
    [
        ("changed", "again", 0, "conflict"),
        ("changed", "  ", 1, "note"),
        ("same", "nothing", 1, "unchanged"),
        ("broken", "oops", 1, "document"),
    ],
)
def test_what_is_refused(cast: Cast, text: str, note: str, based_on: int, code: str):
    texts = {"changed": changed(), "same": current_version().text, "broken": "name: only"}
    refusal = save_process(actor=actor(cast.ada), text=texts[text], note=note, based_on=based_on, now=NOON)
    assert isinstance(refusal, Refusal)
    assert refusal.reasons[0].code == code
    assert ProcessVersion.objects.count() == 1


def test_members_do_not_change_the_process(cast: Cast):
    with pytest.raises(NotPermitted):
        save_process(actor=actor(cast.olga), text=changed(), note="mine", based_on=1, now=NOON)
