"""The channels of this server: what each still needs, and how the last tests went."""

from collections.abc import Mapping
from dataclasses import dataclass

from hotwash.kernel.config import config
from hotwash.ports.notifiers import Need
from hotwash.respond.core.letters import IN_PAGE
from hotwash.respond.core.messages.sending import TEST
from hotwash.respond.models import Notification
from hotwash.respond.queries.messages import Shown, shown
from hotwash.respond.queries.plugins import notifiers

SHOWN_TESTS = 5


@dataclass(frozen=True, slots=True)
class ChannelState:
    """``missing`` are the settings that are not set yet; ``setup`` is Markdown with this server's address filled in."""

    key: str
    title: str
    address_help: str
    setup: str
    needs: tuple[Need, ...]
    missing: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        return not self.missing


def channel_states(settings: Mapping[str, str]) -> list[ChannelState]:
    """Those that are ready first. ``settings``: what is set, by name."""
    states = [
        ChannelState(
            found.key,
            found.title,
            found.address_help,
            found.setup.replace("{base_url}", config().base_url.rstrip("/")),
            found.needs,
            tuple(need.variable for need in found.needs if not settings.get(need.setting)),
        )
        for found in notifiers().values()
        if found.key != IN_PAGE
    ]
    return sorted(states, key=lambda state: (not state.is_ready, state.title.lower()))


def last_tests() -> list[Shown]:
    rows = Notification.objects.filter(purpose=TEST).select_related("person").prefetch_related("tries")
    return [shown(row) for row in rows.order_by("-pk")[:SHOWN_TESTS]]
