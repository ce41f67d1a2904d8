"""Merge, split, move between lanes, each with its undo; what referred to an entry goes on leading somewhere."""

from datetime import timedelta

import pytest
from django.test import Client

from hotwash.analysis.core.drafts import FactorDraft
from hotwash.analysis.models import Factor
from hotwash.analysis.queries import graph_of
from hotwash.analysis.steps import add_factor, cite_entry
from hotwash.evidence.core.rearranging import Part
from hotwash.evidence.models import Entry, Moment
from hotwash.evidence.queries import entries_of, get_entry, near, shape_of, standing_entry
from hotwash.evidence.queries.history import history_of
from hotwash.evidence.steps import (
    EntryValues,
    Mark,
    delete_entry,
    edit_entry,
    mark_key_time,
    merge_entries,
    move_entry,
    restore_entry,
    split_entry,
    undo_rearrangement,
    write_entry,
)
from hotwash.kernel.core.errors import NotFound, NotPermitted
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.models import SearchDocument
from hotwash.reports.queries.values import report_values
from hotwash.respond.models import Incident
from tests.cast import NOON, Cast, actor


def wrote(incident: Incident, cast: Cast, minute: int, text: str, lane: str = "") -> Entry:
    values = EntryValues(NOON + timedelta(minutes=minute), text, lane=lane)
    made = write_entry(actor=actor(cast.rhea), incident=incident, values=values, now=NOON)
    assert isinstance(made, Entry)
    return made


def merge(incident: Incident, cast: Cast, entry: Entry, *others: Entry) -> Entry | Refusal:
    entry.refresh_from_db()
    versions = {one.number: Entry.objects.get(pk=one.pk).version for one in others}
    return merge_entries(
        actor=actor(cast.rhea), incident=incident, entry=entry, others=versions, version=entry.version, now=NOON
    )


def split(incident: Incident, cast: Cast, entry: Entry, *texts: str) -> Entry | Refusal:
    parts = [Part(entry.at + timedelta(minutes=place), text) for place, text in enumerate(texts)]
    return split_entry(
        actor=actor(cast.rhea), incident=incident, entry=entry, parts=parts, version=entry.version, now=NOON
    )


def undo(incident: Incident, cast: Cast, entry: Entry) -> Entry | Refusal:
    return undo_rearrangement(actor=actor(cast.rhea), incident=incident, entry=entry, now=NOON)


def texts(incident: Incident) -> list[str]:
    return [f"{row.reference} {row.text}" for row in entries_of(incident).order_by("at", "pk")]


def test_merged_entries_are_one_and_their_references_lead_to_it(incident: Incident, cast: Cast) -> None:
    one, two, three = (wrote(incident, cast, minute, text) for minute, text in ((5, "b"), (1, "a"), (9, "c")))
    made = merge(incident, cast, one, two, three)
    assert isinstance(made, Entry)
    assert texts(incident) == ["T-1 b"]
    assert (made.at, made.until) == (two.at, three.at)
    assert [standing_entry(incident, number).reference for number in (1, 2, 3)] == ["T-1", "T-1", "T-1"]
    assert [row.reference for row in shape_of(made).merged] == ["T-2", "T-3"]
    assert set(SearchDocument.objects.filter(kind="entry").values_list("object_id", flat=True)) == {one.pk}
    assert [change.told for change in history_of(two)] == ["merged T-2, T-3 into T-1", "wrote it"]
    assert history_of(one)[0].before == "2026-03-10T12:05:00Z b"


def test_a_merge_is_taken_apart_again(incident: Incident, cast: Cast) -> None:
    one, two = wrote(incident, cast, 5, "b"), wrote(incident, cast, 1, "a")
    merge(incident, cast, one, two)
    assert isinstance(undo(incident, cast, one), Entry)
    assert texts(incident) == ["T-2 a", "T-1 b"]
    again = Entry.objects.get(pk=one.pk)
    assert (again.at, again.until, again.detail, again.version) == (one.at, None, "", 3)
    assert shape_of(again).last == ""
    assert [change.verb for change in history_of(two)] == ["undid", "merged", "wrote"]
    nothing = undo(incident, cast, one)
    assert isinstance(nothing, Refusal)
    assert nothing.reasons[0].code == "nothing"


