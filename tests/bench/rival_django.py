"""The other yardstick: Django as ASGI, one view with one INSERT, no middleware, a pool of connections."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import connection
from django.http import HttpResponse
from django.urls import path
from psycopg.conninfo import conninfo_to_dict

_parts = conninfo_to_dict(os.environ["DATABASE_URL"])
settings.configure(
    SECRET_KEY="yardstick",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _parts["dbname"],
            "USER": _parts["user"],
            "HOST": _parts["host"],
            "OPTIONS": {"pool": {"min_size": 8, "max_size": 16}},
        }
    },
)


def take(request):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO yardstick (body) VALUES (%s)", [request.body])
    return HttpResponse(status=202)


urlpatterns = [path("", take)]
app = get_asgi_application()
