"""Tests against real servers of Debian: each is skipped, with its reason, where its server is not installed."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from tests import database
from tests.serving import House, serving

FIRST, PASSWORD = "ada@example.org", "correct horse battery staple"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a server that is not ours."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.integration)


@dataclass
class Caller:
    """Calls the API of a house in the session of its first administrator."""

    web: httpx2.Client

    def get(self, path: str) -> object:
        answer = self.web.get(f"/api/v1{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: dict[str, object]) -> dict[str, object]:
        headers = {"X-CSRFToken": self.web.cookies["csrftoken"]}
        answer = self.web.post(f"/api/v1{path}", json=body, headers=headers)
        assert answer.status_code in {200, 201}, answer.text
        made: dict[str, object] = answer.json()
        return made


@contextmanager
def come_in(house: House) -> Iterator[Caller]:
    """Make the first account through its page; the session stays."""
    with httpx2.Client(base_url=house.base, follow_redirects=True, timeout=30) as web:
        found = TOKEN.search(web.get("/welcome").text)
        assert found
        form = {"name": "Ada", "email": FIRST, "password": PASSWORD, "timezone": "UTC", "csrfmiddlewaretoken": found[1]}
        assert web.post("/welcome", data=form).status_code == 200
        yield Caller(web)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder that the embedded database can use, also where the tests run as root."""
    made = database.temporary_folder()
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def house(folder: Path) -> Iterator[House]:
    with serving(folder) as found:
        yield found
