"""What a quiet day looks like in each source: many lines, some of them alarming and none of them telling."""

from datetime import datetime
from random import Random

from tests.bench.incidents import tools
from tests.bench.incidents.story import HOUR, Story

_PATHS = (
    "/",
    "/cart",
    "/product/{n}",
    "/search?q=shoe+{n}",
    "/api/v1/items/{n}",
    "/api/v1/basket",
    "/login",
    "/static/app.{n}.js",
    "/healthz",
)
_CALM = (
    "order {n} accepted in {m} ms", "basket {n} updated", "user {n} signed in from 10.{a}.{b}.7", "cache refreshed, {n} entries in {m} ms",
    "payment {n} authorised", "mail queued for order {n}", "GET /api/v1/items/{n} answered in {m} ms", "job reindex-{a} done in {m} ms",
    "session {n} expired", "stock of item {n} is {a}", "feature flag set refreshed", "batch {n} written, {m} rows", "price list {a} loaded",
    "webhook delivered to partner {a}", "health check answered", "scheduled task cleanup finished, {a} rows removed",
)  # fmt: skip
_ODD = (
    ("WARN", "slow query: {m}0 ms for order {n}"), ("WARN", "retrying call to partner {a}, attempt 1"), ("WARN", "deprecated header from client {n}"),
    ("ERROR", "client {n} closed the connection before the answer was complete"), ("ERROR", "invalid coupon code for basket {n}"),
    ("WARN", "rate limit near for partner {a}"),
)  # fmt: skip
_SYSLOG = (
    ("systemd[1]", "Started Session {n} of user deploy."), ("systemd[1]", "session-{n}.scope: Deactivated successfully."),
    ("CRON[{n}]", "(root) CMD (test -x /usr/sbin/anacron || run-parts /etc/cron.hourly)"), ("sshd[{n}]", "Failed password for invalid user admin from 198.51.100.{a} port {n} ssh2"),
    ("sshd[{n}]", "Connection closed by 198.51.100.{a} port {n} [preauth]"), ("kernel", "[{n}.{a}] audit: type=1400 audit({n}.{a}:{b}): apparmor=\"ALLOWED\""),
    ("dhclient[812]", "DHCPREQUEST for 10.0.{a}.{b} on eth0 to 10.0.0.1 port 67"), ("chronyd[644]", "Selected source 192.0.2.{a}"),
    ("node_exporter[733]", "level=error collector=textfile msg=\"failed to read textfile\" err=\"no such file {n}\""),
)  # fmt: skip


def fill(random: Random, text: str) -> str:
    if "{" not in text:
        return text
    return text.format(
        n=random.randrange(1000, 999_999),
        m=random.randrange(2, 90),
        a=random.randrange(1, 250),
        b=random.randrange(1, 250),
    )


def application(story: Story, file: str, count: int, end: float, *, form: str = "spring", start: float = 0.0) -> None:
    """A service at work: one line in sixty is a warning or one of the errors that are always there."""
    random = story.random
    for at in story.times(count, start, end):
        level, text = random.choice(_ODD) if random.random() < 1 / 60 else ("INFO", random.choice(_CALM))
        write(story, file, at, level, fill(random, text), form)


def write(story: Story, file: str, at: float, level: str, text: str, form: str = "spring") -> None:
    """One line of an application log in the form of that service."""
    moment = story.began + at
    if form == "json":
        line = tools.json_line(
            moment, level.lower(), text, service=file.split(".", maxsplit=1)[0], trace=tools.request_id(story.random)
        )
    elif form == "logfmt":
        line = tools.logfmt(
            moment, level.lower().replace("warn", "warning"), text, service=file.split(".", maxsplit=1)[0]
        )
    else:
        line = tools.spring(moment, level, "c.e.shop.Service", text)
    story.write(file, at, line)


def requests(
    story: Story, file: str, count: int, start: float, end: float, *, bad: float = 0.001, status: int = 502
) -> None:
    """An access log; ``bad`` is the share of answers with ``status``."""
    random = story.random
    for at in story.times(count, start, end):
        path = fill(random, random.choice(_PATHS))
        found = status if random.random() < bad else random.choices((200, 304, 302, 404, 499), (86, 6, 4, 3, 1))[0]
        client = f"203.0.113.{random.randrange(1, 250)}"
        story.write(
            file, at, tools.access(story.began + at, f"GET {path}", found, random.randrange(200, 40_000), client)
        )


def system(story: Story, file: str, hosts: tuple[str, ...], count: int, end: float, *, start: float = 0.0) -> None:
    random = story.random
    for at in story.times(count, start, end):
        program, text = random.choice(_SYSLOG)
        story.write(
            file, at, tools.syslog(story.began + at, random.choice(hosts), fill(random, program), fill(random, text))
        )


def trail(story: Story, end: float, count: int = 120) -> list[dict[str, object]]:
    """CloudTrail of a quiet account: reads, and the writes that machines make all day."""
    random = story.random
    calm = (
        ("DescribeInstances", "ec2", "monitoring"), ("AssumeRole", "sts", "ci-runner"), ("GetParameter", "ssm", "shop-app"), ("ListBuckets", "s3", "audit"),
        ("CreateNetworkInterface", "ec2", "eks-node"), ("CreateTags", "ec2", "eks-node"), ("PutLogEvents", "logs", "shop-app"), ("GenerateDataKey", "kms", "shop-app"),
    )  # fmt: skip
    return [tools.cloudtrail(story.began + at, *random.choice(calm)) for at in story.times(count, 0, end)]


def flapping(story: Story, end: float) -> list[dict[str, object]]:
    """Alerts that come and go every day and have nothing to do with it."""
    found = []
    for place in range(int(end // (2 * HOUR))):
        at = story.began + (place + story.random.random()) * 2 * HOUR
        found.append(
            tools.alert(
                "BackupSlow", at, "info", "Nightly backup takes longer than usual", ends=at + 600, instance="backup-1"
            )
        )
    return found


def chatter(story: Story, end: float, count: int = 40) -> list[dict[str, object]]:
    said = (
        "morning all", "anyone for lunch at noon?", "the new coffee machine is great", "PR 4{a} is ready for review", "thanks!", "standup in 5",
        "I am off tomorrow", "who has the meeting room at three?", "docs for the importer are in the wiki now", ":+1:", "works on my machine",
    )  # fmt: skip
    names = ("ana", "bo", "chidi", "dara", "eve")
    random = story.random
    return [
        tools.slack(story.began + at, random.choice(names), fill(random, random.choice(said)))
        for at in story.times(count, 0, end)
    ]


def save_chat(story: Story, file: str, said: list[tuple[float, str, str]], end: float, *, must: bool = False) -> None:
    """A day of chat with what was ``said`` about the incident in it; that is fitting on any timeline."""
    rows = chatter(story, end) + [tools.slack(story.began + at, who, text) for at, who, text in said]
    for at, _, text in said:
        story.true(file, at, text[:60], "said in the chat", must=must)
    story.document(file, sorted(rows, key=lambda row: str(row["ts"])))


def save_alerts(story: Story, file: str, found: list[dict[str, object]], end: float) -> None:
    rows = sorted(found + flapping(story, end), key=lambda row: str(row["startsAt"]))
    for one in found:
        if one["status"] == "resolved":
            at = datetime.fromisoformat(str(one["endsAt"])).timestamp() - story.began
            labels = one["labels"]
            assert isinstance(labels, dict)
            story.true(file, at, labels["alertname"], "the alert is resolved", must=False)
    story.document(file, {"version": "4", "groupKey": "{}", "status": "firing", "receiver": "hotwash", "alerts": rows})
