"""Fetching evidence: tried first, then page by page in the background, each page kept before the next is asked for.

A run can be taken up again at any page: the questions that are left stand in its row. What came is made into files of
evidence when it ends, however it ends.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from hotwash.evidence.core.collecting import (
    MAX_TEXT,
    MOST_ATTEMPTS,
    PAGES_AT_ONCE,
    SEPARATOR,
    TRIED,
    Answered,
    RunState,
    defect,
    file_name,
    for_once,
    origin_of,
    problems_of,
    shown,
    told,
    wait_before,
)
from hotwash.evidence.core.scrub import scrub_text
from hotwash.evidence.events import (
    CollectDue,
    CollectionAsked,
    CollectionEnded,
    CollectionRetried,
    CollectionTried,
)
from hotwash.evidence.models import CollectedPage, Collection, Collector, EvidenceFile
from hotwash.evidence.queries import collector_kind
from hotwash.evidence.steps.files import Upload, add_evidence
from hotwash.kernel import storage
from hotwash.kernel.config import config
from hotwash.kernel.core.actor import SYSTEM, Actor
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Reason, Refusal, refuse
from hotwash.kernel.http import collector_client
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import require, step
from hotwash.ports.collectors import Ask, Limits, Outside, Page, Query, Window, ask_of
from hotwash.respond.models import Incident

_CHUNK = 1 << 20
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a dry run found: the questions that would be asked first, and what the first of them brought."""

    asks: tuple[str, ...]
    records: int = 0
    size: int = 0
    more: bool = False
    problem: str = ""

    @property
    def told(self) -> str:
        if self.problem:
            return self.problem
        return told(self.records, 1, self.size) + (", and there is more" if self.more else "")


def try_collection(
    *, actor: Actor, incident: Incident, collector: Collector, query: Query, now: datetime
) -> Trial | Refusal:
    """A dry run: one question with few records is asked, and nothing is kept. That it was asked is logged."""
    require(actor, Permission.EDIT, incident)
    wanted = _wanted(collector, query, now)
    if isinstance(wanted, Refusal):
        return wanted
    asks, few = wanted, _query(collector, query.window, query.text, TRIED)
    trial = Trial(tuple(shown(ask.told) for ask in asks))
    plugin = collector_kind(collector.kind)
    try:
        with _of_plugin(collector.kind):
            page = plugin.fetch(plugin.asks(few)[0], few, _outside(now))
        trial = Trial(trial.asks, page.records, len(page.content), page.following is not None)
    except PluginError as error:
        trial = Trial(trial.asks, problem=for_once(scrub_text(str(error))))
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        record(
            CollectionTried(
                incident_id=incident.pk,
                name=collector.name,
                told=trial.told,
                text=scrub_text(query.text),
                begin=query.window.begin,
                end=query.window.end,
            )
        )
    return trial


def start_collection(
    *, actor: Actor, incident: Incident, collector: Collector, query: Query, now: datetime
) -> Collection | Refusal:
    """Fetch what a system knows about a window, in the background."""
    require(actor, Permission.EDIT, incident)
    asks = _wanted(collector, query, now)
    if isinstance(asks, Refusal):
        return asks
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        Incident.objects.select_for_update().only("pk").get(pk=incident.pk)
        same = Collection.objects.filter(incident=incident, collector=collector, state=RunState.RUNNING)
        if same.filter(text=query.text, begin=query.window.begin, end=query.window.end).exists():
            return refuse("running", f"{collector.name} is being asked this already.")
        row = Collection.objects.create(
            incident=incident,
            collector=collector,
            name=collector.name,
            text=query.text,
            begin=query.window.begin,
            end=query.window.end,
            pending=[ask.kept() for ask in asks],
            asked_by_id=actor.person_id,
            asked_at=now,
        )
        record(
            CollectionAsked(
                incident_id=incident.pk,
                collection=row.pk,
                name=row.name,
                text=row.question,
                begin=row.begin,
                end=row.end,
            )
        )
        wake(CollectDue(incident_id=incident.pk, collection=row.pk), at=now)
    return row


