import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo


@pytest.fixture
def dsn(transactional_db: None) -> str:
    """The address of the test database, for connections that are not Django's."""
    settings = connection.settings_dict
    return make_conninfo(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        user=settings["USER"],
        password=settings["PASSWORD"] or None,
        dbname=settings["NAME"],
    )
