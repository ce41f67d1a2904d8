import pytest

from hotwash.kernel.bulk import update_rows
from hotwash.respond.models import Delivery
from tests.cast import NOON
from tests.respond.given import a_source, delivered

pytestmark = pytest.mark.django_db


def test_each_row_gets_its_own_values():
    source = a_source()
    first, second, other = (delivered(source) for _ in range(3))
    first.state, first.processed_at, first.decision = "decided", NOON, [{"reason": 'it’s "so"\\'}]
    second.error = "a, b} 'c'"
    update_rows([first, second], ["state", "processed_at", "decision", "error"])
    fields = ("state", "processed_at", "decision", "error")
    assert list(Delivery.objects.order_by("pk").values_list(*fields)) == [
        ("decided", NOON, [{"reason": 'it’s "so"\\'}], ""),
        ("waiting", None, [], "a, b} 'c'"),
        ("waiting", None, [], ""),
    ]
    assert other.pk


def test_no_rows_are_no_work(django_assert_num_queries):
    with django_assert_num_queries(0):
        update_rows([], ["state"])
