import pytest

from hotwash.improve.core.recurrence import FactorValue, find_recurrences
from hotwash.improve.core.themes import propose_themes

EARLIER = [
    FactorValue(at, 1, text, category)
    for at, (category, text) in enumerate(
        [
            ("technical", "The TLS certificate of the payment gateway expired and nothing warned before"),
            (
                "monitoring",
                "The alert threshold for disk usage was set at 98 percent, so the alert came after writes failed",
            ),
            ("process", "The runbook for database failover described the cluster before the migration"),
            ("process", "Terraform replaced the load balancer because the plan was not reviewed by a second person"),
            ("process", "Support learnt of the outage from customers, because no channel was named for them"),
            ("technical", "A connection pool limit of 20 was shared by all workers and ran out under load"),
            ("process", "The deployment pipeline did not run the integration tests for the checkout service"),
            ("technical", "Retries without backoff multiplied the traffic to the search cluster"),
            ("monitoring", "The cron job for backups had failed for 3 weeks unnoticed"),
            ("process", "DNS records were changed by hand and drifted from the configuration in git"),
        ]
    )
]


def match_of(category: str, text: str) -> list[int]:
    return [match.earlier.id for match in find_recurrences([FactorValue(99, 2, text, category)], EARLIER)]


@pytest.mark.parametrize(
    ("category", "text", "expected"),
    [
        ("technical", "Certificate for the internal API ran out; there was no expiry alert", [0]),
        ("monitoring", "Disk full alert threshold too high: it fired only when the volume was full", [1]),
        ("process", "Failover runbook was outdated: it named hosts that no longer exist", [2]),
        ("process", "The load balancer was destroyed by a Terraform run nobody had reviewed", [3]),
        ("process", "Customers told support before we did", [4]),
        ("technical", "Database connection pool exhausted because workers share one limit", [5]),
        ("process", "Integration tests were skipped in the deploy pipeline of checkout", [6]),
        ("technical", "Client retries with no backoff overloaded search", [7]),
        ("monitoring", "Nightly backup job failing silently since October", [8]),
        ("process", "Manual DNS change not in git was overwritten", [9]),
        ("technical", "The feature flag default was inverted in production", []),
        ("technical", "A new index on the orders table locked writes for ten minutes", []),
        ("process", "The handover between shifts did not mention the running migration", []),
        ("technical", "The cloud provider lost power in one zone", []),
        ("monitoring", "A dashboard showed averages, so the slow requests were hidden", []),
        ("process", "Client retries with no backoff overloaded search", [7]),  # another category: near-identical words
        ("technical", "Nightly backup job failing silently since October", []),  # another category: too little
        ("technical", "", []),
    ],
)
def test_what_counts_as_the_same_factor(category: str, text: str, expected: list[int]) -> None:
    assert match_of(category, text) == expected


def test_two_factors_alone_are_judged_alike() -> None:
    new = FactorValue(99, 2, "Certificate for the internal API expired; no alert warned", "technical")
    assert [match.earlier.id for match in find_recurrences([new], EARLIER[:1])] == [0]


def test_reasons_name_the_category_and_the_words() -> None:
    new = FactorValue(99, 2, "Client retries with no backoff overloaded search", "technical")
    why = find_recurrences([new], EARLIER)[0].why
    assert why[0] == "same category: technical"
    assert why[1] == 'both say "search", "retries", "backoff"'


def test_factors_of_the_same_incident_do_not_recur() -> None:
    new = FactorValue(99, 1, EARLIER[0].statement, "technical")
    assert find_recurrences([new], EARLIER) == []


def test_a_link_made_by_a_person_always_matches() -> None:
    new = FactorValue(99, 2, "Something quite different", "process")
    matches = find_recurrences([new], EARLIER, linked={(99, 5)})
    assert [(match.earlier.id, match.score, match.why) for match in matches] == [(5, 1.0, ("somebody linked the two",))]


def test_themes_need_two_incidents_and_name_their_words() -> None:
    factors = [
        *EARLIER,
        FactorValue(90, 2, "Certificate of the internal API expired and no alert warned", "technical"),
        FactorValue(91, 3, "Expired certificate on the mail gateway, nothing warned before", "technical"),
        FactorValue(92, 1, "The alert threshold for disk usage was too high at 98 percent", "monitoring"),
    ]
    themes = propose_themes(factors)
    assert [sorted(factor.id for factor in theme.factors) for theme in themes] == [[0, 90, 91]]
    assert themes[0].incidents == 3
    assert themes[0].words[:2] == ("certificate", "expired")


def test_no_factors_no_themes() -> None:
    assert propose_themes([]) == []
