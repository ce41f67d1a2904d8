"""``terraform show -json`` of a plan. Source: HashiCorp, "JSON Output Format". Values of resources are not read."""

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.fields import Item, as_strings, get, text_at
from hotwash.ports.reading.objects import JsonFormat, listed
from hotwash.ports.stamps import from_value

_NAMES: dict[tuple[str, ...], str] = {("delete", "create"): "replace", ("create", "delete"): "replace"}


def describe(item: Item) -> Detail:
    actions = as_strings(get(item, "change.actions"))
    action = _NAMES.get(actions, "+".join(actions))
    level = Level.WARNING if "delete" in actions else None
    return Detail(
        f"Plan: {action} {text_at(item, 'address')}",
        level,
        "terraform.planned_change",
        {"address": text_at(item, "address"), "action": action},
        stamp=from_value(item.get("timestamp")),
    )


def changes(document: object) -> list[object]:
    """The resource changes, each with the time of the plan, which recent versions write."""
    found = list(listed("resource_changes")(document))
    when = get(document, "timestamp")
    return [{**item, "timestamp": when} for item in found if isinstance(item, dict)]


plugin = JsonFormat(
    "terraform.plan_json",
    "Terraform plan as JSON",
    has=("address", "change.actions"),
    time=("timestamp",),
    describe=describe,
    expand=changes,
    score=1.0,
)
