from dataclasses import dataclass
from datetime import timedelta

import pytest

from hotwash.actions.core.states import ActionState
from hotwash.actions.models import Action
from hotwash.analysis.models import Factor
from hotwash.improve.core.verdicts import Verdict
from hotwash.improve.models import PeriodicReview, Recurrence, Suggestion, Verification
from hotwash.improve.queries import agenda, gate_facts
from hotwash.improve.steps import (
    FollowUpValues,
    ReviewValues,
    ThemeValues,
    accept_suggestion,
    cancel_follow_up,
    confirm_recurrence,
    decline_suggestion,
    dismiss_recurrence,
    hold_follow_up,
    link_factor,
    look_for_recurrences,
    move_follow_up,
    plan_follow_up,
    save_review,
    save_theme,
    suggest_change,
    verify_action,
)
from hotwash.kernel.core.errors import NotPermitted
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.models import Event
from hotwash.process.queries import current_version, document_for
from tests.actions.conftest import make_factor, make_incident
from tests.cast import NOON, Cast, actor
from tests.outbox import drain

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=40)


@dataclass
class About:
    incident_id: int


def codes(result: object) -> list[str]:
    assert isinstance(result, Refusal)
    return [reason.code for reason in result.reasons]


def again(cast: Cast, statement: str = "No alert warned that the certificate had expired", **changes: object) -> Factor:
    """A factor of a later incident that resembles F-1 of the first."""
    later = make_incident(cast, title="Search fails", declared_at=LATER, **changes)
    return make_factor(later, statement)


# -- verdicts


def test_a_verdict_that_it_worked(cast: Cast, done):
    look = verify_action(
        actor=actor(cast.olga), action=done, verdict=Verdict.EFFECTIVE, evidence="Fired in the drill", follow_up=None,
        now=LATER,
    )  # fmt: skip
    assert (look.verdict, look.by) == ("effective", cast.olga)
    drain(now=LATER)
    done.refresh_from_db()
    assert (done.state, done.last_verdict) == (ActionState.DONE, "effective")


def test_a_verdict_that_it_did_not_hold_opens_the_action_again(cast: Cast, done):
    verify_action(
        actor=actor(cast.olga),
        action=done,
        verdict=Verdict.NOT,
        evidence="It fired too late",
        follow_up=None,
        now=LATER,
    )
    drain(now=LATER)
    done.refresh_from_db()
    assert (done.state, done.reason, done.reopened) == (ActionState.OPEN, "It fired too late", 1)


@pytest.mark.parametrize(("who", "evidence", "code"), [("rhea", "works", "same_person"), ("olga", "  ", "evidence")])
def test_a_verdict_needs_another_person_and_evidence(cast: Cast, done, who, evidence, code):
    result = verify_action(
        actor=actor(getattr(cast, who)), action=done, verdict=Verdict.EFFECTIVE, evidence=evidence, follow_up=None,
        now=LATER,
    )  # fmt: skip
    assert codes(result) == [code]
    assert not Verification.objects.exists()


def test_what_is_not_done_has_no_verdict(cast: Cast, done):
    done.state = ActionState.OPEN
    result = verify_action(
        actor=actor(cast.olga), action=done, verdict=Verdict.NOT, evidence="x", follow_up=None, now=LATER
    )
    assert codes(result) == ["state"]


# -- follow-ups


def test_a_follow_up_is_planned_moved_and_held(cast: Cast, incident):
    values = FollowUpValues(at=LATER, invited=[cast.carl, cast.rhea])
    planned = plan_follow_up(actor=actor(cast.olga), incident=incident, values=values, now=NOON)
    moved = move_follow_up(
        actor=actor(cast.olga),
        follow_up=planned,
        values=FollowUpValues(at=LATER + timedelta(hours=1), invited=[cast.carl]),
        version=1,
        now=NOON,
    )
    assert (moved.sequence, moved.version, [one.name for one in moved.invited.all()]) == (1, 2, ["Carl"])
    assert codes(
        hold_follow_up(actor=actor(cast.olga), follow_up=moved, attended=[], notes="", version=2, now=LATER)
    ) == ["attended"]
    held = hold_follow_up(
        actor=actor(cast.olga), follow_up=moved, attended=[cast.carl], notes="All fine", version=2, now=LATER
    )
    assert (held.state, held.held_at) == ("held", LATER)
    assert codes(cancel_follow_up(actor=actor(cast.olga), follow_up=held, version=3)) == ["state"]


