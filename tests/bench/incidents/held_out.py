"""Two incidents that were written before the moments were tuned, and were not looked at while they were."""

import json

from tests.bench.incidents import noise, tools
from tests.bench.incidents.story import HOUR, MINUTE, Story


def rotated_secret(story: Story) -> None:
    """A scheduled rotation changes a database password; half of the billing pods keep the old one until restarted."""
    end, rotated = 5 * HOUR, 3 * HOUR
    noise.application(story, "billing.jsonl", 150_000, end, form="json")
    noise.system(story, "messages", ("node-a", "node-b"), 25_000, end)
    failed = 'password authentication failed for user "billing"'
    for at in story.times(4_000, rotated + 40, rotated + 52 * MINUTE):
        noise.write(story, "billing.jsonl", at, "ERROR", f"cannot open connection: FATAL: {failed}", "json")
    noise.write(story, "billing.jsonl", rotated + 38, "ERROR", f"cannot open connection: FATAL: {failed}", "json")
    story.true("billing.jsonl", rotated + 38, failed, "the first refused connection", slack=60)
    for at in story.times(300, rotated + 2 * MINUTE, rotated + 50 * MINUTE):
        noise.write(story, "billing.jsonl", at, "ERROR", "invoice run aborted: no connection to the ledger", "json")
    noise.write(
        story, "billing.jsonl", rotated + 118, "ERROR", "invoice run aborted: no connection to the ledger", "json"
    )
    story.true("billing.jsonl", rotated + 118, "invoice run aborted", "the first customer impact", slack=400)
    _rotation_trail(story, rotated, end)
    _rotation_restart(story, rotated)
    fired = [
        tools.alert("BillingErrorRate", story.began + rotated + 4 * MINUTE, "critical", "Error rate of billing above 20 %", ends=story.began + rotated + 56 * MINUTE, service="billing"),
        tools.alert("InvoiceRunFailed", story.began + rotated + 11 * MINUTE, "warning", "The invoice run did not finish", service="billing"),
    ]  # fmt: skip
    story.true("alerts.json", rotated + 4 * MINUTE, "BillingErrorRate", "the page")
    story.true("alerts.json", rotated + 11 * MINUTE, "InvoiceRunFailed", "a second alert")
    noise.save_alerts(story, "alerts.json", fired, end)
    said = [
        (rotated + 7 * MINUTE, "dara", "looking at billing, error rate is at 30 %"), (rotated + 24 * MINUTE, "eve", "the password was rotated at eleven, pods still use the old one"),
        (rotated + 44 * MINUTE, "dara", "restarting the billing deployment via Ansible"), (rotated + 58 * MINUTE, "dara", "errors are gone, incident resolved"),
    ]  # fmt: skip
    noise.save_chat(story, "chat.json", said, end)


def _rotation_trail(story: Story, rotated: float, end: float) -> None:
    rows = noise.trail(story, end)
    rows.append(
        tools.cloudtrail(
            story.began + rotated,
            "RotateSecret",
            "secretsmanager",
            "rotation-lambda",
            requestParameters={"secretId": "prod/billing/db"},
        )
    )
    rows.append(
        tools.cloudtrail(
            story.began + rotated + 5,
            "ModifyDBCluster",
            "rds",
            "rotation-lambda",
            requestParameters={"dBClusterIdentifier": "ledger"},
        )
    )
    story.true("cloudtrail.json", rotated, "RotateSecret", "the cause: the secret was rotated")
    story.true("cloudtrail.json", rotated + 5, "ModifyDBCluster", "the password was set on the database", must=False)
    story.document("cloudtrail.json", {"Records": sorted(rows, key=lambda row: str(row["eventTime"]))})


def _rotation_restart(story: Story, rotated: float) -> None:
    """ansible.posix.jsonl"""
    began = rotated + 45 * MINUTE
    play = {"name": "Restart billing", "id": "p1", "duration": {"start": tools.iso(story.began + began, 6)}}

    def event(at: float, name: str, **more: object) -> None:
        story.write(
            "restart.jsonl", at, json.dumps({"_event": name, "_timestamp": tools.iso(story.began + at, 6), **more})
        )

    event(began, "v2_playbook_on_play_start", play=play, tasks=[])
    for place, host in enumerate(("node-a", "node-b", "node-c", "node-d")):
        at = began + 10 + 30 * place
        task = {"name": "Restart the billing service", "id": "t1"}
        if host == "node-c":
            event(
                at,
                "v2_runner_on_unreachable",
                task=task,
                hosts={host: {"unreachable": True, "msg": "Failed to connect to the host via ssh: timed out"}},
            )
        else:
            event(at, "v2_runner_on_ok", task=task, hosts={host: {"changed": True, "failed": False}})
    event(began + 140, "v2_playbook_on_stats", stats={"node-a": {"changed": 1, "ok": 1}, "node-c": {"unreachable": 1}})
    story.true("restart.jsonl", began, "Restart billing", "the mitigation begins")
    story.true("restart.jsonl", began + 70, "node-c", "a host could not be reached")
    story.true("restart.jsonl", began + 10, "node-a", "a host was restarted", must=False)
    story.true("restart.jsonl", began + 140, "", "the run ended", must=False, kind="ansible.recap")


