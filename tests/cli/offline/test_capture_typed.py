"""What tools print inside a capture is typed, and exact, since every line has its time. The tools are small fakes that
print what the real ones are documented to print.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from hotwash.cli.offline import inspect, timeline

TERRAFORM = """Terraform used the selected providers to generate the following execution plan.

Plan: 2 to add, 0 to change, 1 to destroy.
aws_instance.web: Destroying... [id=i-0abc]
aws_instance.web: Still destroying... [id=i-0abc, 10s elapsed]
aws_instance.web: Destruction complete after 11s
aws_db_instance.main: Creating...
╷
│ Error: creating RDS DB Instance (main): DBInstanceAlreadyExists
│
│   with aws_db_instance.main,
│   on main.tf line 3, in resource "aws_db_instance" "main":
│    3: resource "aws_db_instance" "main" {
│
╵
"""
ANSIBLE = """
PLAY [web] *********************************************************************

TASK [Gathering Facts] *********************************************************
ok: [web-1]
fatal: [web-2]: UNREACHABLE! => {"changed": false, "msg": "Failed to connect to the host via ssh", "unreachable": true}

TASK [restart checkout] ********************************************************
changed: [web-1]

PLAY RECAP *********************************************************************
web-1                      : ok=2    changed=1    unreachable=0    failed=0    skipped=0    rescued=0    ignored=0
web-2                      : ok=0    changed=0    unreachable=1    failed=0    skipped=0    rescued=0    ignored=0
"""
KUBECTL = """Waiting for deployment "checkout" rollout to finish: 1 out of 3 new replicas have been updated...
error: deployment "checkout" exceeded its progress deadline
"""
AWS = json.dumps(
    {
        "Events": [
            {
                "EventId": "e-1",
                "EventName": "TerminateInstances",
                "EventTime": "2026-03-10T11:58:00+00:00",
                "EventSource": "ec2.amazonaws.com",
                "Username": "deploy",
                "Resources": [],
                "CloudTrailEvent": json.dumps(
                    {
                        "eventVersion": "1.08",
                        "eventTime": "2026-03-10T11:58:00Z",
                        "eventSource": "ec2.amazonaws.com",
                        "eventName": "TerminateInstances",
                        "awsRegion": "eu-west-1",
                        "userIdentity": {
                            "type": "AssumedRole",
                            "arn": "arn:aws:sts::111122223333:assumed-role/deploy/ci",
                        },
                    }
                ),
            }
        ]
    },
    indent=4,
)


def captured(folder: Path, *printed: tuple[str, str, int], shell: bool = False) -> list[dict[str, object]]:
    """Tools by name, with what they print and their exit status, run one after the other; the moments of it."""
    for name, text, status in printed:
        (folder / f"{name}.txt").write_text(text)
        tool = folder / name
        tool.write_text(f"#!/bin/sh\ncat {folder}/{name}.txt\nexit {status}\n")
        tool.chmod(0o755)
    words = ["sh", "-c", "; ".join(f"./{name}" for name, _, _ in printed)] if shell else [f"./{printed[0][0]}"]
    command = [sys.executable, "-m", "hotwash", "capture", "-o", "run.jsonl", "--", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == printed[-1][2]
    assert done.stdout.decode() == "".join(text for _, text, _ in printed)
    result = CliRunner().invoke(timeline.command, [str(folder / "run.jsonl"), "--json", "--all"])
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert [row for row in rows if row["time"] is None] == []
    return rows


def kinds(rows: list[dict[str, object]]) -> list[object]:
    return [row["kind"] for row in rows if row["kind"] != "command.line"]


def test_a_terraform_run(tmp_path: Path) -> None:
    rows = captured(tmp_path, ("terraform", TERRAFORM, 1))
    assert kinds(rows) == [
        "command.start",
        "terraform.plan",
        "terraform.apply_start",
        "terraform.apply_progress",
        "terraform.apply_complete",
        "terraform.apply_start",
        "terraform.diagnostic",
        "command.exit",
    ]
    (error,) = [row for row in rows if row["kind"] == "terraform.diagnostic"]
    assert "on main.tf line 3" in str(error["text"])
    assert (error["precision"], error["zone_basis"]) == ("us", "line")
    lines = [row["text"] for row in rows if row["kind"] == "command.line"]
    assert lines[0] == "Terraform used the selected providers to generate the following execution plan."
    assert not any("main.tf" in str(text) or "Error:" in str(text) for text in lines)
    moments = CliRunner().invoke(timeline.command, [str(tmp_path / "run.jsonl"), "--json"])
    first = max((json.loads(line) for line in moments.output.splitlines()), key=lambda row: row["score"])
    assert (first["kind"], first["source"]) == ("terraform.diagnostic", "run.jsonl")


def test_an_ansible_run(tmp_path: Path) -> None:
    rows = captured(tmp_path, ("ansible-playbook", ANSIBLE, 4))
    assert kinds(rows) == [
        "command.start",
        "ansible.play",
        "ansible.task",
        "ansible.ok",
        "ansible.unreachable",
        "ansible.task",
        "ansible.changed",
        "ansible.recap",
        "command.exit",
    ]
    (row,) = (json.loads(CliRunner().invoke(inspect.command, [str(tmp_path / "run.jsonl"), "--json"]).output),)
    assert (row["format"], row["zone"], row["explained"]) == ("capture", "UTC", 1.0)


def test_a_cloud_answer_keeps_its_own_times(tmp_path: Path) -> None:
    rows = captured(tmp_path, ("aws", AWS, 0))
    typed = [row for row in rows if not str(row["kind"]).startswith("command.")]
    assert [(row["time"], "TerminateInstances" in str(row["text"])) for row in typed] == [
        ("2026-03-10T11:58:00Z", True)
    ]


def test_what_no_format_knows_stays_line_by_line(tmp_path: Path) -> None:
    rows = captured(tmp_path, ("kubectl", KUBECTL, 1))
    assert kinds(rows) == ["command.start", "command.exit"]
    assert [row["level"] for row in rows] == [None, None, "error", "error"]


def test_several_tools_in_one_shell(tmp_path: Path) -> None:
    tools = (("terraform", TERRAFORM, 1), ("ansible-playbook", ANSIBLE, 4), ("kubectl", KUBECTL, 1))
    rows = captured(tmp_path, *tools, shell=True)
    found = kinds(rows)
    assert found.index("terraform.diagnostic") < found.index("ansible.play") < found.index("ansible.recap")
    lines = [int(str(row.get("line", 0))) for row in rows]
    assert lines == sorted(lines)
    assert sum("progress deadline" in str(row["text"]) for row in rows) == 1


@pytest.mark.parametrize("text", ["", "\n\n", "{\n", "\x00\xff\n", "x" * 300_000 + "\n"])
def test_odd_output_is_kept(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.txt").write_bytes(text.encode("latin-1"))
    command = [sys.executable, "-m", "hotwash", "capture", "-o", str(tmp_path / "run.jsonl"), "--", "cat", "odd.txt"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, stdin=subprocess.DEVNULL, check=True)
    result = CliRunner().invoke(timeline.command, [str(tmp_path / "run.jsonl"), "--json", "--all"])
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert (rows[0]["kind"], rows[-1]["kind"]) == ("command.start", "command.exit")
