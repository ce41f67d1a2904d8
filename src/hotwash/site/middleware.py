"""What happens around every page: the first-run page, people's time zones, expected errors as pages or JSON."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hotwash.directory.queries import anybody_there
from hotwash.kernel.core.errors import BadInput, Busy, HotwashError, NotFound, NotPermitted, TooLarge

GetResponse = Callable[[HttpRequest], HttpResponse]
OPEN = ("/welcome", "/static/", "/api/", "/healthz", "/readyz")
STATUS = ((NotPermitted, 403), (NotFound, 404), (TooLarge, 413), (BadInput, 400), (Busy, 423))


class FirstRunMiddleware:
    """Until the first account is made, every page leads to the page that makes it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.somebody = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.somebody or request.path.startswith(OPEN):
            return self.get_response(request)
        self.somebody = anybody_there()
        return self.get_response(request) if self.somebody else redirect("welcome")


class TimeZoneMiddleware:
    """Shows times in the zone of the person who is signed in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = getattr(request.user, "timezone", "UTC")
        try:
            timezone.activate(ZoneInfo(name))
        except (ZoneInfoNotFoundError, ValueError):
            timezone.activate(ZoneInfo("UTC"))
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()


class ErrorMiddleware:
    """Expected exceptions of the house as plain words with the right status; defects go on to Django's handler."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DataError):
            error = BadInput("A value can't be stored: it is too long, out of range, or holds a NUL character.")
        if isinstance(error, RequestDataTooBig):
            error = TooLarge(
                f"The request is larger than {settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1e6:g} MB. Send less."
            )
        if not isinstance(error, HotwashError):
            return None
        status = next((code for kind, code in STATUS if isinstance(error, kind)), None)
        if status is None:
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"reasons": [{"code": str(status), "message": str(error), "field": ""}]}, status=status)
        return render(request, "site/error.html", {"status": status, "message": str(error)}, status=status)