def closed_port(story: Story) -> None:
    """A tidy-up of security groups with Terraform closes the port of the payment provider's callback."""
    end, applied = 4 * HOUR, 2 * HOUR
    noise.application(story, "payments.log", 90_000, end, form="logfmt")
    noise.requests(story, "gateway_access.log", 160_000, 0, end)
    noise.system(story, "syslog", ("edge-1",), 15_000, end)
    _closing_apply(story, applied)
    timeout = "callback from provider not received within 60s, order parked"
    for at in story.times(2_500, applied + 150, applied + 80 * MINUTE):
        noise.write(story, "payments.log", at, "WARN", timeout, "logfmt")
    noise.write(story, "payments.log", applied + 148, "WARN", timeout, "logfmt")
    story.true(
        "payments.log", applied + 148, "callback from provider not received", "the first parked order", slack=150
    )
    for at in story.times(250, applied + 20 * MINUTE, applied + 78 * MINUTE):
        noise.write(story, "payments.log", at, "ERROR", "parking lot full, rejecting checkout", "logfmt")
    noise.write(
        story, "payments.log", applied + 20 * MINUTE - 1, "ERROR", "parking lot full, rejecting checkout", "logfmt"
    )
    story.true("payments.log", applied + 20 * MINUTE, "parking lot full", "customers are turned away", slack=120)
    noise.requests(
        story, "gateway_access.log", 9_000, applied + 20 * MINUTE, applied + 78 * MINUTE, bad=0.7, status=503
    )
    story.true("gateway_access.log", applied + 20 * MINUTE, "503", "the gateway answers 503", slack=180)
    for at in story.times(600, applied + 40, applied + 79 * MINUTE):
        text = f"[UFW BLOCK] IN=eth0 OUT= SRC=192.0.2.77 DST=10.0.0.8 PROTO=TCP SPT={story.random.randrange(1024, 65000)} DPT=8443"
        story.write("syslog", at, tools.syslog(story.began + at, "edge-1", "kernel", text))
    story.true("syslog", applied + 60, "UFW BLOCK", "packets of the provider are dropped", slack=300)
    _closing_pages(story, applied)
    notes = [
        "Notes, 14 April 2026 (UTC)", "", "10:31 paged: checkout conversion down by half", "10:40 checkout errors, provider says callbacks time out",
        "11:02 found the port closed in the last apply, rolling back", "11:20 parked orders drain, all good",
    ]  # fmt: skip
    for place, text in enumerate(notes):
        story.write("notes.txt", float(place), text)
    for clock, needle in (
        (31 * MINUTE, "paged: checkout"),
        (40 * MINUTE, "callbacks time out"),
        (62 * MINUTE, "found the port closed"),
        (80 * MINUTE, "parked orders drain"),
    ):
        story.true("notes.txt", applied + clock, needle, "written down", must=clock == 62 * MINUTE)


def _closing_apply(story: Story, applied: float) -> None:
    """``terraform apply`` for people, under GitHub Actions, which stamps each line."""
    printed = (
        (0, "aws_security_group_rule.office: Refreshing state... [id=sgrule-11]"), (2, "Terraform will perform the following actions:"),
        (3, "Plan: 1 to add, 1 to change, 2 to destroy."), (5, "aws_security_group_rule.provider_callback: Destroying... [id=sgrule-77]"),
        (6, "aws_security_group_rule.provider_callback: Destruction complete after 1s"), (7, "aws_security_group_rule.legacy: Destroying... [id=sgrule-78]"),
        (8, "aws_security_group_rule.legacy: Destruction complete after 1s"), (9, "aws_security_group_rule.office: Modifying... [id=sgrule-11]"),
        (10, "aws_security_group_rule.office: Modifications complete after 1s [id=sgrule-11]"), (11, "aws_security_group_rule.https: Creating..."),
        (13, "aws_security_group_rule.https: Creation complete after 2s [id=sgrule-90]"), (14, "Apply complete! Resources: 1 added, 1 changed, 2 destroyed."),
    )  # fmt: skip
    for after, text in printed:
        story.write("apply.log", applied + after, f"{tools.iso(story.began + applied + after, 6)} {text}")
    story.true("apply.log", applied + 3, "Plan: 1 to add", "what was planned")
    story.true("apply.log", applied + 6, "provider_callback", "the cause: the rule is destroyed")
    story.true("apply.log", applied + 14, "Apply complete", "the end of the change")
    for needle in (
        "aws_security_group_rule.legacy",
        "aws_security_group_rule.office: Mod",
        "aws_security_group_rule.https",
    ):
        story.true("apply.log", applied + 10, needle, "another change", must=False)


def _closing_pages(story: Story, applied: float) -> None:
    """Webhooks of PagerDuty, one a line."""
    for minute, kind in ((31, "triggered"), (33, "acknowledged"), (81, "resolved")):
        at = applied + minute * MINUTE
        body = {
            "event": {
                "id": f"ev{minute}",
                "event_type": f"incident.{kind}",
                "occurred_at": tools.iso(story.began + at),
                "data": {"title": "Checkout conversion low", "status": kind, "urgency": "high"},
            }
        }
        story.write("pagerduty.jsonl", at, json.dumps(body))
        story.true("pagerduty.jsonl", at, "Checkout conversion low", f"the page was {kind}", must=kind == "triggered")
