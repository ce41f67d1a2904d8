"""The build hook for wheels: the front end is built and packed. Editable installs build nothing; see `make`."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))
import build as frontend


class FrontEndHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatch's signature
        if self.target_name != "wheel" or version == "editable":
            return
        frontend.build()