def test_what_was_edited_after_the_merge_keeps_its_words(incident: Incident, cast: Cast) -> None:
    one, two = wrote(incident, cast, 0, "a"), wrote(incident, cast, 1, "b")
    made = merge(incident, cast, one, two)
    assert isinstance(made, Entry)
    edit_entry(
        actor=actor(cast.rhea), incident=incident, entry=made, values=EntryValues(NOON, "better"), version=made.version
    )
    undo(incident, cast, one)
    assert texts(incident) == ["T-1 better", "T-2 b"]


def test_a_merge_of_merges_leads_to_the_last_and_comes_apart_in_layers(incident: Incident, cast: Cast) -> None:
    one, two, three = (wrote(incident, cast, minute, text) for minute, text in enumerate("abc"))
    merge(incident, cast, two, three)
    merge(incident, cast, one, two)
    assert standing_entry(incident, 3).reference == "T-1"
    undo(incident, cast, one)
    assert [standing_entry(incident, number).reference for number in (1, 2, 3)] == ["T-1", "T-2", "T-2"]
    undo(incident, cast, two)
    assert texts(incident) == ["T-1 a", "T-2 b", "T-3 c"]


def test_somebody_elses_words_are_not_swallowed_unread(incident: Incident, cast: Cast) -> None:
    one, two = wrote(incident, cast, 0, "a"), wrote(incident, cast, 1, "b")
    edit_entry(actor=actor(cast.carl), incident=incident, entry=two, values=EntryValues(NOON, "new"), version=1)
    for entry, others, version in ((one, {2: 1}, 1), (one, {2: 2}, 7), (one, {99: 1}, 1)):
        refused = merge_entries(
            actor=actor(cast.rhea), incident=incident, entry=entry, others=others, version=version, now=NOON
        )
        assert isinstance(refused, Refusal)
        assert refused.is_conflict
    assert len(texts(incident)) == 2


def test_a_factor_goes_on_resting_on_what_was_merged(incident: Incident, cast: Cast) -> None:
    one, two = wrote(incident, cast, 0, "a"), wrote(incident, cast, 1, "b")
    factor = add_factor(actor=actor(cast.rhea), incident=incident, draft=FactorDraft("The pool was small"), now=NOON)
    assert isinstance(factor, Factor)
    for entry in (one, two):
        cite_entry(actor=actor(cast.rhea), factor=factor, entry=entry, now=NOON)
    mark_key_time(actor=actor(cast.rhea), incident=incident, mark=Mark("mitigated", two.at, entry=two))
    merge(incident, cast, one, two)
    (node,) = graph_of(incident).nodes
    assert (node.citations, node.at, node.until) == (2, one.at, two.at)
    (told,) = report_values(incident, None).factors
    assert told.evidence == ("T-1",)
    client = Client()
    client.force_login(cast.rhea)
    page = client.get(f"/incidents/{incident.reference}/analysis/F-{factor.number}/").content.decode()
    assert "part of T-1 now" in page
    timeline = client.get(f"/incidents/{incident.reference}/evidence/").content.decode()
    assert 'class="entry key" id="T-1"' in timeline
    delete_entry(actor=actor(cast.rhea), incident=incident, entry=one, now=NOON)
    assert graph_of(incident).nodes[0].citations == 0
    with pytest.raises(NotFound, match="T-2 was removed"):
        standing_entry(incident, 2)
    restore_entry(actor=actor(cast.rhea), incident=incident, entry=one)
    restore_entry(actor=actor(cast.rhea), incident=incident, entry=two)
    assert texts(incident) == ["T-1 a"]


