"""Recorded incidents of our own making: folders of mixed sources with realistic noise, where it is known what matters.

They are written line by line in the documented formats of the tools, from a fixed seed. ``story`` holds what an incident
is made of, ``tools`` how each tool writes, ``noise`` what a quiet day looks like; the other modules are the incidents.
``held_out`` was written before the moments were tuned, and is not looked at while they are.
"""

from datetime import UTC, datetime

from tests.bench.incidents import changes, clusters, crowds, databases, held_out, hosts
from tests.bench.incidents.story import Story, Teller, Truth

TUNED: dict[str, tuple[Teller, datetime]] = {
    "bad deploy": (changes.bad_deploy, datetime(2026, 3, 10, 8, tzinfo=UTC)),
    "pool exhausted after Terraform": (changes.pool_exhausted, datetime(2026, 3, 17, 9, tzinfo=UTC)),
    "DNS change": (changes.dns_change, datetime(2026, 3, 24, 13, tzinfo=UTC)),
    "Ansible breaks half the hosts": (hosts.ansible_breaks_hosts, datetime(2026, 4, 2, 20, tzinfo=UTC)),
    "expired certificate": (hosts.expired_certificate, datetime(2026, 4, 20, 0, tzinfo=UTC)),
    "full disk": (databases.full_disk, datetime(2026, 5, 12, 6, tzinfo=UTC)),
    "failover": (databases.failover, datetime(2026, 6, 3, 22, tzinfo=UTC)),
    "crash loop": (clusters.crash_loop, datetime(2026, 6, 9, 7, tzinfo=UTC)),
    "traffic storm": (crowds.traffic_storm, datetime(2026, 7, 1, 17, tzinfo=UTC)),
    "silent source": (crowds.silent_source, datetime(2026, 7, 7, 5, tzinfo=UTC)),
}
HELD_OUT: dict[str, tuple[Teller, datetime]] = {
    "rotated secret": (held_out.rotated_secret, datetime(2026, 8, 4, 8, tzinfo=UTC)),
    "closed port": (held_out.closed_port, datetime(2026, 4, 14, 8, tzinfo=UTC)),
}


def story_of(name: str, scale: float) -> Story:
    """An incident, told; the same for the same name and scale."""
    teller, began = (TUNED | HELD_OUT)[name]
    story = Story(began.timestamp(), scale, len(name) * 7919)
    teller(story)
    return story


__all__ = ["HELD_OUT", "TUNED", "Story", "Truth", "story_of"]
