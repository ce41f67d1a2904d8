"""Incidents of databases: a disk that fills, a failover."""

from tests.bench.incidents import noise, tools
from tests.bench.incidents.story import HOUR, MINUTE, Story


def full_disk(story: Story) -> None:
    """A debug setting makes the write-ahead log grow until the disk is full."""
    end, full = 8 * HOUR, 6 * HOUR
    noise.system(story, "messages", ("db-1", "db-2"), 50_000, end)
    noise.application(story, "catalog.log", 90_000, end)
    for at in story.times(30_000, 0, end):
        text = noise.fill(story.random, "duration: {m}.{a} ms  statement: UPDATE items SET stock = {a} WHERE id = {n}")
        story.write("postgresql.log", at, tools.postgres(story.began + at, 400 + int(at) % 50, "LOG", text))
    broken = 'could not extend file "base/16384/24601": No space left on device'
    for at in [full, *story.times(2_000, full + 1, full + 50 * MINUTE)]:
        story.write("postgresql.log", at, tools.postgres(story.began + at, 400 + int(at) % 50, "ERROR", broken))
    story.true("postgresql.log", full, "No space left on device", "the disk is full", slack=60)
    panic = 'could not write to file "pg_wal/xlogtemp.1177": No space left on device'
    story.write("postgresql.log", full + 4 * MINUTE, tools.postgres(story.began + full + 4 * MINUTE, 1, "PANIC", panic))
    story.true("postgresql.log", full + 4 * MINUTE, "xlogtemp", "the database gives up")
    for at in [full + 3, *story.times(4_000, full + 4, full + 52 * MINUTE)]:
        noise.write(
            story,
            "catalog.log",
            at,
            "ERROR",
            "could not save item: org.postgresql.util.PSQLException: ERROR: could not extend file",
        )
    story.true("catalog.log", full + 3, "could not save item", "the catalogue cannot write", slack=60)
    for at, text in (
        (2 * HOUR, "systemd[1]: postgresql@16-main.service: Reloading configuration, log_min_duration_statement = 0"),
        (full - 40 * MINUTE, "monit[512]: 'rootfs' space usage 91.2% matches resource limit [space usage > 90.0%]"),
    ):
        story.write("messages", at, tools.syslog(story.began + at, "db-1", *text.split(": ", 1)))
    story.true("messages", full - 40 * MINUTE, "space usage 91.2%", "a warning before it was full", must=False)
    story.true("messages", 2 * HOUR, "Reloading configuration", "the setting that made the log grow", must=False)
    points = []
    for at in range(0, int(end), 60):
        falling = 62.0 - max(0, at - 2 * HOUR) / (4 * HOUR) * 62
        points.append(
            (story.began + at, max(0.0, falling) if at < full + 52 * MINUTE else 71.0 + story.random.random())
        )
    story.document(
        "disk.json",
        tools.matrix(
            tools.series(points, __name__="node_filesystem_avail_gigabytes", instance="db-1", mountpoint="/var")
        ),
    )
    story.true("disk.json", full + 52 * MINUTE, "", "room was made", kind="metric.change", must=False)
    fired = [
        tools.alert("DiskWillFillSoon", story.began + full - 55 * MINUTE, "warning", "/var on db-1 is full in less than two hours", instance="db-1"),
        tools.alert("CatalogWritesFail", story.began + full + 5 * MINUTE, "critical", "The catalogue cannot be written", ends=story.began + full + 58 * MINUTE, service="catalog"),
    ]  # fmt: skip
    story.true("alerts.json", full - 55 * MINUTE, "DiskWillFillSoon", "the warning")
    story.true("alerts.json", full + 5 * MINUTE, "CatalogWritesFail", "the page")
    noise.save_alerts(story, "alerts.json", fired, end)
    _written_down(story, full)


def _written_down(story: Story, full: float) -> None:
    notes = [
        "Incident notes, 12 May 2026 (UTC)",
        "",
        "12:09 paged, catalogue is read-only",
        "12:20 /var on db-1 full, 58 GB of logs",
        "12:52 deleted old logs, database restarted",
        "13:00 writes work, resolved",
    ]
    for place, text in enumerate(notes):
        story.write("notes.md", float(place), text)
    for after, needle in (
        (9, "paged, catalogue"),
        (20, "58 GB of logs"),
        (52, "deleted old logs"),
        (60, "writes work"),
    ):
        story.true("notes.md", full + after * MINUTE, needle, "written down", must=after == 52)


