"""Every operation of the API is called with what its schema allows and what it does not: no answer is a defect."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error

from hotwash.directory.steps import make_token
from hotwash.kernel.core.refusal import Refusal
from hotwash.site.wsgi import application
from tests.cast import NOON, Cast, actor

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The test's transaction stays open over several requests."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(cast: Cast) -> str:
    made = make_token(actor=actor(cast.ada), name="schema", days=None, now=NOON)
    assert not isinstance(made, Refusal)
    return made[1]


@schema.parametrize()
@settings(max_examples=5, database=None, suppress_health_check=list(HealthCheck))
def test_no_answer_is_a_defect(case: schemathesis.Case, token: str, one_connection: None):
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=[not_a_server_error])