def test_a_split_keeps_the_reference_and_gives_the_others_their_own(incident: Incident, cast: Cast) -> None:
    entry = wrote(incident, cast, 0, "Restarted; up again", lane="ops")
    made = split(incident, cast, entry, "Restarted", "Up again")
    assert isinstance(made, Entry)
    assert texts(incident) == ["T-1 Restarted", "T-2 Up again"]
    part = get_entry(incident, 2)
    assert (part.lane, part.version, part.split_from) == ("ops", 1, entry)
    assert [row.reference for row in shape_of(made).parts] == ["T-2"]
    assert [change.told for change in history_of(part)] == ["split T-1, which made T-2"]


def test_a_split_is_undone_unless_somebody_works_on_a_part(incident: Incident, cast: Cast) -> None:
    entry = wrote(incident, cast, 0, "Restarted; up again")
    split(incident, cast, entry, "Restarted", "Up again")
    part = get_entry(incident, 2)
    moved = move_entry(actor=actor(cast.rhea), incident=incident, entry=part, lane="chat", version=1)
    assert isinstance(moved, Entry)
    blocked = undo(incident, cast, entry)
    assert isinstance(blocked, Refusal)
    assert "T-2 changed since the split" in str(blocked)
    Entry.objects.filter(pk=part.pk).update(version=1)
    undo(incident, cast, entry)
    assert texts(incident) == ["T-1 Restarted; up again"]
    assert standing_entry(incident, 2).reference == "T-1"


def test_an_entry_moves_to_another_lane_and_only_there(incident: Incident, cast: Cast) -> None:
    entry = wrote(incident, cast, 0, "a", lane="chat")
    mine = {"actor": actor(cast.rhea), "incident": incident, "entry": entry}
    moved = move_entry(**mine, lane=" operations ", version=1)
    assert isinstance(moved, Entry)
    assert (moved.lane, moved.version, history_of(entry)[0].told) == ("operations", 2, "moved it to another lane")
    for lane, version, code in (("x", 1, "conflict"), (" ", 2, "lane"), ("x" * 121, 2, "lane")):
        refused = move_entry(**mine, lane=lane, version=version)
        assert isinstance(refused, Refusal)
        assert refused.reasons[0].code == code
    with pytest.raises(NotPermitted):
        move_entry(actor=actor(cast.vera), incident=incident, entry=entry, lane="x", version=2)


def test_moments_of_merged_entries_wait_again_when_all_is_removed(incident: Incident, cast: Cast) -> None:
    one, two = wrote(incident, cast, 0, "a"), wrote(incident, cast, 1, "b")
    merge(incident, cast, one, two)
    assert [row.reference for row in near(one)] == []
    delete_entry(actor=actor(cast.rhea), incident=incident, entry=one, now=NOON)
    assert texts(incident) == []
    assert Moment.objects.count() == 0


@pytest.fixture
def browser(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.rhea)
    return client


def at(incident: Incident, rest: str) -> str:
    return f"/incidents/{incident.reference}/evidence/{rest}"


def test_ticked_entries_are_merged_by_form_and_undone(browser: Client, incident: Incident, cast: Cast) -> None:
    wrote(incident, cast, 0, "Pool exhausted")
    wrote(incident, cast, 2, "Errors rise")
    page = browser.get(at(incident, "entries/1/merge")).content.decode()
    assert 'name="with" value="2"' in page
    nothing = browser.post(at(incident, "entries/1/merge"), {"version": 1})
    assert (nothing.status_code, "Choose at least one other entry" in nothing.content.decode()) == (422, True)
    stale = browser.post(at(incident, "entries/1/merge"), {"version": 1, "with": 2, "version-2": 9})
    assert stale.status_code == 409
    assert 'value="2" checked' in stale.content.decode()
    done = browser.post(at(incident, "entries/1/merge"), {"version": 1, "with": 2, "version-2": 1}, follow=True)
    assert "T-2 went into T-1." in done.content.decode()
    assert f'action="{at(incident, "entries/1/undo")}"' in done.content.decode()
    old = browser.get(at(incident, "entries/2/"), follow=True)
    assert old.redirect_chain == [(at(incident, "entries/1/"), 302)]
    assert "T-2 is part of T-1 now." in old.content.decode()
    browser.post(at(incident, "entries/1/undo"))
    assert texts(incident) == ["T-1 Pool exhausted", "T-2 Errors rise"]


