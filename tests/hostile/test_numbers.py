"""Numbers in addresses and fields that are longer than any number: told or passed over, never a defect."""

import pytest
from django.test import Client

from tests.cast import Cast

LONG = "9" * 5000  # longer than Python reads


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/search?q=x&from={LONG}", 200),
        (f"/incidents/?before={LONG}", 200),
        (f"/incidents/?after={LONG}", 200),
        (f"/alerts/?before={LONG}", 200),
        (f"/incidents/declare?alert={LONG}", 200),
        (f"/api/v1/search?q=x&offset={LONG}", 422),
        (f"/api/v1/search?q=x&offset={2**70}", 422),
        (f"/api/v1/actions?offset={2**70}", 422),
    ],
)
def test_a_number_without_end(cast: Cast, address: str, status: int) -> None:
    client = Client()
    client.force_login(cast.ada)
    assert client.get(address, follow=True).status_code == status
