"""What each watcher makes of its source: runs, alerts, series, habits, storms."""

import pytest

from hotwash.evidence.core.moments import Moment, find_moments
from hotwash.evidence.core.moments.bins import Bins, change_points
from hotwash.evidence.core.moments.moment import span
from hotwash.ports.formats import Level, Record
from hotwash.ports.stamps import Stamp, from_text, iso

NS = 1_000_000_000
START = 1_772_456_640 * NS  # 2026-03-02T13:04:00Z


def record(second: float, text: str, kind: str = "log", level: Level | None = None, **fields: str) -> Record:
    stamp = Stamp(START + int(second * NS), 3, 0, raw=iso(Stamp(START + int(second * NS), 3, 0)))
    return Record(stamp, text, int(second * 10) + 1, 0, level, kind, fields)


def told(records: list[Record]) -> list[tuple[str, str]]:
    return [(moment.record.text.split("\n")[0], moment.why) for moment in find_moments(records)]


def by_kind(records: list[Record], kind: str) -> list[Moment]:
    return [moment for moment in find_moments(records) if moment.kind == kind]


def test_a_terraform_run_tells_each_resource_with_its_duration_and_how_it_ended() -> None:
    found = told(
        [
            record(0, "Plan: 1 to add, 1 to destroy, run-CZcmD7eagjhyX0vN", "terraform.plan"),
            record(1, "db: Modifying...", "terraform.apply_start", address="db"),
            record(2, "old: Destroying...", "terraform.apply_start", address="old"),
            record(4, "old: Destruction complete after 2s", "terraform.apply_complete", address="old", action="delete"),
            record(5, "data.x: Read complete after 0s", "terraform.apply_complete", action="Read"),
            record(96, "db: complete", "terraform.apply_complete", address="db", action="update", seconds="95"),
            record(97, "Outputs: endpoint (values hidden)", "terraform.outputs"),
            record(98, "Apply complete!", "terraform.change_summary", operation="apply"),
        ]
    )
    assert found == [
        ("Plan: 1 to add, 1 to destroy, run-CZcmD7eagjhyX0vN", "what Terraform planned"),
        ("db: Modifying...", "Terraform begins to change resources"),
        ("old: Destruction complete after 2s", "Terraform destroyed a resource in 2 s"),
        ("db: complete", "Terraform finished changing a resource in 95 s"),
        ("Outputs: endpoint (values hidden)", "Terraform's outputs, values hidden"),
        (
            "Apply complete!",
            "how the Terraform run ended, with its counts; changing took 97 s; run-CZcmD7eagjhyX0vN",
        ),
    ]


def test_a_terraform_run_that_breaks_off_says_so_and_many_changes_are_counted() -> None:
    starts = [record(n, f"r{n}: Creating...", "terraform.apply_start", address=f"r{n}") for n in range(40)]
    ends = [record(50 + n, f"r{n}: done", "terraform.apply_complete", address=f"r{n}", took="1m5s") for n in range(39)]
    found = told(starts + ends)
    assert len([text for text, _ in found if text.endswith("done")]) == 13  # the last one is told for what it ends
    assert any(why.endswith("in 65 s; 27 further changes") for _, why in found)
    assert found[-1] == ("r38: done", "the run has no end in this file: how it went is not known")


def test_an_ansible_run_folds_hosts_and_reads_the_recap() -> None:
    found = told(
        [
            record(0, "PLAY [Web servers]", "ansible.play", name="Web servers"),
            record(1, "TASK [install]", "ansible.task"),
            record(2, "changed: [web1]", "ansible.changed"),
            record(3, "changed: [web2]", "ansible.changed"),
            record(4, "TASK [restart]", "ansible.task"),
            record(5, "fatal: [web1]: FAILED!", "ansible.failed", Level.ERROR),
            record(6, "fatal: [web2 -> localhost]: FAILED!", "ansible.failed", Level.ERROR),
            record(7, "fatal: [web3]: UNREACHABLE!", "ansible.unreachable", Level.CRITICAL, host="web3"),
            record(8, "PLAY RECAP", "ansible.recap"),
            record(8.1, "web1 : ok=1 changed=1 unreachable=0 failed=1", "ansible.recap_host"),
            record(8.2, "web4 : ok=3 changed=1 unreachable=0 failed=0", "ansible.recap_host"),
        ]
    )
    assert found == [
        ("PLAY [Web servers]", "an Ansible play begins"),
        ("changed: [web1]", "an Ansible task changed a host on 2 hosts: web1, web2"),
        ("fatal: [web1]: FAILED!", "an Ansible task failed on 2 hosts: web1, web2"),
        ("fatal: [web3]: UNREACHABLE!", "a host was unreachable"),
        ("PLAY RECAP", "how the Ansible run ended, by host; 1 of 2 hosts failed or were not reached: web1"),
    ]