def retry_collection(*, actor: Actor, collection: Collection, now: datetime) -> Collection | Refusal:
    """Go on with a run that failed or waits, now, at the page where it stopped."""
    with step(actor=actor, permission=Permission.EDIT, scope=collection.incident) as record:
        row = Collection.objects.select_for_update(of=("self",)).get(pk=collection.pk)
        if row.state not in {RunState.RUNNING, RunState.FAILED} or not row.pending:
            return refuse("over", "There is nothing left to ask: collect anew.")
        row.state, row.attempts, row.next_at, row.error = RunState.RUNNING, 0, None, ""
        row.save(update_fields=["state", "attempts", "next_at", "error"])
        record(CollectionRetried(incident_id=row.incident_id, collection=row.pk, name=row.name))
        wake(CollectDue(incident_id=row.incident_id, collection=row.pk), at=now)
    return row


def stop_collection(*, actor: Actor, collection: Collection, now: datetime) -> Collection | Refusal:
    """Ask no more. What has come becomes evidence, also that of a run that failed."""
    require(actor, Permission.EDIT, collection.incident)
    if collection.state not in {RunState.RUNNING, RunState.FAILED} or not collection.pending:
        return refuse("over", "It has ended already.")
    return _end(collection, RunState.STOPPED, now, error=collection.error)


def follow_collection(event: CollectDue, *, now: datetime) -> Collection | None:
    """Some pages of a run, then other work has its turn. None when it is over or its time has not come."""
    row = Collection.objects.select_related("collector", "incident").filter(pk=event.collection).first()
    if row is None or not row.running or (row.next_at is not None and row.next_at > now):
        return None
    for _ in range(PAGES_AT_ONCE):
        if not row.pending:
            return _end(row, RunState.DONE, now)
        try:
            page = _fetched(row, now)
        except PluginError as error:
            return _not_fetched(row, error, now)
        if not _kept(row, page):
            return None
        limit = _limits(row).reached(row.pages, row.records, row.size)
        if limit and row.pending:
            return _end(row, RunState.DONE, now, cut=limit)
    with step(actor=SYSTEM, permission=Permission.EDIT, scope=row.incident):
        wake(CollectDue(incident_id=row.incident_id, collection=row.pk), at=now)
    return row


def _wanted(collector: Collector, query: Query, now: datetime) -> tuple[Ask, ...] | Refusal:
    """The questions, or why they can't be asked."""
    problems = problems_of(query.window, now)
    if len(query.text) > MAX_TEXT:
        problems.append(Reason("long", f"A query is at most {MAX_TEXT:,} characters long.", "text"))
    if problems:
        return Refusal(tuple(problems))
    try:
        with _of_plugin(collector.kind):
            return collector_kind(collector.kind).asks(_query(collector, query.window, query.text))
    except PluginError as error:
        return refuse("query", str(error), "text")


def _query(collector: Collector, window: Window, text: str, most: int = 0) -> Query:
    return Query(window=window, text=text, settings=collector.settings, most=most)


def _outside(now: datetime) -> Outside:
    return Outside(collector_client(), now, commands=config().collector_commands)


def _limits(row: Collection) -> Limits:
    asked = row.collector
    return Limits(asked.most_pages, asked.most_records, asked.most_megabytes * 1_000_000) if asked else Limits()


def _fetched(row: Collection, now: datetime) -> Page:
    if row.collector is None:
        msg = "The collector was removed meanwhile."
        raise PluginError(msg, retry=False)
    query = _query(row.collector, Window(row.begin, row.end), row.text)
    with _of_plugin(row.collector.kind):
        return collector_kind(row.collector.kind).fetch(ask_of(row.pending[0]), query, _outside(now))


@contextmanager
def _of_plugin(kind: str) -> Iterator[None]:
    """A plugin may be a stranger's: a defect in it ends a run with a word, and does not leave it waiting for ever."""
    try:
        yield
    except PluginError:
        raise
    except Exception as error:
        log.exception("The collector %s broke its contract.", kind)
        raise PluginError(defect(kind, type(error).__name__), retry=False) from error