def test_two_people_move_a_meeting(cast: Cast, incident):
    values = FollowUpValues(at=LATER)
    planned = plan_follow_up(actor=actor(cast.olga), incident=incident, values=values, now=NOON)
    move_follow_up(actor=actor(cast.olga), follow_up=planned, values=values, version=1, now=NOON)
    second = move_follow_up(actor=actor(cast.carl), follow_up=planned, values=values, version=1, now=NOON)
    assert codes(second) == ["conflict"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"at": NOON.replace(year=1970)}, "at"), ({"at": NOON.replace(year=2400)}, "at"), ({"minutes": 0}, "minutes")],
)
def test_times_of_another_age_are_refused(cast: Cast, incident, changes, code):
    values = FollowUpValues(**({"at": LATER} | changes))
    assert codes(plan_follow_up(actor=actor(cast.olga), incident=incident, values=values, now=NOON)) == [code]


def test_outsiders_are_not_invited_to_a_private_incident(cast: Cast):
    incident = make_incident(cast, private=True)
    values = FollowUpValues(at=LATER, invited=[cast.otto])
    assert codes(plan_follow_up(actor=actor(cast.carl), incident=incident, values=values, now=NOON)) == ["invited"]


def test_the_agenda_puts_what_is_due_first_with_advice(cast: Cast, incident, done):
    look = agenda(incident, LATER.date())[0]
    assert (look.action, look.due) == (done, NOON.date() + timedelta(days=30))
    assert look.advice.verdict is Verdict.TOO_EARLY  # nothing came up since that could have shown it


# -- recurrence


def test_a_like_factor_is_found_at_once_and_once(cast: Cast, done):
    new = again(cast)
    assert look_for_recurrences(About(new.incident_id), now=LATER) == 1
    assert look_for_recurrences(About(new.incident_id), now=LATER) == 0
    row = Recurrence.objects.get()
    assert (row.factor, row.earlier_incident, row.state) == (new, done.incident, "proposed")
    assert "same category: monitoring" in row.why
    assert Event.objects.filter(incident_id=new.incident_id, type="improve.recurrence_found").count() == 1


def test_the_earlier_incident_is_not_told_of_the_later(cast: Cast, done):
    again(cast)
    assert look_for_recurrences(About(done.incident_id), now=LATER) == 0


def test_what_differs_or_is_private_is_not_proposed(cast: Cast, done):
    other = again(cast, "The feature flag default was inverted")
    assert look_for_recurrences(About(other.incident_id), now=LATER) == 0
    done.incident.private = True
    done.incident.save()
    assert look_for_recurrences(About(again(cast).incident_id), now=LATER) == 0


def test_a_proposal_goes_when_the_statement_is_rewritten(cast: Cast, done):
    new = again(cast)
    look_for_recurrences(About(new.incident_id), now=LATER)
    new.statement = "The feature flag default was inverted"
    new.save()
    look_for_recurrences(About(new.incident_id), now=LATER)
    assert not Recurrence.objects.exists()


def test_confirming_judges_and_reopens_the_action_that_did_not_hold(cast: Cast, done):
    new = again(cast)
    look_for_recurrences(About(new.incident_id), now=LATER)
    row = confirm_recurrence(actor=actor(cast.olga), recurrence=Recurrence.objects.get(), note="Same", now=LATER)
    assert (row.state, row.decided_by) == ("confirmed", cast.olga)
    drain(now=LATER)
    done.refresh_from_db()
    assert (done.state, done.last_verdict) == (ActionState.OPEN, "not")
    assert f"{new.incident.reference} F-1 is the same factor again" in done.reason
    assert codes(confirm_recurrence(actor=actor(cast.olga), recurrence=row, note="", now=LATER)) == ["state"]


def test_a_dismissed_one_stays_dismissed(cast: Cast, done):
    new = again(cast)
    look_for_recurrences(About(new.incident_id), now=LATER)
    dismiss_recurrence(actor=actor(cast.olga), recurrence=Recurrence.objects.get(), note="Another cause", now=LATER)
    assert look_for_recurrences(About(new.incident_id), now=LATER) == 0
    drain(now=LATER)
    assert Action.objects.get().state == ActionState.DONE


def test_a_person_may_link_what_reads_differently(cast: Cast, done):
    new = again(cast, "The feature flag default was inverted")
    earlier = done.factors.get()
    linked = link_factor(actor=actor(cast.olga), factor=new, earlier=earlier, note="Same team, same gap", now=LATER)
    assert (linked.state, linked.score) == ("confirmed", 1.0)
    assert codes(link_factor(actor=actor(cast.olga), factor=earlier, earlier=new, note="", now=LATER)) == ["earlier"]
    assert codes(link_factor(actor=actor(cast.olga), factor=new, earlier=new, note="", now=LATER)) == ["earlier"]


def test_nobody_links_to_what_they_may_not_see(cast: Cast, done):
    done.incident.private = True
    done.incident.save()
    with pytest.raises(NotPermitted):
        link_factor(actor=actor(cast.otto), factor=again(cast), earlier=done.factors.get(), note="", now=LATER)


# -- facts


