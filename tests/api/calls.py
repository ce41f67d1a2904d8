"""The API as a program calls it."""

import json

from django.test import Client

from hotwash.directory.models import Person
from hotwash.directory.steps import make_token
from tests.cast import NOON, actor


class Api:
    """Calls with a person's token."""

    def __init__(self, person: Person) -> None:
        _, secret = make_token(actor=actor(person), name="test", days=None, now=NOON)
        self.client = Client(headers={"authorization": f"Bearer {secret}"})

    def call(self, method: str, path: str, body: object = None) -> tuple[int, object]:
        payload = json.dumps(body) if body is not None else ""
        answer = self.client.generic(method, f"/api/v1{path}", payload, content_type="application/json")
        return answer.status_code, json.loads(answer.content) if answer.content else None