def _kept(row: Collection, page: Page) -> bool:
    """Keep an answer, and what is asked next. False where somebody else was faster, or the run was stopped."""
    kept = page.records or page.beside
    stored = storage.put(page.content) if kept else storage.Stored("", len(page.content))
    with step(actor=SYSTEM, permission=Permission.EDIT, scope=row.incident):
        locked = Collection.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if not locked.running or locked.pages != row.pages:
            return False
        ask, rest = ask_of(row.pending[0]), [ask_of(kept) for kept in row.pending[1:]]
        row.pages += 1
        row.pending = [asked.kept() for asked in page.then(rest)]
        row.records, row.size, row.attempts = row.records + page.records, row.size + stored.size, 0
        row.next_at, row.error = None, ""
        row.save(update_fields=["pages", "pending", "records", "size", "attempts", "next_at", "error"])
        CollectedPage.objects.create(
            collection=row,
            number=row.pages,
            series=ask.series,
            query=ask.told,
            sha256=stored.sha256,
            size=stored.size,
            records=page.records,
        )
    return True


def _not_fetched(row: Collection, error: PluginError, now: datetime) -> Collection:
    """Wait and ask again where that can help; else it failed. What came before is kept for a person to decide."""
    if not error.retry or row.attempts + 1 >= MOST_ATTEMPTS:
        return _end(row, RunState.FAILED, now, error=scrub_text(str(error)))
    with step(actor=SYSTEM, permission=Permission.EDIT, scope=row.incident):
        locked = Collection.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.running and locked.pages == row.pages:
            locked.attempts, locked.error = row.attempts + 1, scrub_text(str(error))
            locked.next_at = now + wait_before(locked.attempts + 1, error.after)
            locked.save(update_fields=["attempts", "error", "next_at"])
            wake(CollectDue(incident_id=row.incident_id, collection=row.pk), at=locked.next_at)
    return locked


def _end(row: Collection, state: RunState, now: datetime, *, cut: str = "", error: str = "") -> Collection:
    """What came becomes evidence unless it may still be completed, then the run is over. Twice gives the same."""
    made = [] if state == RunState.FAILED else list(_files(row, cut, now))
    with step(actor=SYSTEM, permission=Permission.EDIT, scope=row.incident) as record:
        locked = Collection.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.state not in {RunState.RUNNING, RunState.FAILED}:
            return locked
        locked.state, locked.cut, locked.error, locked.next_at = state, cut, error, None
        locked.save(update_fields=["state", "cut", "error", "next_at"])
        locked.files.add(*made)
        words = [told(locked.records, locked.pages, locked.size)]
        words += [f"ended by {cut}"] if cut else []
        words += [error] if error else []
        record(
            CollectionEnded(
                incident_id=row.incident_id, collection=row.pk, name=row.name, state=state, told="; ".join(words)
            )
        )
    return locked


def _files(row: Collection, cut: str, now: datetime) -> Iterator[EvidenceFile]:
    """One file for each series: its answers as they came, one after the other. Without any record, none."""
    answers = CollectedPage.objects.filter(collection=row).exclude(sha256="").order_by("number")
    if not row.records:
        return
    window = Window(row.begin, row.end)
    for series, group in groupby(answers, key=lambda answer: answer.series):
        pages = list(group)
        said = [Answered(shown(page.query), page.records, page.size, page.sha256) for page in pages]
        upload = Upload(
            file_name(row.name, scrub_text(series), row.begin, _head(pages[0].sha256)),
            storage.put(_joined([page.sha256 for page in pages]), limit=row.size + row.pages),
            origin=origin_of(row.name, window, said, cut),
        )
        added = add_evidence(actor=SYSTEM, incident=row.incident, upload=upload, now=now)
        if not isinstance(added, Refusal):
            yield added
        elif (known := _known(row.incident, upload)) is not None:
            yield known


def _known(incident: Incident, upload: Upload) -> EvidenceFile | None:
    """The same bytes that are evidence already."""
    return EvidenceFile.objects.filter(incident=incident, sha256=upload.stored.sha256, removed_at=None).first()


def _head(sha256: str) -> bytes:
    with storage.open_blob(sha256) as stream:
        return stream.read(64)


def _joined(blobs: list[str]) -> Iterator[bytes]:
    for place, sha256 in enumerate(blobs):
        if place:
            yield SEPARATOR
        with storage.open_blob(sha256) as stream:
            while part := stream.read(_CHUNK):
                yield part
