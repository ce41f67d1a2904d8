"""Terraform and OpenTofu, machine-readable output (``apply -json``).

Source: HashiCorp, "Machine-Readable UI"; message kinds from ``internal/command/views/json/message_types.go``.
"""

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.fields import Item, first_text, get, text_at
from hotwash.ports.reading.levels import level_of
from hotwash.ports.reading.objects import JsonFormat

_FOLDED = {"apply_progress", "provision_progress", "refresh_start", "refresh_complete", "ephemeral_op_progress"}


def describe(item: Item) -> Detail:
    kind = text_at(item, "type") or "log"
    fields = {
        "address": first_text(item, "hook.resource.addr", "change.resource.addr", "diagnostic.address"),
        "action": first_text(item, "hook.action", "change.action"),
        "seconds": text_at(item, "hook.elapsed_seconds"),
        "id": text_at(item, "hook.id_value"),
        "operation": text_at(item, "changes.operation"),
        "add": text_at(item, "changes.add"),
        "change": text_at(item, "changes.change"),
        "remove": text_at(item, "changes.remove"),
        "version": first_text(item, "terraform", "tofu"),
    }
    text = text_at(item, "@message")
    if kind == "diagnostic":
        text = f"{text_at(item, '@message')}\n{text_at(item, 'diagnostic.detail')}".strip()
    if kind == "outputs":
        names = get(item, "outputs")
        text = "Outputs: " + ", ".join(sorted(names)) + " (values hidden)" if isinstance(names, dict) else text
    level = level_of(first_text(item, "diagnostic.severity", "@level"))
    if kind.endswith("_errored"):
        level = Level.ERROR
    return Detail(text, level, f"terraform.{kind}", {name: value for name, value in fields.items() if value})


plugin = JsonFormat(
    "terraform.ui_json",
    "Terraform or OpenTofu run, -json",
    has=("@module", "@timestamp", "@message"),
    time=("@timestamp",),
    describe=describe,
    test=lambda item: str(item.get("@module", "")).endswith(".ui"),
    score=1.0,
)