def failover(story: Story) -> None:
    """The primary loses its disk, the replica is promoted; an application keeps writing to the old one."""
    end, lost = 5 * HOUR, 3 * HOUR
    noise.system(story, "messages", ("pg-1", "pg-2", "pg-3"), 40_000, end)
    noise.application(story, "ledger.jsonl", 110_000, end, form="json")
    noise.application(story, "reports.jsonl", 20_000, end, form="json")
    beats = [(place * 10.0, "no action. I am (pg-1), the leader with the lock") for place in range(int(lost // 10))]
    told = [
        (lost, "ERROR", "Error communicating with DCS: etcd is not accessible"), (lost + 12, "WARNING", "Loop time exceeded, rescheduling immediately."),
        (lost + 31, "INFO", "demoting self because DCS is not accessible and I was a leader"), (lost + 44, "INFO", "promoted self to leader by acquiring session lock"),
    ]  # fmt: skip
    after = [
        (lost + 60 + place * 10.0, "no action. I am (pg-2), the leader with the lock")
        for place in range(int((end - lost) // 10) - 6)
    ]
    for at, text in beats + after:
        story.write("patroni.log", at, f"{tools.iso(story.began + at, 0)} INFO: {text}")
    for at, level, text in told:
        story.write("patroni.log", at, f"{tools.iso(story.began + at, 0)} {level}: {text}")
    story.true("patroni.log", lost, "Error communicating with DCS", "the cluster loses its store", slack=20)
    story.true("patroni.log", lost + 31, "demoting self", "the primary steps down", slack=10)
    story.true("patroni.log", lost + 44, "promoted self to leader", "the replica takes over", slack=10)
    kernel = "kernel", "blk_update_request: I/O error, dev nvme1n1, sector 991232 op 0x1:(WRITE)"
    for number in range(12):
        story.write("messages", lost - 8 + number, tools.syslog(story.began + lost - 8 + number, "pg-1", *kernel))
    story.true("messages", lost - 8, "I/O error", "the cause: the disk of the primary fails", slack=30)
    for at in [lost + 14, *story.times(1_500, lost + 15, lost + 58)]:
        noise.write(
            story, "ledger.jsonl", at, "ERROR", "write failed: server closed the connection unexpectedly", "json"
        )
    story.true("ledger.jsonl", lost + 14, "server closed the connection", "writes fail during the failover", slack=40)
    for at in [lost + 61, *story.times(900, lost + 62, lost + 38 * MINUTE)]:
        noise.write(story, "reports.jsonl", at, "ERROR", "cannot execute INSERT in a read-only transaction", "json")
    story.true("reports.jsonl", lost + 61, "read-only transaction", "reports still writes to the old primary", slack=90)
    events = [
        {"SourceIdentifier": "pg-1", "SourceType": "db-instance", "Message": text, "EventCategories": ["failover"], "Date": tools.iso(story.began + at)}
        for at, text in ((lost + 20, "Multi-AZ instance failover started"), (lost + 49, "Multi-AZ instance failover completed"), (lost + 30 * MINUTE, "DB instance restarted"))
    ]  # fmt: skip
    story.document("rds_events.json", {"Events": events})
    story.true("rds_events.json", lost + 20, "failover started", "the failover begins")
    story.true("rds_events.json", lost + 49, "failover completed", "the failover is done", must=False)
    story.true("rds_events.json", lost + 30 * MINUTE, "restarted", "the old primary is back", must=False)
    fired = [
        tools.alert("PostgresPrimaryDown", story.began + lost + 60, "critical", "No primary in cluster ledger", ends=story.began + lost + 3 * MINUTE, cluster="ledger"),
        tools.alert("ReportsFailing", story.began + lost + 9 * MINUTE, "warning", "Reports cannot be written", ends=story.began + lost + 41 * MINUTE, service="reports"),
    ]  # fmt: skip
    story.true("alerts.json", lost + 60, "PostgresPrimaryDown", "the page")
    story.true("alerts.json", lost + 9 * MINUTE, "ReportsFailing", "the second problem")
    noise.save_alerts(story, "alerts.json", fired, end)
    said = [
        (lost + 4 * MINUTE, "eve", "failover happened, ledger is fine again"),
        (lost + 25 * MINUTE, "bo", "reports has the old address hard-wired, restarting it with the new one"),
        (lost + 42 * MINUTE, "bo", "resolved"),
    ]
    noise.save_chat(story, "chat.json", said, end)
