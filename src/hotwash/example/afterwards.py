"""Stage 7 of the example: did it work? Some of it did; the process learns something too."""

from collections.abc import Mapping

from hotwash.actions.models import Action
from hotwash.example.people import Shop
from hotwash.example.teller import Teller
from hotwash.improve.core.verdicts import Verdict
from hotwash.improve.models import FollowUp, Suggestion
from hotwash.improve.steps import (
    FollowUpValues,
    accept_suggestion,
    hold_follow_up,
    plan_follow_up,
    suggest_change,
    verify_action,
)
from hotwash.kernel.core.actor import SYSTEM
from hotwash.process.queries import current_version
from hotwash.process.steps import finish_stage
from hotwash.respond.core.lifecycle import Change
from hotwash.respond.models import Incident
from hotwash.respond.steps import change_state
from hotwash.stages import STAGES
from hotwash.stages.rail import stage_state

DAY = 60 * 24
MEETING = 36 * DAY + 60
VERDICTS = {
    "module": (Verdict.EFFECTIVE, "The upgrade of last week showed no change of the parameter group."),
    "pool": (Verdict.EFFECTIVE, "Rollout 4.23 was stopped once: 3 × 110 exceeds 320. It was right."),
    "alert": (Verdict.EFFECTIVE, "Fired once in a load test, four minutes before the first refused connection."),
    "button": (Verdict.PARTLY, "Two of three shifts used it; the night shift asks for it in their own tool."),
    "window": (Verdict.NOT, "In the drill a rollout began during an apply: the lock is not asked on retries."),
}


def follow_up(teller: Teller, shop: Shop, incident: Incident, actions: Mapping[str, Action]) -> FollowUp:
    """The meeting in which each action is judged; the one that did not hold is open again."""
    olga, rhea = shop["olga"].as_actor(), shop["rhea"].as_actor()
    people = [shop[key] for key in ("olga", "carl", "rhea", "theo", "sam")]
    values = FollowUpValues(at=teller.at(MEETING), place="Room Elbe and video", invited=people)
    row = teller.tell(6 * DAY, plan_follow_up, actor=olga, incident=incident, values=values)
    for number, (name, (verdict, evidence)) in enumerate(VERDICTS.items(), 1):
        judge = rhea if actions[name].owner_id == olga.person_id else olga
        action = Action.objects.get(pk=actions[name].pk)
        given = {"actor": judge, "action": action, "verdict": verdict, "evidence": evidence, "follow_up": row}
        teller.tell(MEETING + 5 * number, verify_action, **given)
    notes = "Three of five hold. The lock gets a second look; the night shift gets its button."
    held = {"actor": olga, "follow_up": row, "attended": people, "notes": notes, "version": row.version}
    return teller.tell(MEETING + 40, hold_follow_up, **held)


def improve_the_process(teller: Teller, shop: Shop, incident: Incident) -> Suggestion:
    """A suggestion out of the incident becomes the next version of the process."""
    edited = current_version().text.replace(
        '      - "Think of runbooks, thresholds,',
        '      - "Look for other values that were set by hand, and bring them into code."\n'
        '      - "Think of runbooks, thresholds,',
    )
    said = {
        "title": "Ask for values that were set by hand",
        "text": "Two of the factors were a value that lived outside the code. The question costs a minute.",
        "edited": edited,
        "incident": incident,
    }
    row = teller.tell(MEETING + 60, suggest_change, actor=shop["olga"].as_actor(), **said)
    return teller.tell(MEETING + 200, accept_suggestion, actor=SYSTEM, suggestion=row, version=row.version)


def close(teller: Teller, shop: Shop, incident: Incident) -> None:
    """Call every stage done, as its gates allow, and the incident with them."""
    olga = shop["olga"].as_actor()
    for number, stage in enumerate(STAGES):
        state = stage_state(incident, stage.key)
        teller.tell(MEETING + 45 + number, finish_stage, actor=olga, incident=incident, state=state)
    teller.tell(MEETING + 55, change_state, actor=olga, incident=incident, change=Change.CLOSE)
