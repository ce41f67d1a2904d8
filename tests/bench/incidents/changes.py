"""Incidents that begin with a change: a deployment, a Terraform apply, a record in the DNS."""

import json

from tests.bench.incidents import noise, tools
from tests.bench.incidents.story import HOUR, MINUTE, Story


def bad_deploy(story: Story) -> None:
    """A release of the shop has a null pointer in the checkout; it is rolled back after 28 minutes."""
    end, deployed, back = 6 * HOUR, 4 * HOUR, 4 * HOUR + 28 * MINUTE
    noise.application(story, "shop.jsonl", 180_000, end, form="json")
    noise.requests(story, "access.log", 220_000, 0, end)
    noise.requests(story, "access.log", 8_000, deployed + 90, back + 60, bad=0.5, status=500)
    story.true("access.log", deployed + 90, "500", "requests begin to fail", slack=150)
    broken = "NullPointerException: basket.discount is null"
    noise.write(story, "shop.jsonl", deployed + 75, "ERROR", f"checkout failed: {broken}", "json")
    for at in story.times(6_000, deployed + 76, back + 50):
        noise.write(story, "shop.jsonl", at, "ERROR", f"checkout failed: {broken}", "json")
    story.true("shop.jsonl", deployed + 75, broken, "the first failed checkout", slack=60)
    for place in range(4):
        noise.write(
            story,
            "shop.jsonl",
            deployed + 20 + 12 * place,
            "INFO",
            f"Started ShopApplication 2026.3.{14} in 11.{place} seconds",
            "json",
        )
        noise.write(
            story,
            "shop.jsonl",
            back + 15 + 12 * place,
            "INFO",
            f"Started ShopApplication 2026.3.{13} in 11.{place} seconds",
            "json",
        )
    story.true("shop.jsonl", deployed + 20, "Started ShopApplication", "the new version starts", must=False, slack=60)
    story.true("shop.jsonl", back + 15, "Started ShopApplication", "the old version starts", must=False, slack=60)
    for at, version, state in ((deployed, 14, "success"), (back, 13, "success"), (2 * HOUR, 12, "success")):
        body = {
            "deployment_status": {"state": state, "created_at": tools.iso(story.began + at, 0), "environment": "production"},
            "deployment": {"environment": "production", "ref": f"v2026.3.{version}", "creator": {"login": "ci"}}, "repository": {"full_name": "shop/shop"},
        }  # fmt: skip
        story.write("deployments.jsonl", at, json.dumps(body))
    story.true("deployments.jsonl", deployed, "production", "the cause: the deployment")
    story.true("deployments.jsonl", back, "production", "the way back")
    story.true("deployments.jsonl", 2 * HOUR, "production", "an earlier deployment", must=False)
    fired = [
        tools.alert("CheckoutErrors", story.began + deployed + 5 * MINUTE, "critical", "More than 5 % of checkouts fail", ends=story.began + back + 6 * MINUTE, service="shop"),
        tools.alert("LatencyHigh", story.began + deployed + 7 * MINUTE, "warning", "p99 above 2 s", ends=story.began + back + 4 * MINUTE, service="shop"),
    ]  # fmt: skip
    story.true("alerts.json", deployed + 5 * MINUTE, "CheckoutErrors", "the page")
    story.true("alerts.json", deployed + 7 * MINUTE, "LatencyHigh", "a second alert", must=False)
    noise.save_alerts(story, "alerts.json", fired, end)
    said = [
        (deployed + 6 * MINUTE, "ana", "checkout is broken, I am on it"), (deployed + 19 * MINUTE, "bo", "it began with the deploy of 2026.3.14, rollback?"),
        (back + 8 * MINUTE, "ana", "rolled back, error rate is normal again"),
    ]  # fmt: skip
    noise.save_chat(story, "chat.json", said, end)


