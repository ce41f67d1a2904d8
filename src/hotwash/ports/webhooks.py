"""A webhook as a declaration: where its sender keeps what, and which of its words mean that a problem is over.

A path goes down through objects by key and through lists by number (``alert.tags.0``). Where several are given, with
blanks between them, the first that holds something is taken.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hotwash.kernel.core.errors import PluginError
from hotwash.ports import payload as read
from hotwash.ports.sources import Plugin, Signal, SignalState, fingerprint_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """``labels`` names a path for each label; ``spread`` are paths of objects whose fields are labels themselves."""

    fingerprint: str
    title: str
    text: str = ""
    severity: str = ""
    state: str = ""
    starts_at: str = ""
    ends_at: str = ""
    url: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    spread: str = ""

    def signal(self, item: read.Object, state: SignalState) -> Signal:
        resolved = state is SignalState.RESOLVED
        title = at(item, self.title)
        starts_at, ends_at = moment_at(item, self.starts_at), moment_at(item, self.ends_at)
        return Signal(
            fingerprint=at(item, self.fingerprint) or fingerprint_of(title),
            title=title,
            text=at(item, self.text),
            labels=self.labels_of(item),
            severity=at(item, self.severity),
            state=state,
            starts_at=None if resolved and starts_at == ends_at else starts_at,  # one time: that of this news
            ends_at=ends_at if resolved else None,
            url=at(item, self.url),
            raw=item,
        )

    def labels_of(self, item: read.Object) -> dict[str, str]:
        named = {name: at(item, path) for name, path in self.labels.items()}
        spread = {key: value for path in self.spread.split() for key, value in _labels(item, path).items()}
        return {name: value for name, value in {**spread, **named}.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words of the state, in lower case. Without ``firing`` whatever is not over is a problem; with it, what is in
    neither (an acknowledgement, a comment) is no news.
    """

    over: frozenset[str] = frozenset()
    firing: frozenset[str] = frozenset()

    def state(self, word: str) -> SignalState | None:
        said = word.strip().lower()
        if said in self.over:
            return SignalState.RESOLVED
        return SignalState.FIRING if not self.firing or said in self.firing else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook(Plugin):
    """A sender whose requests hold one object, or several of one shape. ``needs``: a body without any of these paths
    is not from this sender, and ``hint`` says what to look at.
    """

    fields: Fields
    words: Words = field(default_factory=Words)
    needs: tuple[str, ...] = ()
    hint: str = "Check what is pasted in the sender."

    def parse(self, payload: bytes, headers: Mapping[str, str], options: Mapping[str, str]) -> list[Signal]:
        self.check(payload, headers, options)
        body = self.body(payload)
        if self.needs and not any(read.pick(body, *path.split(".")) is not None for path in self.needs):
            wanted = " or ".join(f"“{path}”" for path in self.needs)
            msg = f"This is not what {self.title} sends: there is no {wanted}. {self.hint}"
            raise PluginError(msg, retry=False)
        return [signal for item in self.items(body, options) if (signal := self.signal(item)) is not None]

    def check(self, payload: bytes, headers: Mapping[str, str], options: Mapping[str, str]) -> None:
        """Raises ``PluginError`` where the sender is not who it says."""

    def body(self, payload: bytes) -> read.Object:
        return read.read_object(payload)

    def items(self, body: read.Object, options: Mapping[str, str]) -> Iterator[read.Object]:  # noqa: ARG002
        yield body

    def signal(self, item: read.Object) -> Signal | None:
        """The signal of one object; None where it is no news about a problem."""
        state = self.words.state(at(item, self.fields.state))
        return self.fields.signal(item, state) if state is not None else None


def at(item: read.Object | read.Json, paths: str) -> str:
    """The first text at one of some paths."""
    return read.first_text(item, *paths.split())


def moment_at(item: read.Object, paths: str) -> datetime | None:
    found = (read.moment(item, *path.split(".")) for path in paths.split())
    return next((moment for moment in found if moment is not None), None)


def is_watched(branch: str, default: str, wanted: str) -> bool:
    """Whether news about a branch is wanted: of those named, of all (``*``), else of the repository's main one."""
    names = {name.strip() for name in wanted.split(",") if name.strip()}
    return "*" in names or (branch in names if names else not default or branch == default)


def tags(text: str) -> dict[str, str]:
    """``env:prod,service:web`` as labels; a tag without a value is left out."""
    pairs = (tag.strip().partition(":") for tag in text.split(","))
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip() and value.strip()}


def _labels(item: read.Object, path: str) -> dict[str, str]:
    return read.labels(item, *path.split("."))
