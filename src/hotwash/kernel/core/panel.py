"""What a stage shows of itself on the incident's overview page."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Panel:
    """``order`` sorts the panels (10 for stage 1, 20 for stage 2 …); ``context`` goes to ``template``."""

    title: str
    template: str
    order: int
    context: Mapping[str, object] = field(default_factory=dict)
