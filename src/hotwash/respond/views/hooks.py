"""Where channels come back to: buttons, answers, commands. Each request proves itself by its channel's own means.

No session and no CSRF: what counts is the signature, or the signed token of a page. The answer comes at once.
"""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hotwash.kernel import clock
from hotwash.kernel.core.errors import PluginError
from hotwash.ports.notifiers.inbound import Inbound, Listening, NotGenuine
from hotwash.respond.core.chat.speaking import ACKNOWLEDGE
from hotwash.respond.notify import absolute
from hotwash.respond.queries import page_of_token
from hotwash.respond.queries.plugins import notifiers
from hotwash.respond.steps.chat.hearing import answer_page, take_heard
from hotwash.respond.steps.messages.outside import outside

LARGEST = 1_000_000  # bytes


@csrf_exempt
@never_cache
@require_POST
def hear(request: HttpRequest, channel: str) -> HttpResponse:
    plugin = notifiers().get(channel)
    if plugin is None or not isinstance(plugin, Listening):
        raise Http404
    if len(request.body) > LARGEST:
        return _refused(413, "large", "The body is larger than 1 MB.")
    headers = {name.lower(): value for name, value in request.headers.items()}
    inbound = Inbound(absolute(request.get_full_path()), headers, request.body, request.GET.dict())
    now = clock.now()
    try:
        heard = plugin.hear(inbound, outside(), now)
    except NotGenuine:
        return _refused(401, "signature", "The request is not signed as it should be, or too old.")
    except PluginError as error:
        return _refused(400, "unreadable", str(error))
    reply = plugin.reply(heard, take_heard(channel=channel, heard=heard, now=now))
    return HttpResponse(reply.body, status=reply.status, content_type=reply.media_type)


@csrf_exempt
@never_cache
@require_POST
def answer_at_once(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001
    """The button of a push message: the signed token is all that is needed."""
    page = page_of_token(token)
    if page is None:
        return _refused(410, "gone", "This page is no longer there.")
    words = answer_page(page=page, by=page.person, verb=ACKNOWLEDGE, via="push", now=clock.now())
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


def _refused(status: int, code: str, message: str) -> HttpResponse:
    return JsonResponse({"reasons": [{"code": code, "message": message, "field": ""}]}, status=status)
