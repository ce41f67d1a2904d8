"""Azure Monitor, common alert schema: https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-common-schema"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from hotwash.ports import payload as read
from hotwash.ports.sources import Signal
from hotwash.ports.webhooks import Fields, Webhook, Words, at

SETUP = """\
1. In the Azure portal open **Monitor → Alerts → Action groups** and make an action group, or open yours.
2. Under **Actions** add a **Webhook**, paste this address as **URI**, and say **Yes** to *Enable the common alert
   schema*:

   `{address}`

3. Give the action group to your alert rules. *Automatically resolve alerts* has to be on, so that the end comes here
   too.
"""

FIELDS = Fields(
    fingerprint="essentials.alertId essentials.originAlertId",
    title="essentials.alertRule alertContext.Title alertContext.properties.title",
    text="essentials.description alertContext.properties.communication",
    severity="essentials.severity",
    state="essentials.monitorCondition",
    starts_at="essentials.firedDateTime",
    ends_at="essentials.resolvedDateTime",
    url="essentials.investigationLink alertContext.LinkToFilteredSearchResultsUI alertContext.LinkToSearchResultsUI",
    labels={
        "rule": "essentials.alertRule",
        "resource": "essentials.configurationItems.0",
        "service": "essentials.monitoringService",
        "signal": "essentials.signalType",
        "target": "essentials.alertTargetIDs.0",
    },
    spread="customProperties",
)
COMPARED = {
    "GreaterThan": "above",
    "GreaterThanOrEqual": "at or above",
    "LessThan": "below",
    "LessThanOrEqual": "at or below",
}


class AzureMonitor(Webhook):
    def items(self, body: read.Object, options: Mapping[str, str]) -> Iterator[read.Object]:  # noqa: ARG002
        data = read.pick(body, "data")
        if isinstance(data, dict):
            yield {"customProperties": read.pick(body, "customProperties"), **data}

    def signal(self, item: read.Object) -> Signal | None:
        found = super().signal(item)
        if found is None:
            return None
        conditions = list(read.objects(item, "alertContext", "condition", "allOf"))
        dimensions = {
            at(dimension, "name"): at(dimension, "value")
            for condition in conditions
            for dimension in read.objects(condition, "dimensions")
            if at(dimension, "name") and at(dimension, "value")
        }
        said = "\n".join(filter(None, (_condition(condition) for condition in conditions)))
        return replace(
            found,
            text="\n\n".join(filter(None, (found.text, said))),
            labels={**dimensions, **found.labels},
            test="test action group" in found.title.lower(),
        )


def _condition(condition: read.Object) -> str:
    name, word = at(condition, "metricName searchQuery"), at(condition, "operator")
    said = f"{name} {COMPARED.get(word, word)} {at(condition, 'threshold')}".strip()
    value = at(condition, "metricValue")
    return f"{said}, measured {value}" if value else said


plugin = AzureMonitor(
    "azure_monitor",
    "Azure Monitor",
    "monitoring",
    SETUP,
    fields=FIELDS,
    words=Words(over=frozenset({"resolved"}), firing=frozenset({"fired"})),
    needs=("data.essentials",),
    hint="Say Yes to “Enable the common alert schema” in the action group.",
)
