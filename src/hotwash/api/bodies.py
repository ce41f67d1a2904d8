"""What a body of a request may be: one JSON object (RFC 8259)."""

from typing import cast

import orjson
from django.http import HttpRequest
from ninja.parser import Parser
from ninja.types import DictStrAny


class ObjectParser(Parser):
    """Refuses what else JSON can say: where every field may be left out, a list would pass for nothing said."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """Raises ``ValueError``, which ninja answers with 400."""
        found = orjson.loads(request.body)
        if not isinstance(found, dict):
            msg = "it is no JSON object"
            raise ValueError(msg)  # noqa: TRY004 - as for what is no JSON
        return cast("DictStrAny", found)