def test_a_failure_that_ansible_ignores_is_none() -> None:
    records = [
        record(0, "TASK [probe]", "ansible.task"),
        record(1, "fatal: [a]: FAILED!", "ansible.failed", Level.ERROR),
    ]
    assert told(records) == [("fatal: [a]: FAILED!", "an Ansible task failed")]
    assert told([*records, record(2, "...ignoring", "ansible.ignored")]) == []


def test_a_resolved_alert_has_a_begin_and_an_end() -> None:
    ended = from_text("2026-03-02T13:14:00Z")
    assert ended is not None
    one = record(0, "Down resolved", "alert.resolved", Level.INFO, alert="Down", severity="critical", ends=iso(ended))
    still = record(
        60, "Slow firing", "alert.firing", Level.WARNING, alert="Slow", severity="warning", ends="0001-01-01T00:00:00Z"
    )
    assert [
        (moment.kind, iso(moment.stamp) if moment.stamp else "", moment.why) for moment in find_moments([one, still])
    ] == [
        ("alert.firing", "2026-03-02T13:04:00.000Z", "an alert fired"),
        ("alert.resolved", "2026-03-02T13:14:00Z", "an alert was resolved"),
        ("alert.firing", "2026-03-02T13:05:00.000Z", "an alert fired"),
    ]


def test_an_alert_that_comes_and_goes_all_day_is_told_once_and_softly() -> None:
    flapping = [record(3600 * n, "Backup slow", "alert.firing", alert="Backup", severity="warning") for n in range(9)]
    (moment,) = find_moments(flapping)
    assert (moment.why, moment.like, moment.score < 0.4) == ("an alert fired, as it often does: 9 times here", 8, True)


def test_an_error_that_is_always_there_is_not_the_first_error() -> None:
    records = [record(n * 10, f"order {n} done") for n in range(600)]
    records += [record(n * 300 + 5, f"client {n} went away", level=Level.ERROR) for n in range(20)]
    records += [record(4000 + n / 10, f"no route to host {n}", level=Level.ERROR) for n in range(200)]
    records.sort(key=lambda one: one.line)
    found = {moment.record.text: (moment.score, moment.why) for moment in find_moments(records)}
    assert found["client 0 went away"] == (0.2, "an error that is always there, 20 times")
    score, why = found["no route to host 0"]
    assert (score, why.split(";")[0]) == (0.86, "the first error of this source")


def test_an_error_that_begins_soon_and_lasts_is_no_habit() -> None:
    """A log that was cut to the incident: a short calm, the error, a short calm."""
    records = [record(n * 5, f"order {n} done") for n in range(60)]
    records += [record(300 + n * 10, "no slots left", level=Level.ERROR) for n in range(180)]
    records += [record(2100 + n * 5, f"order {n} done") for n in range(60)]
    score, why = next((one.score, one.why) for one in find_moments(records) if one.record.text == "no slots left")
    assert (score, why.split(";")[0]) == (0.86, "the first error of this source")
    always = find_moments([record(n * 10, "no slots left", level=Level.ERROR) for n in range(180)])
    assert [(one.score, one.why) for one in always] == [(0.45, "an error that is always there, 180 times")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("##[note]Process completed with exit code 1.", [("##[note]Process completed with exit code 1.", "1")]),
        ("container web exited with status 137", [("container web exited with status 137", "137")]),
        ("worker exit code=0", []),
        ("see the exit at line 12", []),
    ],
)
def test_exit_codes_are_read_from_logs(text: str, wanted: list[tuple[str, str]]) -> None:
    found = [
        (moment.record.text, moment.why.rsplit(" ", 1)[1])
        for moment in find_moments([record(0, text, level=Level.INFO)])
    ]
    assert found == wanted


