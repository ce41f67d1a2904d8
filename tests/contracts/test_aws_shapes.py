"""Our questions to AWS, and what our far ends answer, against the service models that botocore ships."""

import json
from datetime import UTC, datetime, timedelta

import botocore.session
import pytest
from botocore.parsers import create_parser
from botocore.validate import ParamValidator

from hotwash.ports.collectors import Collector, Outside, Query, Window
from hotwash.ports.registry import plugins
from tests.fakes.far_ends import FAR_ENDS

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SERVICES = {"cloudtrail": "cloudtrail", "cloudwatch_alarms": "cloudwatch", "cloudwatch_logs": "logs"}


@pytest.mark.parametrize("key", SERVICES)
def test_question_and_answer_are_as_the_model_of_the_service_says(key: str):
    far, collector = FAR_ENDS[key], plugins("collectors", Collector)[key]  # type: ignore[type-abstract]
    model = botocore.session.get_session().get_service_model(SERVICES[key])
    query = Query(window=Window(NOON, NOON + timedelta(hours=1)), text=far.text, settings=far.settings)
    ask = collector.asks(query)[0]
    prefix, _, name = ask.headers["x-amz-target"].rpartition(".")
    assert prefix == model.metadata["targetPrefix"]
    operation = model.operation_model(name)
    asked = json.loads(ask.body)
    assert not ParamValidator().validate(asked, operation.input_shape).has_errors()
    assert asked.keys() <= operation.input_shape.members.keys()
    page = collector.fetch(ask, query, Outside(far.knows(NOON), NOON))
    told = {"status_code": 200, "headers": {}, "body": page.content}
    parsed = create_parser("json").parse(told, operation.output_shape)
    rows = next(value for value in parsed.values() if isinstance(value, list) and value)
    assert rows[0].keys() == _rows(json.loads(page.content))[0].keys()


def _rows(found: dict[str, object]) -> list[dict[str, object]]:
    return next(value for value in found.values() if isinstance(value, list) and value)