def test_gate_facts(cast: Cast, incident, done):
    assert gate_facts(incident) == {
        "improve.follow_ups": 0,
        "improve.verified_share": 0.0,
        "improve.recurrences_settled": True,
    }
    plan_follow_up(actor=actor(cast.olga), incident=incident, values=FollowUpValues(at=LATER), now=NOON)
    verify_action(
        actor=actor(cast.olga), action=done, verdict=Verdict.PARTLY, evidence="half", follow_up=None, now=LATER
    )
    assert gate_facts(incident) == {
        "improve.follow_ups": 1,
        "improve.verified_share": 1.0,
        "improve.recurrences_settled": True,
    }


# -- reviews and themes


def test_a_review_is_kept_as_it_was(cast: Cast, incident, done):
    new = again(cast)
    look_for_recurrences(About(new.incident_id), now=LATER)
    values = ReviewValues([cast.olga, cast.carl], "Do the certificates first.", None)
    saved = save_review(actor=actor(cast.olga), values=values, now=LATER)
    assert (saved.since, saved.until) == (NOON.date(), LATER.date())
    assert f"- **{incident.reference}** Payments fail (SEV 1)" in saved.text
    assert f"- **{new.incident.reference} F-1** No alert warned" in saved.text
    assert "Do the certificates first." in saved.text
    following = save_review(actor=actor(cast.olga), values=values, now=LATER + timedelta(days=90))
    assert following.since == LATER.date() + timedelta(days=1)


def test_a_review_needs_people_and_a_sensible_next_date(cast: Cast):
    assert codes(save_review(actor=actor(cast.olga), values=ReviewValues([], "", None), now=NOON)) == ["attendees"]
    past = ReviewValues([cast.olga], "", NOON.date())
    assert codes(save_review(actor=actor(cast.olga), values=past, now=NOON)) == ["next_on"]
    assert not PeriodicReview.objects.exists()


def test_themes_have_one_name_each(cast: Cast, factor):
    named = save_theme(actor=actor(cast.olga), values=ThemeValues("Expiry", "", [factor]), now=NOON)
    assert [one.pk for one in named.factors.all()] == [factor.pk]
    assert codes(save_theme(actor=actor(cast.olga), values=ThemeValues("expiry", "", []), now=NOON)) == ["name"]
    assert codes(save_theme(actor=actor(cast.olga), values=ThemeValues(" ", "", []), now=NOON)) == ["name"]


# -- suggestions


def suggest(cast: Cast, incident=None, **changes: str) -> Suggestion | Refusal:
    edited = current_version().text.replace("remind_before_days: 3", "remind_before_days: 5")
    fields = {"title": "Remind earlier", "text": "Three days is short", "edited": edited} | changes
    return suggest_change(actor=actor(cast.olga), incident=incident, now=NOON, **fields)


def test_an_accepted_suggestion_is_the_next_version_and_the_next_incident_runs_under_it(cast: Cast, incident):
    made = suggest(cast, incident)
    before = current_version().number
    with pytest.raises(NotPermitted):
        accept_suggestion(actor=actor(cast.olga), suggestion=made, version=1, now=NOON)
    accepted = accept_suggestion(actor=actor(cast.ada), suggestion=made, version=1, now=NOON)
    assert (accepted.state, accepted.process_version.number) == ("accepted", before + 1)
    following = make_incident(cast)
    assert document_for(following).deadlines.remind_before_days == 5
    assert document_for(incident).deadlines.remind_before_days == 3
    assert codes(accept_suggestion(actor=actor(cast.ada), suggestion=accepted, version=2, now=NOON)) == ["state"]


def test_a_suggestion_whose_place_has_changed_is_refused_and_changes_nothing(cast: Cast):
    first, second = suggest(cast), suggest(cast)
    accept_suggestion(actor=actor(cast.ada), suggestion=first, version=1, now=NOON)
    newest = current_version()
    assert codes(accept_suggestion(actor=actor(cast.ada), suggestion=second, version=1, now=NOON)) == ["misfit"]
    assert current_version() == newest


def test_declining_needs_a_reason(cast: Cast):
    made = suggest(cast)
    assert codes(decline_suggestion(actor=actor(cast.ada), suggestion=made, reason=" ", version=1, now=NOON)) == [
        "reason"
    ]
    declined = decline_suggestion(actor=actor(cast.ada), suggestion=made, reason="It is enough", version=1, now=NOON)
    assert (declined.state, declined.reason) == ("declined", "It is enough")


def test_words_alone_can_be_suggested_but_not_accepted(cast: Cast):
    made = suggest(cast, edited="")
    assert made.hunks == []
    assert codes(accept_suggestion(actor=actor(cast.ada), suggestion=made, version=1, now=NOON)) == ["words"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": ""}, "title"),
        ({"edited": "", "text": ""}, "text"),
        ({"edited": "not: [yaml"}, "yaml"),
        ({"edited": "name: only"}, "document"),
    ],
)
def test_bad_suggestions(cast: Cast, changes, code):
    assert codes(suggest(cast, **changes))[0] == code
