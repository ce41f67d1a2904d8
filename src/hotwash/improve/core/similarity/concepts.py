"""Words of the trade by what they are about, so that "TLS cert ran out" and "expired certificate" meet.

The list is general operations vocabulary; it is no taxonomy of causes. A word may be about two things.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hotwash.improve.core.similarity.words import stem

_VOCABULARY: Final = {
    "deployment": "deploy deployed deployment release released rollout rollback revert shipped redeploy canary",
    "version change": "upgrade upgraded version versions migrate migration bump major deprecated compatibility",
    "configuration": "config configuration configured misconfigured setting settings flag parameter variable default",
    "schema and data model": (
        "schema model field fields mapping deserialise deserialize parse decoder incompatible json type contract"
    ),
    "load": "load overload overloaded cpu traffic throughput spike heavy saturated saturation concurrency busy surge",
    "capacity": "capacity quota limit limits exhausted full disk storage space memory oom heap scale scaling pool",
    "latency": "slow slower latency timeout timeouts delay delayed performance",
    "queue": "queue backlog message messages consumer lag kafka rabbitmq sqs",
    "database": "database db sql postgres mysql replica replication query queries index lock deadlock transaction",
    "network": "network dns routing route firewall packet connectivity balancer proxy vpn bgp resolver",
    "certificates": "certificate certificates cert tls ssl expired expiry expire renew renewal",
    "access": "permission permissions iam role credential credentials token auth login authentication password denied",
    "infrastructure": (
        "terraform tofu ansible cloudformation infrastructure destroyed deleted replaced removed recreate cluster node"
    ),
    "provider": "provider vendor aws azure gcp upstream third party external dependency region",
    "monitoring": "alert alerts alarm alarms monitoring threshold notification dashboard unnoticed paged silent",
    "testing": "test tests tested coverage ci regression bug typo staging",
    "blocking": "waf block blocked rate throttle throttled bot rule crawler ban",
    "front end": "page pages frontend browser render component css click homepage",
    "cache": "cache cached cdn cloudfront stale ttl invalidation",
    "runbook and hand-over": "runbook documentation outdated handover escalation escalate communication unclear",
    "backup and restore": "backup restore snapshot recovery failover standby replica",
    "time and schedule": "cron schedule scheduled timezone clock leap certificate rotation nightly batch job",
}


def _by_word() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for concept, words in _VOCABULARY.items():
        for word in dict.fromkeys(map(stem, words.split())):
            found.setdefault(word, []).append(concept)
    return MappingProxyType({word: tuple(concepts) for word, concepts in found.items()})


CONCEPTS: Final = tuple(_VOCABULARY)
CONCEPTS_OF: Final = _by_word()  # stemmed word -> what it is about
