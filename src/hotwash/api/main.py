"""The REST API: the stages' routers under one roof, refusals and errors in one shape."""

from typing import Any

from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from hotwash import __version__
from hotwash.api import root
from hotwash.api.auth import Session, Token
from hotwash.directory.api import router as directory_router
from hotwash.kernel.api import ReasonOut, RefusalOut
from hotwash.kernel.core.errors import BadInput, Busy, HotwashError, NotFound, NotPermitted, TooLarge
from hotwash.process.api import router as process_router
from hotwash.stages import STAGES


class Api(NinjaAPI):
    """The API. What it says of itself is made once: that takes two seconds, and it does not change in a process."""

    _described: OpenAPISchema | None = None

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        if path_prefix is not None or path_params:
            return super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        if self._described is None:
            self._described = super().get_openapi_schema()
        return self._described


api = Api(
    title="Hotwash",
    version=__version__,
    description="Every step and every query of Hotwash. Refusals answer 422 (409 for a conflict) with their reasons.",
    urls_namespace="api",
    auth=[Token(), Session()],
    docs_url="docs",
)
STATUS = {NotPermitted: 403, NotFound: 404, TooLarge: 413, BadInput: 400, Busy: 423}


def _answer(request: HttpRequest, status: int, *reasons: ReasonOut) -> HttpResponse:
    return api.create_response(request, RefusalOut(reasons=list(reasons)), status=status)


@api.exception_handler(HotwashError)
def _expected(request: HttpRequest, error: HotwashError) -> HttpResponse:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    message = str(error) if status < 500 else "Something is broken on our side. It was written to the log."
    return _answer(request, status, ReasonOut(code=str(status), message=message))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    reasons = [
        ReasonOut(
            code=str(found.get("type", "invalid")), message=str(found.get("msg", "")), field=_field(found.get("loc"))
        )
        for found in error.errors
    ]
    return _answer(request, 422, *reasons)


@api.exception_handler(DataError)
def _does_not_fit(request: HttpRequest, _error: DataError) -> HttpResponse:
    message = "A value can't be stored: it is too long, out of range, or holds a NUL character. Nothing was saved."
    return _answer(request, 422, ReasonOut(code="value", message=message))


@api.exception_handler(IntegrityError)
def _at_the_same_time(request: HttpRequest, _error: IntegrityError) -> HttpResponse:
    message = (
        "Somebody else saved something at the same moment that this does not go with. Nothing was saved; try again."
    )
    return _answer(request, 409, ReasonOut(code="conflict", message=message))


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    message = "Sign in, or send an API token: “Authorization: Bearer hw_…”."
    return _answer(request, 401, ReasonOut(code="401", message=message))


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What ninja refuses by itself: above all a body that is no JSON."""
    return _answer(request, error.status_code, ReasonOut(code=str(error.status_code), message=str(error)))


def _field(place: object) -> str:
    return ".".join(str(piece) for piece in place[1:]) if isinstance(place, tuple | list) else ""


def _mount() -> None:
    for router in (root.router, directory_router, process_router):
        api.add_router("", router)
    for stage in STAGES:
        module = stage.module("api")
        stage_router = getattr(module, "router", None)
        if isinstance(stage_router, Router):
            api.add_router("", stage_router)


_mount()