def pool_exhausted(story: Story) -> None:
    """An apply lowers ``max_connections``; when the database restarts into it, the pool runs dry."""
    end, applied = 4 * HOUR, 2 * HOUR
    noise.application(story, "orders.log", 120_000, end)
    _pool_apply(story, applied)
    full = "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute"
    for at in story.times(20_000, 0, end):
        text = noise.fill(story.random, "duration: {m}.{a} ms  statement: SELECT * FROM orders WHERE id = {n}")
        story.write("postgresql.log", at, tools.postgres(story.began + at, 300 + int(at) % 90, "LOG", text))
    for at, text in (
        (applied + 65, "received fast shutdown request"),
        (applied + 72, "database system is shut down"),
        (applied + 90, "database system is ready to accept connections"),
    ):
        story.write("postgresql.log", at, tools.postgres(story.began + at, 1, "LOG", text))
    story.true("postgresql.log", applied + 65, "shutdown request", "the database restarts", must=False)
    story.true("postgresql.log", applied + 90, "ready to accept connections", "the database is back", must=False)
    for at in [applied + 130, *story.times(3_000, applied + 131, applied + 55 * MINUTE)]:
        story.write("postgresql.log", at, tools.postgres(story.began + at, 900 + int(at) % 90, "FATAL", full[8:]))
    story.true(
        "postgresql.log", applied + 130, "remaining connection slots", "the database refuses connections", slack=60
    )
    dry = "HikariPool-1 - Connection is not available, request timed out after 30000ms"
    for at in [applied + 160, *story.times(5_000, applied + 161, applied + 55 * MINUTE)]:
        noise.write(story, "orders.log", at, "ERROR", dry)
    story.true("orders.log", applied + 160, "HikariPool-1", "the pool is dry", slack=60)
    rows = noise.trail(story, end)
    for at, name in (
        (applied + 8, "ModifyDBParameterGroup"),
        (applied + 60, "RebootDBInstance"),
        (applied + 50 * MINUTE, "ModifyDBParameterGroup"),
    ):
        rows.append(tools.cloudtrail(story.began + at, name, "rds", "terraform"))
        story.true("cloudtrail.json", at, name, "the change as the cloud saw it", must=name == "RebootDBInstance")
    story.document("cloudtrail.json", {"Records": sorted(rows, key=lambda row: str(row["eventTime"]))})
    fired = [
        tools.alert(
            "OrdersUnavailable",
            story.began + applied + 6 * MINUTE,
            "critical",
            "Orders cannot be placed",
            ends=story.began + applied + 60 * MINUTE,
            service="orders",
        )
    ]
    story.true("alerts.json", applied + 6 * MINUTE, "OrdersUnavailable", "the page")
    noise.save_alerts(story, "alerts.json", fired, end)
    _pool_told(story, applied, end)


def _pool_told(story: Story, applied: float, end: float) -> None:
    points = [
        (
            story.began + at,
            40 + story.random.random() * 4
            if not applied + 120 < at < applied + 56 * MINUTE
            else 20 - story.random.random() / 2,
        )
        for at in range(0, int(end), 30)
    ]
    story.document(
        "connections.json", tools.matrix(tools.series(points, __name__="pg_stat_activity_count", datname="shop"))
    )
    story.true(
        "connections.json",
        applied + 120,
        "",
        "the number of connections drops to the new limit",
        kind="metric.change",
        must=False,
    )
    said = [
        (applied + 9 * MINUTE, "chidi", "orders are down, pool timeouts everywhere"),
        (applied + 40 * MINUTE, "dara", "max_connections is 20 since the apply, raising it again"),
        (applied + 61 * MINUTE, "chidi", "resolved, orders flow"),
    ]
    noise.save_chat(story, "chat.json", said, end)


def _pool_apply(story: Story, applied: float) -> None:
    def tell(after: float, kind: str, text: str, level: str = "info", **more: object) -> None:
        story.write(
            "apply.jsonl", applied + after, tools.terraform(story.began + applied + after, kind, text, level, **more)
        )

    tell(-40, "version", "Terraform 1.9.5", terraform="1.9.5", ui="1.2")
    for place in range(30):
        address = f"aws_s3_bucket.data{place}"
        tell(-30 + place * 0.5, "refresh_start", f"{address}: Refreshing state...", hook=tools.hook(address, "read"))
    group, database = "aws_db_parameter_group.shop", "aws_db_instance.shop"
    for address in (group, database):
        tell(-5, "planned_change", f"{address}: Plan to update", change=tools.hook(address, "update"))
    tell(
        -4,
        "change_summary",
        "Plan: 0 to add, 2 to change, 0 to destroy.",
        changes={"add": 0, "change": 2, "remove": 0, "operation": "plan"},
    )
    for begin, length, address in ((5, 4, group), (12, 95, database)):
        tell(begin, "apply_start", f"{address}: Modifying... [id=shop]", hook=tools.hook(address, "update"))
        for waited in range(10, length, 10):
            tell(
                begin + waited,
                "apply_progress",
                f"{address}: Still modifying... [{waited}s elapsed]",
                hook=tools.hook(address, "update", elapsed_seconds=waited),
            )
        tell(
            begin + length,
            "apply_complete",
            f"{address}: Modifications complete after {length}s [id=shop]",
            hook=tools.hook(address, "update", elapsed_seconds=length, id_value="shop"),
        )
    tell(
        108,
        "change_summary",
        "Apply complete! Resources: 0 added, 2 changed, 0 destroyed.",
        changes={"add": 0, "change": 2, "remove": 0, "operation": "apply"},
    )
    tell(
        109,
        "outputs",
        "Outputs: 2",
        outputs={"endpoint": {"sensitive": False, "value": "db.internal"}, "password": {"sensitive": True}},
    )
    story.true("apply.jsonl", applied - 4, "Plan: 0 to add", "what was planned", must=False)
    story.true("apply.jsonl", applied + 5, f"{group}: Modif", "the cause: the parameter group is changed", slack=10)
    story.true("apply.jsonl", applied + 9, f"{group}: Modifications", "how long it took", must=False, slack=3)
    story.true("apply.jsonl", applied + 107, f"{database}: Modifications", "the instance is changed")
    story.true("apply.jsonl", applied + 108, "Apply complete", "the end of the run")
    story.true("apply.jsonl", applied - 40, "Terraform 1.9.5", "the run begins", must=False)


