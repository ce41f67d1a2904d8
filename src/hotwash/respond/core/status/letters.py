"""What those are told who asked to be told of a status page: by mail, or as the body of a webhook."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hotwash.ports.payload import Json
from hotwash.respond.core.letters import Outgoing

ASK_AGAIN = timedelta(minutes=10)  # the same address is asked to confirm at most this often
MOST_ASKED = 30  # letters of confirmation of one page within that time
KEPT_UNCONFIRMED = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """``link`` is the page on which it is confirmed and ended; ``key`` names the subscription to webhooks."""

    number: int
    kind: str
    address: str
    link: str
    key: str

    @property
    def to(self) -> str:
        """Where the channel sends: a webhook is signed with a secret of the subscription's own."""
        return f"{self.address}#for={self.key}" if self.kind == "webhook" else self.address


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """``once`` names the occasion."""

    subject: str
    text: str
    link: str
    once: str
    data: dict[str, Json]
    update_id: int | None = None


def confirmation(who: Subscriber, title: str, now: datetime) -> Outgoing:
    """The second half of a double opt-in: nothing else is sent before the link was followed and the button pressed."""
    return Outgoing(
        channel=who.kind,
        to=who.to,
        subject=f"Confirm: news of {title}",
        text=f"Somebody, we hope you, asked that this address be told when the state of {title} changes.\n\n"
        "Follow the link to confirm. If it was not you, do nothing: you will not hear from us.",
        purpose="subscription",
        once=f"status-confirm:{who.number}:{int(now.timestamp() // ASK_AGAIN.total_seconds())}",
        link=who.link,
        link_text="Confirm",
        data={"page": title, "confirm": who.link},
    )


def news_letter(who: Subscriber, title: str, news: News) -> Outgoing:
    return Outgoing(
        channel=who.kind,
        to=who.to,
        subject=f"[{title}] {news.subject}",
        text=f"{news.text}\n\nYou asked to be told of {title}. Unsubscribe: {who.link}",
        purpose="status",
        once=f"status:{who.number}:{news.once}",
        link=news.link,
        link_text="Open the status page",
        data=news.data | {"page": title, "unsubscribe": who.link},
        update_id=news.update_id,
    )


def span_words(begins: datetime, ends: datetime, zone: ZoneInfo) -> str:
    """10 Mar 2026 22:00 to 23:30 CET."""
    first, last = begins.astimezone(zone), ends.astimezone(zone)
    until = f"{last:%H:%M}" if first.date() == last.date() else f"{last.day} {last:%b %Y %H:%M}"
    return f"{first.day} {first:%b %Y %H:%M} to {until} {last:%Z}"
