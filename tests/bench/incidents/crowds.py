"""Incidents of load: too much of it, and suddenly none."""

from tests.bench.incidents import noise, tools
from tests.bench.incidents.story import HOUR, MINUTE, Story


def traffic_storm(story: Story) -> None:
    """A mention on television: ten times the requests, scaling is too slow, the site answers 503."""
    end, storm = 4 * HOUR, 2.5 * HOUR
    noise.requests(story, "access.log", 90_000, 0, end)
    noise.requests(story, "access.log", 160_000, storm, storm + 25 * MINUTE, bad=0.35, status=503)
    story.true(
        "access.log", storm, "", "the requests multiply", slack=120, kind="log.storm", why="records within one minute"
    )
    story.true("access.log", storm + 15, "503", "the site begins to refuse", slack=150)
    noise.application(story, "front.log", 60_000, end)
    for at in [storm + 50, *story.times(5_000, storm + 51, storm + 24 * MINUTE)]:
        noise.write(story, "front.log", at, "ERROR", "thread pool is exhausted, request rejected")
    story.true("front.log", storm + 50, "thread pool is exhausted", "the workers run out", slack=60)
    activities = []
    for at, text in (
        (storm + 3 * MINUTE, "Launching a new EC2 instance: i-0aa1"),
        (storm + 7 * MINUTE, "Launching a new EC2 instance: i-0aa2"),
        (storm + 12 * MINUTE, "Launching a new EC2 instance: i-0aa3"),
    ):
        activities.append(
            {
                "ActivityId": text[-6:],
                "AutoScalingGroupName": "front",
                "Description": text,
                "Cause": "a monitor alarm TargetTracking-front-AlarmHigh in state ALARM",
                "StartTime": tools.iso(story.began + at),
                "EndTime": tools.iso(story.began + at + 240),
                "StatusCode": "Successful",
                "Progress": 100,
            }
        )
        story.true("activities.json", at, text[-6:], "capacity is added", must=at == storm + 3 * MINUTE)
    story.document("activities.json", {"Activities": activities[::-1]})
    points = []
    for at in range(0, int(end), 30):
        high = storm <= at < storm + 25 * MINUTE
        points.append((story.began + at, (110 if high else 6) + story.random.random() * (8 if high else 2)))
    story.document(
        "rate.json", tools.matrix(tools.series(points, __name__="http_requests_per_second", service="front"))
    )
    story.true("rate.json", storm, "", "the rate jumps", kind="metric.change")
    story.true("rate.json", storm + 25 * MINUTE, "", "the rate is as before", kind="metric.change", must=False)
    fired = [
        tools.alert(
            "FrontSaturated",
            story.began + storm + 2 * MINUTE,
            "critical",
            "Front answers 503",
            ends=story.began + storm + 29 * MINUTE,
            service="front",
        )
    ]
    story.true("alerts.json", storm + 2 * MINUTE, "FrontSaturated", "the page")
    noise.save_alerts(story, "alerts.json", fired, end)
    said = [
        (storm + 3 * MINUTE, "bo", "we were on TV a minute ago, site is slow"),
        (storm + 14 * MINUTE, "bo", "raised the desired capacity to 12"),
        (storm + 30 * MINUTE, "bo", "resolved, latency is normal"),
    ]
    noise.save_chat(story, "chat.json", said, end)


def silent_source(story: Story) -> None:
    """A consumer hangs without a word; its queue grows until customers ask where their mails are."""
    end, silent, back = 7 * HOUR, 3 * HOUR, 5.5 * HOUR
    noise.application(story, "mailer.log", 60_000, silent, form="logfmt")
    noise.application(story, "mailer.log", 30_000, end, form="logfmt", start=back)
    noise.application(story, "shop.jsonl", 120_000, end, form="json")
    noise.system(story, "messages", ("mail-1",), 20_000, end)
    noise.write(story, "mailer.log", silent - 1, "INFO", "waiting for lock on outbox table", "logfmt")
    story.true("mailer.log", silent, "", "the mailer falls silent", kind="log.silence", slack=120)
    noise.write(story, "mailer.log", back, "INFO", "mailer 3.2.1 starting", "logfmt")
    story.true("mailer.log", back, "mailer 3.2.1 starting", "it was restarted", must=False, slack=120)
    for at, text in (
        (back - 6, "mailer.service: Main process exited, code=killed, status=9/KILL"),
        (back - 2, "Started mailer.service - Mail sender."),
    ):
        story.write("messages", at, tools.syslog(story.began + at, "mail-1", "systemd[1]", text))
    story.true("messages", back - 6, "Main process exited", "it was killed", slack=30)
    story.true("messages", back - 2, "Started mailer.service", "it was started", must=False, slack=30)
    points = []
    for at in range(0, int(end), 60):
        depth = 20 + story.random.random() * 15
        if silent <= at < back:
            depth += (at - silent) / 60 * 40
        points.append((story.began + at, depth))
    story.document(
        "queue.json", tools.matrix(tools.series(points, __name__="rabbitmq_queue_messages_ready", queue="mail"))
    )
    story.true("queue.json", silent, "", "the queue begins to grow", kind="metric.change", slack=15 * MINUTE)
    story.true("queue.json", back, "", "the queue is empty again", kind="metric.change", must=False, slack=15 * MINUTE)
    fired = [
        tools.alert(
            "QueueTooLong",
            story.began + silent + 95 * MINUTE,
            "warning",
            "Queue mail holds more than 3000 messages",
            ends=story.began + back + 20 * MINUTE,
            queue="mail",
        )
    ]
    story.true("alerts.json", silent + 95 * MINUTE, "QueueTooLong", "the page")
    noise.save_alerts(story, "alerts.json", fired, end)
    said = [
        (silent + 100 * MINUTE, "eve", "customers say order mails are missing, investigating"),
        (back - MINUTE, "eve", "the mailer hangs on a lock, restarting it"),
        (back + 25 * MINUTE, "eve", "queue is empty, resolved"),
    ]
    noise.save_chat(story, "chat.json", said, end, must=False)
