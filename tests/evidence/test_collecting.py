"""Collecting: tried first, fetched page by page in the background, kept whole, limited, taken up again."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from hotwash.directory.models import Service
from hotwash.evidence.core.collecting import MOST_ATTEMPTS, CollectorValues, RunState
from hotwash.evidence.core.custody import Contents
from hotwash.evidence.models import CollectedPage, Collection, Collector, EvidenceFile
from hotwash.evidence.queries import collectors_for, proposed_window
from hotwash.evidence.queries.bundle import bundle_of
from hotwash.evidence.steps import (
    Trial,
    collecting,
    remove_collector,
    retry_collection,
    save_collector,
    start_collection,
    stop_collection,
    try_collection,
)
from hotwash.kernel import storage
from hotwash.kernel.config import configured
from hotwash.kernel.core.errors import NotPermitted, PluginError
from hotwash.kernel.core.http import HttpAnswer
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.models import Event
from hotwash.ports.collectors import Limits, Query, Window
from hotwash.respond.models import Incident
from tests.cast import NOON, Cast, actor
from tests.fakes.far_ends import FAR_ENDS, Known
from tests.fakes.far_ends.base import SECRET, Request
from tests.outbox import drain

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = NOON + 2 * HOUR
SECRET_TYPED = "AKIA" + "Z7Q4W2X9M3K8P5T1"  # in two parts, so that no scanner takes it for one
WINDOW = Window(NOON, NOON + HOUR)
PROMETHEUS = FAR_ENDS["prometheus"]


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Known:
    """What stands at the other end: an event each ten minutes."""
    made = PROMETHEUS.knows(*(NOON + timedelta(minutes=10 * n) for n in range(6)))
    monkeypatch.setattr(collecting, "collector_client", lambda: made)
    return made


def values(**changes: object) -> CollectorValues:
    given = {"name": "Production", "kind": "prometheus", "settings": dict(PROMETHEUS.settings), "query": "up == 0"}
    return CollectorValues(**{**given, **changes})  # type: ignore[arg-type]


def saved(cast: Cast, **changes: object) -> Collector:
    made = save_collector(actor=actor(cast.ada), collector=None, wanted=values(**changes), version=0, now=NOON)
    assert isinstance(made, Collector), made
    return made


def started(cast: Cast, incident: Incident, collector: Collector, text: str = "up == 0") -> Collection:
    query = Query(window=WINDOW, text=text)
    made = start_collection(actor=actor(cast.carl), incident=incident, collector=collector, query=query, now=LATER)
    assert isinstance(made, Collection), made
    return made


def test_only_administrators_set_up_and_a_secret_is_kept_when_left_empty(cast: Cast):
    with pytest.raises(NotPermitted):
        save_collector(actor=actor(cast.carl), collector=None, wanted=values(), version=0, now=NOON)
    row = saved(cast)
    again = values(settings={**PROMETHEUS.settings, "token": "", "address": "https://other.example"})
    changed = save_collector(actor=actor(cast.ada), collector=row, wanted=again, version=row.version, now=NOON)
    assert isinstance(changed, Collector)
    assert (changed.settings["token"], changed.settings["address"]) == (SECRET, "https://other.example")
    stale = save_collector(actor=actor(cast.ada), collector=row, wanted=again, version=0, now=NOON)
    assert isinstance(stale, Refusal)
    assert stale.is_conflict
    assert SECRET not in json.dumps(list(Event.objects.values_list("payload", flat=True)))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"kind": "telepathy"}, "kind"),
        ({"settings": {"address": ""}}, "address"),
        ({"settings": {"address": "nowhere"}}, ""),
        ({"settings": {"address": "https://me:word@outside.example"}}, ""),
        ({"query": "x" * 20_001}, "query"),
        ({"limits": Limits(0, 1, 1_000_000)}, "most_pages"),
        ({"limits": Limits(1, 1, 9_000_000_000)}, "most_megabytes"),
    ],
)
def test_what_cannot_work_is_refused_at_its_field(cast: Cast, changes: dict[str, object], field: str):
    done = save_collector(actor=actor(cast.ada), collector=None, wanted=values(**changes), version=0, now=NOON)
    assert isinstance(done, Refusal)
    assert done.reasons[0].field == field
    assert Collector.objects.count() == 0


def test_a_dry_run_asks_once_and_keeps_nothing(cast: Cast, incident: Incident, known: Known):
    query = Query(window=WINDOW, text="up == 0\nALERTS")
    done = try_collection(actor=actor(cast.carl), incident=incident, collector=saved(cast), query=query, now=LATER)
    assert isinstance(done, Trial)
    assert (done.records, done.more, done.problem, len(done.asks)) == (6, False, "", 2)
    assert "query=ALERTS" in done.asks[1]
    assert len(known.requests) == 1
    assert not EvidenceFile.objects.exists()
    assert Event.objects.get(type="evidence.collection_tried").payload["told"] == done.told


def test_a_dry_run_tells_what_is_wrong(cast: Cast, incident: Incident, known: Known):
    known.answers = [HttpAnswer(401, {}, f'{{"error": "{SECRET} is no token"}}'.encode())]
    query = Query(window=WINDOW, text="up == 0")
    done = try_collection(actor=actor(cast.carl), incident=incident, collector=saved(cast), query=query, now=LATER)
    assert isinstance(done, Trial)
    assert "refuses the credentials" in done.problem
    assert SECRET not in done.problem


def test_an_answer_becomes_evidence_whole_with_the_question_beside_it(cast: Cast, incident: Incident, known: Known):
    run = started(cast, incident, saved(cast))
    drain(now=LATER)
    run.refresh_from_db()
    assert (run.state, run.pages, run.records, run.cut, run.error) == (RunState.DONE, 1, 6, "", "")
    (file,) = run.files.all()
    assert (file.name, file.format, file.records) == ("Production up == 0 2026-03-10 12.00.json", "series", 6)
    assert (file.earliest, file.latest) == (NOON, NOON + timedelta(minutes=50))
    with storage.open_blob(file.sha256) as stream:
        assert stream.read() == PROMETHEUS.say(known, known.requests[0]).body
    assert known.requests[0].url in file.origin
    assert file.sha256 in file.origin
    assert SECRET not in file.origin


def test_one_file_for_each_series_and_none_for_nothing(cast: Cast, incident: Incident, known: Known):
    known.times = known.times[:1]
    run = started(cast, incident, saved(cast), "up == 0\nup == 1")
    drain(now=LATER)
    assert {file.name for file in run.files.all()} == {"Production up == 0 2026-03-10 12.00.json"}
    run.refresh_from_db()
    assert (run.pages, run.records) == (2, 2)  # the same bytes twice are one piece of evidence
    known.times = ()
    empty = started(cast, incident, saved(cast, name="Other"))
    drain(now=LATER)
    empty.refresh_from_db()
    assert (empty.state, empty.told, empty.files.count()) == (RunState.DONE, "nothing in this window", 0)


def paged(known: Known, pages: int) -> Collector:
    """So small a step that the hour is asked for in pieces of ten thousand samples."""
    row = Collector.objects.get()
    row.settings["step"] = "1"
    row.save()
    begin = NOON - timedelta(seconds=10_000 * (pages - 1))
    known.times = tuple(begin + timedelta(seconds=10_000 * n) for n in range(pages))
    return row


def long_run(cast: Cast, incident: Incident, known: Known, pages: int, limits: Limits | None = None) -> Collection:
    saved(cast, limits=limits or Limits())
    collector = paged(known, pages)
    window = Window(known.times[0], known.times[-1] + timedelta(seconds=10_000))
    query = Query(window=window, text="up == 0")
    now = window.end
    made = start_collection(actor=actor(cast.carl), incident=incident, collector=collector, query=query, now=now)
    assert isinstance(made, Collection)
    return made


def test_many_pages_are_one_file_that_the_formats_read(cast: Cast, incident: Incident, known: Known):
    run = long_run(cast, incident, known, 23)
    drain(now=run.end)
    run.refresh_from_db()
    assert (run.state, run.pages, run.records) == (RunState.DONE, 23, 23)
    (file,) = run.files.all()
    assert (file.format, file.records) == ("series", 23)
    pages = CollectedPage.objects.filter(collection=run)
    with storage.open_blob(file.sha256) as stream:
        assert stream.read().split(b"\n") == [storage.path_of(page.sha256).read_bytes() for page in pages]
    assert file.origin.count("SHA-256") == 23


@pytest.mark.parametrize(
    ("limits", "pages", "word"),
    [(Limits(pages=3), 3, "3 pages"), (Limits(records=2), 2, "2 records"), (Limits(size=1_000_000), 5, "")],
)
def test_a_limit_ends_it_and_is_told(
    cast: Cast, incident: Incident, known: Known, limits: Limits, pages: int, word: str
):
    run = long_run(cast, incident, known, 5, limits)
    drain(now=run.end)
    run.refresh_from_db()
    assert (run.state, run.pages, word in run.cut, bool(run.cut)) == (RunState.DONE, pages, True, bool(word))
    assert run.files.get().records == pages
    assert ("There was more" in run.files.get().origin) is bool(word)


def test_it_waits_as_it_is_asked_to_and_goes_on_where_it_stopped(cast: Cast, incident: Incident, known: Known):
    run = long_run(cast, incident, known, 3)
    begun = run.end
    known.answers = [PROMETHEUS.say(known, _first(known, run)), HttpAnswer(429, {"retry-after": "90"}, b"")]
    drain(now=begun)
    run.refresh_from_db()
    assert (run.state, run.pages, run.attempts, run.next_at) == ("running", 1, 1, begun + timedelta(seconds=90))
    assert "busy" in run.error
    drain(now=begun + timedelta(seconds=89))
    assert len(known.requests) == 2
    drain(now=begun + timedelta(seconds=90))
    run.refresh_from_db()
    assert (run.state, run.pages, run.records, run.error) == (RunState.DONE, 3, 3, "")


def _first(known: Known, run: Collection) -> Request:
    return Request("GET", run.pending[0]["url"], {}, b"")


def test_it_gives_up_and_a_person_tries_again_or_keeps_what_came(cast: Cast, incident: Incident, known: Known):
    run = long_run(cast, incident, known, 3)
    down = [HttpAnswer(503, {}, b"")] * MOST_ATTEMPTS
    known.answers = [PROMETHEUS.say(known, _first(known, run)), *down]
    for hour in range(MOST_ATTEMPTS):
        drain(now=run.end + hour * HOUR)
    run.refresh_from_db()
    assert (run.state, run.pages, run.files.count()) == (RunState.FAILED, 1, 0)
    assert "status 503" in run.error
    assert Event.objects.get(type="evidence.collection_ended").payload["state"] == "failed"
    now = run.end + timedelta(days=1)
    with pytest.raises(NotPermitted):
        retry_collection(actor=actor(cast.vera), collection=run, now=now)
    assert isinstance(retry_collection(actor=actor(cast.carl), collection=run, now=now), Collection)
    known.answers = [PluginError("The other side could not be reached: ReadTimeout.", retry=False)]
    drain(now=now)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert isinstance(stop_collection(actor=actor(cast.carl), collection=run, now=now), Collection)
    run.refresh_from_db()
    assert (run.state, run.files.get().size > 0) == (RunState.STOPPED, True)
    again = stop_collection(actor=actor(cast.carl), collection=run, now=now)
    assert isinstance(again, Refusal)


def test_a_stopped_run_asks_no_more(cast: Cast, incident: Incident, known: Known):
    run = long_run(cast, incident, known, 3)
    stop_collection(actor=actor(cast.carl), collection=run, now=run.end)
    drain(now=run.end)
    assert known.requests == []


def test_a_collector_that_is_removed_meanwhile_fails_with_a_word(cast: Cast, incident: Incident, known: Known):
    run = started(cast, incident, saved(cast))
    remove_collector(actor=actor(cast.ada), collector=Collector.objects.get())
    drain(now=LATER)
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.FAILED, "The collector was removed meanwhile.")


@pytest.mark.parametrize(
    ("begin", "end", "text", "field"),
    [
        (NOON, NOON, "up", "end"),
        (NOON, NOON - HOUR, "up", "end"),
        (NOON - timedelta(days=40), NOON, "up", "end"),
        (LATER + HOUR, LATER + 2 * HOUR, "up", "begin"),
        (NOON, NOON + HOUR, "", "text"),
        (NOON, NOON + HOUR, "x" * 20_001, "text"),
    ],
)
def test_what_cannot_be_asked_is_refused(cast: Cast, incident: Incident, known: Known, begin, end, text, field):
    query = Query(window=Window(begin, end), text=text)
    for step in (try_collection, start_collection):
        done = step(actor=actor(cast.carl), incident=incident, collector=saved_once(cast), query=query, now=LATER)
        assert isinstance(done, Refusal)
        assert done.reasons[0].field == field
    assert known.requests == []


def saved_once(cast: Cast) -> Collector:
    return Collector.objects.first() or saved(cast)


def test_the_same_question_is_not_asked_twice_at_once(cast: Cast, incident: Incident, known: Known):
    collector = saved(cast)
    started(cast, incident, collector)
    query = Query(window=WINDOW, text="up == 0")
    again = start_collection(actor=actor(cast.carl), incident=incident, collector=collector, query=query, now=LATER)
    assert isinstance(again, Refusal)


def test_viewers_and_strangers_collect_nothing(cast: Cast, incident: Incident, private: Incident, known: Known):
    collector = saved(cast)
    query = Query(window=WINDOW, text="up == 0")
    for person, where in ((cast.vera, incident), (cast.otto, private)):
        for step in (try_collection, start_collection):
            with pytest.raises(NotPermitted):
                step(actor=actor(person), incident=where, collector=collector, query=query, now=LATER)
    assert known.requests == []


def test_those_for_the_services_of_the_incident_come_first(cast: Cast, incident: Incident):
    checkout, mail = (Service.objects.create(name=name, slug=name.lower()) for name in ("Checkout", "Mail"))
    incident.services.add(checkout)
    saved(cast, name="A for mail", service_ids=(mail.pk,))
    saved(cast, name="B for all")
    saved(cast, name="C for checkout", service_ids=(checkout.pk,))
    saved(cast, name="D off", active=False)
    assert [row.name for row in collectors_for(incident)] == ["C for checkout", "B for all", "A for mail"]


def test_the_window_has_a_lead_before_and_after(incident: Incident):
    began = NOON - timedelta(minutes=5)
    running = proposed_window(incident, now=NOON + HOUR)
    assert (running.begin, running.end) == (began - timedelta(minutes=30), NOON + HOUR)
    incident.resolved_at = NOON + HOUR
    over = proposed_window(incident, now=NOON + timedelta(days=3))
    assert (over.begin, over.end) == (began - timedelta(minutes=30), NOON + HOUR + timedelta(minutes=15))


def test_a_command_runs_only_where_the_server_allows_it(cast: Cast, incident: Incident):
    far = FAR_ENDS["command"]
    far.knows(NOON)
    made = saved(cast, name="What happened", kind="command", settings=dict(far.settings), query="")
    query = Query(window=WINDOW)
    refused = try_collection(actor=actor(cast.carl), incident=incident, collector=made, query=query, now=LATER)
    assert isinstance(refused, Trial)
    assert "HOTWASH_COLLECTOR_COMMANDS" in refused.problem
    with configured(HOTWASH_COLLECTOR_COMMANDS="true"):
        run = started(cast, incident, made, "")
        drain(now=LATER)
    file = run.files.get()
    assert (file.name, file.format, file.records) == ("What happened output 2026-03-10 12.00.log", "log", 1)
    assert file.origin.count("RUN") == 1


def test_a_secret_that_somebody_typed_into_a_query_is_masked_wherever_it_is_shown(
    cast: Cast, incident: Incident, known: Known
):
    typed = 'up{password="hunter2hunter2"} == 0'
    collector = saved(cast)
    query = Query(window=WINDOW, text=typed)
    trial = try_collection(actor=actor(cast.carl), incident=incident, collector=collector, query=query, now=LATER)
    run = started(cast, incident, collector, typed)
    drain(now=LATER)
    run.refresh_from_db()
    logged = json.dumps(list(Event.objects.values_list("payload", flat=True)))
    assert "hunter2" not in run.question + logged + run.files.get().origin + "".join(trial.asks)
    assert "hunter2" in known.requests[-1].url, "it is asked as it was typed"


def test_a_defect_of_a_plugin_ends_the_run_with_a_word(cast: Cast, incident: Incident, known: Known, caplog):
    collector = saved(cast)
    run = started(cast, incident, collector)

    def broken(*_: object) -> HttpAnswer:
        raise ZeroDivisionError(SECRET)

    known.say = broken
    drain(now=LATER)
    run.refresh_from_db()
    assert (run.state, run.next_at) == (RunState.FAILED, None)
    assert run.error.startswith("The plugin “prometheus” has a defect (ZeroDivisionError); nothing more was asked.")
    query = Query(window=WINDOW, text="up == 0")
    trial = try_collection(actor=actor(cast.carl), incident=incident, collector=collector, query=query, now=LATER)
    assert isinstance(trial, Trial)
    assert "has a defect" in trial.problem
    assert SECRET not in run.error + trial.problem
    assert [record.message for record in caplog.records] == ["The collector prometheus broke its contract."] * 2


def test_each_run_is_a_file_of_the_bundle(cast: Cast, incident: Incident, known: Known):
    collector = saved(cast)
    query = Query(window=WINDOW, text=f"up{{key='{SECRET_TYPED}'}}")
    try_collection(actor=actor(cast.carl), incident=incident, collector=collector, query=query, now=LATER)
    started(cast, incident, collector)
    drain(now=LATER)
    packed = b"".join(bundle_of(incident, Contents(originals=False), actor=actor(cast.carl), now=LATER))
    archive = zipfile.ZipFile(io.BytesIO(packed))
    run, dry = (
        json.loads(archive.read(f"{incident.reference}-evidence/data/collections/{name}-1.json"))
        for name in ("run", "dry-run")
    )
    assert (run["dry_run"], run["collector"], run["kind"], run["asked_by"]) == (
        False, "Production", "prometheus", "Carl",
    )  # fmt: skip
    assert (run["query"], run["state"], run["files"], run["result"][:9]) == ("up == 0", "done", ["E-1"], "6 records")
    (answer,) = run["answers"]
    assert answer["sha256"] == CollectedPage.objects.get().sha256
    assert (dry["dry_run"], dry["asked_by"], dry["result"][:9]) == (True, "Carl", "6 records")
    assert dry["window"] == {"begin": NOON.isoformat(), "end": (NOON + HOUR).isoformat()}
    assert SECRET_TYPED not in json.dumps([run, dry])
