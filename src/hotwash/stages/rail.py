"""Where an incident stands: the stage rail from the process and the facts of every stage, and the overview's panels."""

from collections.abc import Mapping
from datetime import datetime

from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.errors import NotFound
from hotwash.kernel.core.facts import Fact
from hotwash.kernel.core.panel import Card, Panel
from hotwash.process.core.gates import StageState, state_of
from hotwash.process.queries import document_for, finished_stages
from hotwash.respond.models import Incident
from hotwash.stages import STAGES


def facts_of(incident: Incident) -> Mapping[str, Fact]:
    """All facts about an incident that gates ask for, from every stage."""
    found: dict[str, Fact] = {}
    for stage in STAGES:
        queries = stage.module("queries")
        if queries is not None and hasattr(queries, "gate_facts"):
            found.update(queries.gate_facts(incident))
    return found


def rail(incident: Incident) -> tuple[StageState, ...]:
    """The stage rail: a stage has begun when the one before it is done, or when somebody has put something into it:
    when a fact that it has to have is there in part. (A fact that is only advised may hold of an empty stage.)
    """
    document, facts, finished = document_for(incident), facts_of(incident), finished_stages(incident.pk)
    states: list[StageState] = []
    before_is_done = True
    for stage in STAGES:
        touched = any(facts.get(gate.fact) for gate in document.stage(stage.key).gates if gate.required)
        begun = before_is_done or touched
        states.append(state_of(document.stage(stage.key), facts, begun=begun, finished=stage.key in finished))
        before_is_done = stage.key in finished
    return tuple(states)


def panels(incident: Incident, actor: Actor) -> list[Panel]:
    """The cards of the incident's overview page, in the order of the stages."""
    found: list[Panel] = []
    for stage in STAGES:
        module = stage.module("panel")
        panel = module.panel(incident, actor) if module is not None else None
        if panel is not None:
            found.append(panel)
    return sorted(found, key=lambda panel: panel.order)


def cards(actor: Actor, *, now: datetime) -> list[Card]:
    """What needs this person now, from every stage whose ``panel`` module has ``cards``; empty ones are left out."""
    found: list[Card] = []
    for stage in STAGES:
        module = stage.module("panel")
        if module is not None and hasattr(module, "cards"):
            found += module.cards(actor, now=now)
    return sorted((card for card in found if card.rows), key=lambda card: card.order)


def stage_state(incident: Incident, key: str) -> StageState:
    """Where one stage of an incident stands; ``NotFound`` for a key that is no stage."""
    found = next((state for state in rail(incident) if state.stage.key == key), None)
    if found is None:
        msg = f"There is no stage {key}."
        raise NotFound(msg)
    return found
