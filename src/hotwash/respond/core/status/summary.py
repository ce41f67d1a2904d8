"""The JSON of a status page, in the shape of statuspage.io's public API, version 2, which many tools already read.

The shape is documented at https://www.githubstatus.com/api. Times are ISO 8601 in UTC. Identifiers are texts.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from hotwash.ports.payload import Json
from hotwash.respond.core.status.page import Component, Page, Story, Word, Work
from hotwash.respond.core.status.states import INDICATORS

Answer = dict[str, Json]


def answers(page: Page) -> Mapping[str, Answer]:
    """Each document of the API by its path beneath the page."""
    head: Answer = {"page": _page(page)}
    components: Json = [*(_component(page, one, place) for place, one in enumerate(page.components, 1))]
    stories = [_story(page, story) for story in page.stories]
    still: list[Json] = [_story(page, story) for story in page.open_stories]
    works: list[Json] = [_work(page, work) for work in page.works]
    coming: list[Json] = [_work(page, work) for work in page.works_in("scheduled", "in_progress")]
    status: Answer = {"status": {"indicator": page.indicator, "description": page.headline}}
    now_on: Answer = {"components": components, "incidents": still, "scheduled_maintenances": coming}
    return {
        "api/v2/summary.json": head | now_on | status,
        "api/v2/status.json": head | status,
        "api/v2/components.json": head | {"components": components},
        "api/v2/incidents.json": head | {"incidents": [*stories]},
        "api/v2/incidents/unresolved.json": head | {"incidents": still},
        "api/v2/scheduled-maintenances.json": head | {"scheduled_maintenances": works},
        "api/v2/scheduled-maintenances/upcoming.json": head
        | {"scheduled_maintenances": [_work(page, work) for work in page.works_in("scheduled")]},
        "api/v2/scheduled-maintenances/active.json": head
        | {"scheduled_maintenances": [_work(page, work) for work in page.works_in("in_progress")]},
    }


def stamp(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else None


def _page(page: Page) -> Json:
    return {
        "id": page.slug,
        "name": page.title,
        "url": page.home,
        "time_zone": str(page.zone),
        "updated_at": stamp(page.made),
    }


def _component(page: Page, one: Component, place: int) -> Answer:
    return {
        "id": str(one.key),
        "name": one.name,
        "status": one.state.value,
        "description": one.description or None,
        "position": place,
        "group": False,
        "group_id": None,
        "showcase": True,
        "only_show_if_degraded": False,
        "start_date": one.since.date().isoformat(),
        "created_at": stamp(one.since),
        "updated_at": stamp(page.made),
        "page_id": page.slug,
    }


def _touched(page: Page, names: tuple[str, ...]) -> list[Json]:
    return [_component(page, one, place) for place, one in enumerate(page.components, 1) if one.name in names]


def _story(page: Page, story: Story) -> Answer:
    monitoring = [word.at for word in story.words if word.phase == "monitoring"]
    return {
        "id": f"incident-{story.number}",
        "name": story.name,
        "status": story.phase,
        "impact": INDICATORS[story.impact],
        "created_at": stamp(story.words[-1].at),
        "started_at": stamp(story.began),
        "updated_at": stamp(story.changed),
        "monitoring_at": stamp(monitoring[-1]) if monitoring else None,
        "resolved_at": stamp(story.ended),
        "shortlink": page.home + story.path,
        "page_id": page.slug,
        "incident_updates": [_word(story, word) for word in story.words],
        "components": _touched(page, story.components),
    }


def _word(story: Story, word: Word) -> Answer:
    return {
        "id": f"update-{word.key}",
        "incident_id": f"incident-{story.number}",
        "status": word.phase,
        "body": word.text,
        "created_at": stamp(word.at),
        "updated_at": stamp(word.at),
        "display_at": stamp(word.at),
    }


def _work(page: Page, work: Work) -> Answer:
    phase = work.phase_at(page.made)
    key = f"maintenance-{work.number}"
    told: Answer = {
        "id": f"{key}-1",
        "incident_id": key,
        "status": phase,
        "body": work.text,
        "created_at": stamp(work.announced),
        "updated_at": stamp(work.announced),
        "display_at": stamp(work.announced),
    }
    return {
        "id": key,
        "name": work.name,
        "status": phase,
        "impact": "maintenance",
        "created_at": stamp(work.announced),
        "started_at": stamp(work.begins),
        "updated_at": stamp(work.announced),
        "scheduled_for": stamp(work.begins),
        "scheduled_until": stamp(work.ends),
        "resolved_at": stamp(work.ends) if phase == "completed" else None,
        "shortlink": page.home + work.path,
        "page_id": page.slug,
        "incident_updates": [told],
        "components": _touched(page, work.components),
    }