def test_an_error_in_the_output_of_a_captured_command_is_told() -> None:
    assert told(
        [
            record(0, "$ deploy.sh", "command.start"),
            record(1, "uploading", "command.line"),
            record(2, "ERROR no space left", "command.line", Level.ERROR),
            record(3, "The command ended with exit status 1", "command.exit", Level.ERROR, status="1"),
        ]
    ) == [
        ("$ deploy.sh", "a command was started"),
        ("ERROR no space left", "the first error of this source"),
        ("The command ended with exit status 1", "a command failed"),
    ]


def test_reading_a_data_source_changes_nothing() -> None:
    assert told([record(1, "data.x: Reading...", "terraform.apply_start", address="data.x", action="Reading")]) == []


def test_a_storm_of_records_is_found_without_any_error() -> None:
    calm = [record(n * 6, f"GET /{n}", "request", status="200") for n in range(600)]
    storm = [record(3600 + n / 20, f"GET /{n}", "request", status="200") for n in range(3000)]
    (moment,) = by_kind(calm + storm, "log.storm")
    assert moment.why == "up to 1,200 records within one minute, 10 are usual"
    assert moment.record.text == "GET /0"


def test_a_silence_says_what_was_said_before_it() -> None:
    records = [record(n, f"tick {n}") for n in range(300)] + [record(9000 + n, f"tock {n}") for n in range(30)]
    (moment,) = by_kind(records, "log.silence")
    assert moment.record.text == "Nothing for 145 min, until: tock 0\nThe last words before: tick 299"


def test_a_change_in_the_cloud_that_machines_make_all_day_is_no_news() -> None:
    daily = [
        record(n * 60, "CreateTags (ec2) by eks-node", "cloudtrail.write", action="CreateTags", who="eks-node")
        for n in range(60)
    ]
    rare = record(1000, "DeleteRoute (ec2) by admin", "cloudtrail.write", action="DeleteRoute", who="admin")
    assert told([*daily, rare]) == [("DeleteRoute (ec2) by admin", "admin changed something")]


def test_a_source_that_is_written_newest_first_is_told_by_its_first_event() -> None:
    found = told([record(600 - n, f"Launching instance i-0{n}", "cloud.activity") for n in range(3)])
    assert found == [("Launching instance i-02", "the cloud reports an activity; 2 more like it")]


SHAKEN = [(n * 7) % 5 for n in range(60)]


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ([10.0 + n for n in SHAKEN], []),
        ([10.0 + n for n in SHAKEN] + [90.0 + n for n in SHAKEN], [60]),
        ([10.0 + n for n in SHAKEN] + [90.0] + [10.0 + n for n in SHAKEN], []),
        ([10.0 + n for n in SHAKEN] + [10.0 + 9 * n for n in range(60)], [61]),
        ([5.0] * 200, []),
        ([0.0] * 50 + [1.0] + [0.0] * 50, []),
        ([1.0, 2.0], []),
    ],
    ids=["noise", "step", "outlier", "ramp", "flat", "blip", "short"],
)
def test_change_points(values: list[float], places: list[int]) -> None:
    found = [change.place for change in change_points(values)]
    assert len(found) == len(places)
    assert all(abs(one - two) <= 3 for one, two in zip(found, places, strict=True))


def test_a_series_that_leaves_its_usual_values_is_a_moment() -> None:
    samples = [
        record(n * 30, "x", "metric.sample", value=str(40 + n % 3 if n < 100 else 400 + n % 5), labels="job=db")
        for n in range(200)
    ]
    (moment,) = by_kind(samples, "metric.change")
    assert moment.record.text == "{job=db} rises from about 41 to about 402"
    assert moment.stamp is not None
    assert moment.stamp.ns == START + 3000 * NS


@pytest.mark.parametrize("value", ["NaN", "+Inf", "", "x"])
def test_samples_without_a_number_are_passed_over(value: str) -> None:
    assert find_moments([record(n, "x", "metric.sample", value=value, labels="a") for n in range(50)]) == []


def test_bins_are_widened_when_there_are_too_many() -> None:
    bins = Bins(60 * NS)
    for minute in range(50_000):
        bins.add(minute * 60 * NS)
    assert len(bins.counts) <= 6000
    assert sum(bins.counts.values()) == 50_000


@pytest.mark.parametrize(
    ("seconds", "text"), [(40, "40 s"), (90, "90 s"), (1700, "28 min"), (7500, "2 h 05 min"), (400_000, "4 days")]
)
def test_spans_are_said_briefly(seconds: int, text: str) -> None:
    assert span(seconds * NS) == text