def dns_change(story: Story) -> None:
    """A record is pointed at a host that does not answer, by an apply under a CI that stamps each line."""
    end, applied = 3 * HOUR, HOUR
    printed = (
        (0, "Terraform v1.9.5"), (4, "aws_route53_record.api: Refreshing state... [id=Z1_api]"), (6, "Plan: 0 to add, 1 to change, 0 to destroy."),
        (9, "aws_route53_record.api: Modifying... [id=Z1_api]"), (19, "aws_route53_record.api: Still modifying... [id=Z1_api, 10s elapsed]"),
        (41, "aws_route53_record.api: Modifications complete after 32s [id=Z1_api]"), (42, "Apply complete! Resources: 0 added, 1 changed, 0 destroyed."),
    )  # fmt: skip
    for run, start in (("apply.log", applied), ("apply_back.log", applied + 45 * MINUTE)):
        for after, text in printed:
            story.write(run, start + after, f"{tools.iso(story.began + start + after, 6)} {text}")
        story.true(
            run, start + 9, "aws_route53_record.api: Modifying", "the record is being changed", must=False, slack=5
        )
        story.true(run, start + 41, "aws_route53_record.api: Modifications", "the record is changed", slack=40)
        story.true(run, start + 42, "Apply complete", "the end of the run", must=run == "apply.log")
        story.true(run, start + 6, "Plan: 0 to add", "what was planned", must=False)
        story.true(run, start, "Terraform v1.9.5", "the run begins", must=False, slack=30)
    for name, count in (("mobile.log", 60_000), ("partner.log", 30_000)):
        noise.application(story, name, count, end, form="logfmt")
        for at in [applied + 100, *story.times(1_500, applied + 110, applied + 48 * MINUTE)]:
            noise.write(story, name, at, "ERROR", "dial tcp 10.9.8.7:443: connect: no route to host", "logfmt")
        story.true(name, applied + 100, "no route to host", "calls of the API begin to fail", slack=90)
    noise.system(story, "messages", ("resolver-1", "resolver-2"), 20_000, end)
    for at in (applied + 95, applied + 96):
        story.write(
            "messages",
            at,
            tools.syslog(
                story.began + at,
                "resolver-1",
                "unbound[931]",
                "info: api.shop.example. A changed, cache flushed for zone shop.example.",
            ),
        )
    story.true("messages", applied + 95, "cache flushed for zone", "the resolver sees the change", must=False)
    fired = [
        tools.alert(
            "ApiProbeFailing",
            story.began + applied + 4 * MINUTE,
            "critical",
            "Probe of api.shop.example fails",
            ends=story.began + applied + 52 * MINUTE,
            instance="probe-eu",
        )
    ]
    story.true("alerts.json", applied + 4 * MINUTE, "ApiProbeFailing", "the page")
    noise.save_alerts(story, "alerts.json", fired, end)
    said = [
        (applied + 8 * MINUTE, "bo", "mobile app shows errors, API unreachable"),
        (applied + 33 * MINUTE, "eve", "api.shop.example points to the old gateway, reverting the record"),
        (applied + 54 * MINUTE, "bo", "all probes green, resolved"),
    ]
    noise.save_chat(story, "chat.json", said, end)
