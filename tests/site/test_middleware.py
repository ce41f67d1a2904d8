import pytest
from django.conf import settings
from django.test import Client

from tests.cast import Cast


@pytest.mark.django_db
def test_a_request_of_the_api_that_is_too_large_is_told_so(client: Client, cast: Cast) -> None:
    client.force_login(cast.carl)
    body = b" " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    answer = client.post("/api/v1/incidents", body, content_type="application/json")
    assert (answer.status_code, answer.json()["reasons"]) == (
        413,
        [{"code": "413", "message": "The request is larger than 20 MB. Send less.", "field": ""}],
    )
