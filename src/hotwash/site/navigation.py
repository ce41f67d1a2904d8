"""The main navigation: the list that the frame, the drawer of a phone and the command palette show."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    href: str
    icon: str
    key: str
    """Pressed after `g`: g then i goes to the incidents."""
    on_bar: bool = False
    """Whether it stands in the bar at the foot of a phone."""

    def holds(self, path: str) -> bool:
        return path == self.href if self.href == "/" else path.startswith(self.href)


PLACES = (
    Place("Home", "/", "house", "h", on_bar=True),
    Place("Incidents", "/incidents/", "flame", "i", on_bar=True),
    Place("Alerts", "/alerts/", "bell", "a", on_bar=True),
    Place("Status pages", "/status/", "radio-tower", "s"),
    Place("Actions", "/actions/", "circle-check-big", "c", on_bar=True),
    Place("Archive", "/archive/", "archive", "r"),
    Place("Insights", "/insights/", "chart-no-axes-column", "n"),
    Place("Process", "/process/", "route", "p"),
    Place("People and services", "/directory/", "users", "d"),
)
