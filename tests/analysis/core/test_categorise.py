from pathlib import Path

import pytest

import hotwash.process
from hotwash.analysis.core.categorise import categorise
from hotwash.analysis.core.category_rules import RULES, Category, CategoryRule
from hotwash.process.core.document import ProcessDocument, parse

TABLE = [
    ("A memory leak in the proxy made the pods restart", "technical"),
    ("The load balancer sent traffic to nodes that were already drained", "technical"),
    ("The connection pool was sized for half of the traffic", "technical"),
    ("TLS certificate of the internal gateway expired", "technical"),
    ("The primary and its replica shared one disk shelf", "technical"),
    ("DNS resolver returned stale records for two hours", "technical"),
    ("Race condition between the scheduler and the lock cleaner", "technical"),
    ("The security group did not allow traffic from the new subnet", "technical"),
    ("Vendor API returned 500 for all requests", "technical"),
    ("Power supply of rack 4 failed", "technical"),
    ("Retry storm from clients overloaded the auth service", "technical"),
    ("Terraform module deleted the route because the variable defaulted to empty", "technical"),
    ("The kernel version had a bug in the NFS client", "technical"),
    ("All replicas were scheduled on the same node", "technical"),
    ("The cache had no expiry and filled the disk", "technical"),
    ("Default timeout of 30 seconds kept workers busy", "technical"),
    ("etcd ran out of disk space", "technical"),
    ("The job wrote duplicate rows because the key was not unique", "technical"),
    ("A health check endpoint called the database and failed together with it", "technical"),
    ("The autoscaler removed nodes while jobs were running", "technical"),
    ("The runbook for failover described the old cluster", "process"),
    ("No one knew who owned the queue", "process"),
    ("The change was made on Friday evening without a second person", "process"),
    ("Support learned about the maintenance from customers", "process"),
    ("The on-call engineer had no access to the production console", "process"),
    ("The rollback steps had never been rehearsed", "process"),
    ("New team members are not trained in the failover procedure", "process"),
    ("The upgrade was postponed three times because of feature work", "process"),
    ("Escalation took 40 minutes because the phone list was outdated", "process"),
    ("Changes to the firewall need no review", "process"),
    ("The deployment went to all regions at the same time", "process"),
    ("Handover between shifts did not mention the running migration", "process"),
    ("Staging has a tenth of the data, so the slow query was not seen", "process"),
    ("Manual step in the release checklist was skipped", "process"),
    ("No load test before the campaign", "process"),
    ("Two teams changed the same service at the same time without knowing of each other", "process"),
    ("The post-mortem action from March was never done", "process"),
    ("It was unclear who had the authority to roll back", "process"),
    ("The disk alert fires at 98 percent, which left four minutes", "monitoring"),
    ("Alerts went to a mailing list that nobody reads at night", "monitoring"),
    ("The dashboard showed averages, so the slow tenth was invisible", "monitoring"),
    ("No synthetic check from outside the network", "monitoring"),
    ("The alert had been silenced since the last maintenance", "monitoring"),
    ("Error rate is measured at the proxy and not at the client", "monitoring"),
    ("The pager rule had a typo in its label and never matched", "monitoring"),
    ("Customers told us before any alert did", "monitoring"),
    ("The log shipper had been down for a week without anybody noticing", "monitoring"),
    ("Metrics arrived ten minutes late", "monitoring"),
    ("200 alerts in five minutes hid the one that mattered", "monitoring"),
    ("The check only looks at the process and not at the queue", "monitoring"),
    ("Latency objective is not measured for the mobile API", "monitoring"),
    ("The on-call phone did not receive the page", "monitoring"),
    ("Garbage collection pauses exceeded the lease time", "technical"),
    ("The queue consumer acknowledged messages before writing them", "technical"),
    ("The cloud provider throttled volume operations", "technical"),
    ("An index was missing on the orders table", "technical"),
    ("The service account token was rotated while pods still used the old one", "technical"),
    ("A feature flag enabled the new query path for everyone", "technical"),
    ("Nodes lost quorum when the link between zones flapped", "technical"),
    ("The container image was deleted from the registry", "technical"),
    ("Session cookies exceeded the header limit of the proxy", "technical"),
    ("The script treated an empty answer as success", "technical"),
    ("Clock drift of four seconds broke token validation", "technical"),
    ("The CDN cached an error page", "technical"),
    ("Backups were taken but a restore had never been tried", "process"),
    ("The team had no agreed way to declare an incident", "process"),
    ("Decommissioning steps were kept in one person's head", "process"),
    ("The deployment pipeline lets anyone push to production", "process"),
    ("Contact list for the provider was two years old", "process"),
    ("The freeze calendar was not shared with the data team", "process"),
    ("The project had been handed to another team in spring", "process"),
    ("Too few people can approve emergency changes", "process"),
    ("Stakeholders got the first update after two hours", "process"),
    ("The ticket asked for the change on the wrong host", "process"),
    ("Runbook step 4 names a server that no longer exists", "process"),
    ("Capacity planning is done once a year", "process"),
    ("Alert rule evaluates over one hour, so short spikes do not trigger it", "monitoring"),
    ("The first alert pointed to the database although the network was at fault", "monitoring"),
    ("The probe runs in the same rack as the service", "monitoring"),
    ("Nobody is paged for warnings", "monitoring"),
    ("Queue age is not exported as a metric", "monitoring"),
    ("Logs of the gateway are kept for one day only", "monitoring"),
    ("Status page showed all green during the outage", "monitoring"),
    ("Threshold for replication lag was set for the old hardware", "monitoring"),
    ("The pages stopped because the integration key had expired", "monitoring"),
    ("It took 50 minutes until somebody saw the errors", "monitoring"),
]


@pytest.mark.parametrize(("statement", "category"), TABLE)
def test_category(statement, category):
    assert categorise(statement).category == category


@pytest.mark.parametrize(
    ("statement", "subcategory"),
    [
        ("No alert on certificate expiry", "missing_alert"),
        ("The alert threshold was set too high", "threshold"),
        ("Too many alerts drowned the one that mattered", "alert_noise"),
        ("The runbook was outdated", "documentation"),
        ("Support was not informed about the change", "communication"),
        ("A memory leak in the proxy", "code_defect"),
        ("The disk ran out of space under the load", "capacity"),
    ],
)
def test_subcategory(statement, subcategory):
    assert categorise(statement).subcategory == subcategory


def test_the_reason_quotes_the_words_that_decided():
    assert categorise(
        "The runbook was outdated"
    ).why == 'a written procedure was missing or out of date ("outdated runbook")' or (
        "runbook" in categorise("The runbook was outdated").why
    )


def test_without_a_clue_it_says_so():
    suggestion = categorise("xyzzy")
    assert (suggestion.category, suggestion.subcategory, suggestion.confidence) == (Category.TECHNICAL, "", 0.2)


def test_a_process_can_add_lines_of_its_own():
    own = CategoryRule(Category.PROCESS, "tariffs", 5, r"\btariff\b", "it is about tariffs")
    suggestion = categorise("The tariff of the meter", (*RULES, own))
    assert (suggestion.category, suggestion.subcategory) == (Category.PROCESS, "tariffs")


def test_subcategories_are_those_of_the_default_process():
    document = parse((Path(hotwash.process.__file__).parent / "default.yaml").read_text())
    assert isinstance(document, ProcessDocument)
    known = {(category.key, sub.key) for category in document.categories for sub in category.subcategories}
    assert {(rule.category.value, rule.subcategory) for rule in RULES} <= known