def test_an_entry_is_split_by_form(browser: Client, incident: Incident, cast: Cast) -> None:
    wrote(incident, cast, 0, "Restarted; up again")
    page = browser.get(at(incident, "entries/1/split")).content.decode()
    assert "12:00:00 Restarted\n12:00:00 up again</textarea>" in page
    bad = browser.post(at(incident, "entries/1/split"), {"parts": "12:00 a\n99:99 b", "version": 1})
    assert (bad.status_code, "99:99 b" in bad.content.decode()) == (422, True)
    done = browser.post(at(incident, "entries/1/split"), {"parts": "12:00 a\n12:07 b", "version": 1}, follow=True)
    assert "T-1 was split." in done.content.decode()
    assert texts(incident) == ["T-1 a", "T-2 b"]
    assert get_entry(incident, 2).at == NOON + timedelta(minutes=7)


def test_a_lane_is_changed_by_form_and_the_undo_brings_it_back(browser: Client, incident: Incident, cast: Cast) -> None:
    wrote(incident, cast, 0, "a", lane="chat")
    done = browser.post(at(incident, "entries/1/move"), {"lane": "operations", "version": 1}, follow=True)
    assert "T-1 is in “operations” now." in done.content.decode()
    browser.post(at(incident, "entries/1/move?lane=chat&version=2"))
    assert get_entry(incident, 1).lane == "chat"
    stale = browser.post(at(incident, "entries/1/move"), {"lane": "x", "version": 1}, follow=True)
    assert "Somebody else saved T-1" in stale.content.decode()


def test_the_same_by_api(browser: Client, incident: Incident, cast: Cast) -> None:
    for minute, text in enumerate("ab"):
        wrote(incident, cast, minute, text)
    base = f"/api/v1/incidents/{incident.reference}/evidence/entries"

    def post(rest: str, body: dict[str, object]) -> object:
        return browser.post(f"{base}/{rest}", body, content_type="application/json").json()

    assert [row["reference"] for row in browser.get(f"{base}/1/near").json()] == ["T-2"]
    merged = post("1/merge", {"version": 1, "others": [{"number": 2, "version": 1}]})
    assert isinstance(merged, dict)
    assert (merged["reference"], merged["until"]) == ("T-1", "2026-03-10T12:01:00Z")
    assert browser.get(f"{base}/2").json()["reference"] == "T-1"
    shape = browser.get(f"{base}/1/shape").json()
    assert ([row["reference"] for row in shape["merged"]], shape["last"]) == (["T-2"], "merge")
    post("1/undo", {})
    parts = [{"at": "2026-03-10T12:00:00Z", "text": "a1"}, {"at": "2026-03-10T12:00:30Z", "text": "a2"}]
    post("1/split", {"version": 3, "parts": parts})
    assert texts(incident) == ["T-1 a1", "T-3 a2", "T-2 b"]
    assert browser.get(f"{base}/3").json()["split_from"] == "T-1"
    naive = post("2/split", {"version": 3, "parts": [{"at": "2026-03-10T12:00:00", "text": "a1"}]})
    assert "zone" in str(naive)
    moved = browser.put(f"{base}/2/lane", {"lane": "ops", "version": 1}, content_type="application/json")
    assert moved.json()["lane"] == "ops"


def test_what_was_merged_is_not_restored_past_the_merge(browser: Client, incident: Incident, cast: Cast) -> None:
    one, two = wrote(incident, cast, 0, "a"), wrote(incident, cast, 1, "b")
    merge(incident, cast, one, two)
    told = "T-2 is part of T-1 now: undo the merge there."
    answer = browser.post(f"/api/v1/incidents/{incident.reference}/evidence/entries/2/restore")
    assert (answer.status_code, answer.json()["reasons"][0]["message"]) == (422, told)
    page = browser.post(f"/incidents/{incident.reference}/evidence/entries/2/restore", follow=True)
    assert page.redirect_chain == [(f"/incidents/{incident.reference}/evidence/entries/1/", 302)]
    assert told in page.content.decode()
    assert texts(incident) == ["T-1 a"]
