"""The product's settings over the database of the test run; see ``tests/database.py``."""

from tests import database

database.prepare()

from hotwash.site.settings import *  # noqa: E402, F403
