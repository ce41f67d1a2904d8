"""Facts about an incident, by name, that the gates of the process ask for."""

from collections.abc import Mapping

Fact = int | float | bool | str | None
Facts = Mapping[str, Fact]
