"""What a record is worth by itself, by its kind."""

import re
from collections.abc import Callable

from hotwash.ports.formats import Level, Record

Judgement = tuple[float, str]
NOTHING: Judgement = (0.0, "")

_FIXED: dict[str, Judgement] = {
    "terraform.version": (0.3, "a Terraform run begins"),
    "terraform.plan": (0.5, "what Terraform planned"),
    "terraform.apply_complete": (0.42, "Terraform finished changing a resource"),
    "terraform.apply_errored": (0.95, "Terraform failed on a resource"),
    "terraform.drift": (0.55, "resources had changed outside Terraform"),
    "terraform.outputs": (0.2, "Terraform's outputs, values hidden"),
    "terraform.run": (0.7, "a Terraform run changed its state"),
    "terraform.warning": (0.3, "Terraform warned"),
    "ansible.command": (0.5, "an Ansible run begins"),
    "ansible.play": (0.5, "an Ansible play begins"),
    "ansible.failed": (0.92, "an Ansible task failed"),
    "ansible.unreachable": (0.94, "a host was unreachable"),
    "ansible.error": (0.88, "Ansible stopped with an error"),
    "ansible.changed": (0.4, "an Ansible task changed a host"),
    "ansible.recap": (0.72, "how the Ansible run ended, by host"),
    "alert.firing": (0.9, "an alert fired"),
    "alert.resolved": (0.72, "an alert was resolved"),
    "alert.state": (0.7, "an alert or incident changed its state"),
    "deploy.state": (0.72, "a deployment changed its state"),
    "deploy.push": (0.6, "code was pushed"),
    "deploy.commit": (0.4, "code was changed"),
    "deploy.package": (0.5, "packages were installed or removed"),
    "calendar.event": (0.4, "the calendar has it"),
    "cloudtrail.login": (0.45, "somebody signed in to the cloud account"),
    "cloud.write": (0.5, "something was changed in the cloud account"),
    "cloud.activity": (0.5, "the cloud reports an activity"),
    "kubernetes.write": (0.45, "something was changed in the cluster"),
    "command.start": (0.6, "a command was started"),
    "note": (0.62, "somebody wrote this down"),
    "chat.marked": (0.62, "people marked this message"),
    "chat.decision": (0.6, "a decision was said in the chat"),
    "chat.command": (0.58, "a command was written in the chat"),
    "chat.status": (0.56, "said about the state of things"),
    "chat.event": (0.08, "an event of the chat itself"),
    "picture": (0.6, "a picture was taken"),
}
_GRAVE = re.compile(
    r"^(?:Delete|Terminate|Stop|Revoke|Detach|Disable|Deregister|Reboot|Modify|Authorize|Put.*Policy|Update|Restore|Failover|Create)"
)
# What machines do all day, or what only carries data: no change of the system.
_ROUTINE = re.compile(
    r"^(?:CreateTags|DeleteTags|(?:Create|Delete)NetworkInterface|PutLogEvents|CreateLogStream|PutMetricData|GenerateDataKey\w*|Encrypt|"
    r"UpdateInstanceInformation|PutObject|SendMessage|DeleteMessage|PutItem|UpdateItem|DeleteItem|Invoke\w*|RegisterTargets|PutEvents|Publish)$"
)
_DIRE = {
    "OOMKilling", "OOMKilled", "BackOff", "CrashLoopBackOff", "Evicted", "FailedScheduling", "FailedMount", "FailedCreate", "NodeNotReady",
    "SystemOOM", "ImagePullBackOff", "ErrImagePull", "EvictionThresholdMet", "FreeDiskSpaceFailed", "NodeHasDiskPressure",
}  # fmt: skip
_ROLLED = {"ScalingReplicaSet", "DeploymentRollback", "SuccessfulRescale", "SuccessfulCreate", "SuccessfulDelete"}
_TALK = re.compile(
    r"(?i)\b(?:incident|outage|down|broken|error|errors|alert|rollback|rolled back|deploy(?:ed|ing)?|restart(?:ed)?|failed|failing|fixed|"
    r"mitigat\w+|resolved|investigating|root cause|slow|timeout|5xx|paged|on it|escalat\w+)\b"
)


def _terraform_diagnostic(record: Record) -> Judgement:
    return (
        (0.95, "Terraform reported an error")
        if record.level in {Level.ERROR, Level.CRITICAL}
        else (0.35, "Terraform warned")
    )


def _planned(record: Record) -> Judgement:
    action = record.fields.get("action", "")
    if "delete" in action or "replace" in action:
        return 0.66, "the plan destroys a resource"
    return (0.0, "") if action in {"no-op", "noop", "read"} else (0.24, "a planned change")


def _cloudtrail(record: Record) -> Judgement:
    who = record.fields.get("who") or "an unknown role"
    if record.fields.get("root"):
        return 0.85, "the root account was used"
    if record.fields.get("error"):
        return 0.76, f"{who} was refused"
    if _ROUTINE.match(record.fields.get("action", "")):
        return 0.15, f"{who} did what is done all day"
    grave = _GRAVE.match(record.fields.get("action", ""))
    return (0.66 if grave else 0.5), f"{who} changed something"


def _kubernetes(record: Record) -> Judgement:
    reason = record.fields.get("reason", "") or record.text.split(" ", 1)[0]
    if reason in _DIRE:
        return 0.82, f"Kubernetes warned: {reason}"
    if record.level is Level.WARNING:
        return 0.66, "Kubernetes warned"
    if reason in _ROLLED:
        return 0.62, "Kubernetes rolled something out or back"
    calm = reason in {"Killing", "Scheduled", "Rebooted", "NodeNotReady", "NodeReady", "TaintManagerEviction"}
    return (0.4, "Kubernetes moved something") if calm else (0.14, "a Kubernetes event")


def _exit(record: Record) -> Judgement:
    return (0.5, "a command ended well") if record.fields.get("status") == "0" else (0.88, "a command failed")


def _chat(record: Record) -> Judgement:
    return (0.55, "said about the state of things") if _TALK.search(record.text) else (0.15, "said in the chat")


def _summary(record: Record) -> Judgement:
    if record.fields.get("operation") == "plan":
        return 0.5, "what Terraform planned"
    return 0.82, "how the Terraform run ended, with its counts"


_BY_RECORD: dict[str, Callable[[Record], Judgement]] = {
    "terraform.diagnostic": _terraform_diagnostic,
    "terraform.planned_change": _planned,
    "terraform.change_summary": _summary,
    "cloudtrail.write": _cloudtrail,
    "kubernetes.event": _kubernetes,
    "command.exit": _exit,
    "chat.message": _chat,
    "chat.mail": _chat,
}


def judge(record: Record) -> Judgement:
    """A score from 0 to 1 and the reason for it; 0 where the kind says nothing."""
    special = _BY_RECORD.get(record.kind)
    if special:
        return special(record)
    score, why = _FIXED.get(record.kind, NOTHING)
    failed = record.level in {Level.ERROR, Level.CRITICAL} and record.kind.startswith(
        ("deploy.", "cloud.", "kubernetes.", "alert.state")
    )
    if score and failed:
        return 0.86, f"{why}, and failed"
    seconds = record.fields.get("seconds", "")
    if record.kind == "terraform.apply_complete" and seconds.isdigit() and int(seconds) >= 60:
        return 0.55, f"a resource took {int(seconds) // 60} min {int(seconds) % 60} s"
    return score, why
