"""Far ends of collectors, answered from memory in the documented shapes: one module for each kind of system."""

from tests.fakes.far_ends.base import FarEnd, Known
from tests.fakes.far_ends.changes import GITHUB, GITLAB, GRAFANA
from tests.fakes.far_ends.clouds import ALARMS, AZURE, GOOGLE, LOGS, TRAIL
from tests.fakes.far_ends.clusters import KUBERNETES
from tests.fakes.far_ends.commands import COMMAND
from tests.fakes.far_ends.logs import ELASTICSEARCH, LOKI
from tests.fakes.far_ends.monitoring import ALERTMANAGER, PROMETHEUS
from tests.fakes.far_ends.talk import SLACK

FAR_ENDS: dict[str, FarEnd] = {
    "alertmanager": ALERTMANAGER,
    "azure_activity": AZURE,
    "cloudtrail": TRAIL,
    "cloudwatch_alarms": ALARMS,
    "cloudwatch_logs": LOGS,
    "command": COMMAND,
    "elasticsearch": ELASTICSEARCH,
    "github": GITHUB,
    "gitlab": GITLAB,
    "google_logging": GOOGLE,
    "grafana": GRAFANA,
    "kubernetes": KUBERNETES,
    "loki": LOKI,
    "prometheus": PROMETHEUS,
    "slack": SLACK,
}

__all__ = ["FAR_ENDS", "FarEnd", "Known"]
