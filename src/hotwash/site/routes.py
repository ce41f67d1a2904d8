"""How references stand in urls."""

from django.urls import register_converter


class IncidentReference:
    """INC-42, in capitals: one address for one incident."""

    regex = "INC-[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(IncidentReference, "incident_ref")
