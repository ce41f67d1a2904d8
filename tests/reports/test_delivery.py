import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from hotwash.kernel.core.errors import NotPermitted
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.models import Event
from hotwash.reports.core.states import MOST_ATTEMPTS, DeliveryState, Verdict, wait_before
from hotwash.reports.models import Publication, PublicationDelivery, PublishTarget, Report
from hotwash.reports.steps import (
    TargetSettings,
    answer_review,
    publish,
    remove_target,
    retry_delivery,
    save_target,
    start_report,
)
from tests.cast import Cast, actor
from tests.outbox import drain
from tests.reports.conftest import LATER, make_incident


@pytest.fixture
def site(tmp_path: Path) -> Path:
    bare = tmp_path / "site.git"
    bare.mkdir()
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch", "main"], cwd=bare, check=True)
    return bare


def target(cast: Cast, settings: dict[str, str], publisher: str = "git_markdown", **more: bool) -> PublishTarget:
    wanted = TargetSettings(f"Site {PublishTarget.objects.count()}", publisher, settings, **more)
    made = save_target(actor=actor(cast.ada), target=None, wanted=wanted, version=0, now=LATER)
    assert isinstance(made, PublishTarget)
    return made


def published(cast: Cast, report: Report) -> Publication:
    found = publish(actor=actor(cast.olga), report=report, note="", now=LATER)
    assert isinstance(found, Publication)
    return found


def shown(site: Path, path: str) -> str:
    return subprocess.run(["git", "show", f"main:{path}"], cwd=site, check=True, capture_output=True, text=True).stdout


def test_a_publication_reaches_the_documentation_site(cast: Cast, approved: Report, site: Path):
    target(cast, {"repository": str(site), "address": "https://docs.example.org/pm"})
    publication = published(cast, approved)
    drain(now=LATER)
    delivery = PublicationDelivery.objects.get()
    assert delivery.state == DeliveryState.DELIVERED
    assert delivery.location == f"https://docs.example.org/pm/{publication.slug}/"
    text = shown(site, f"post-mortems/{publication.slug}/index.md")
    assert "Watch the queue." in text
    assert "<svg" in shown(site, f"post-mortems/{publication.slug}/fishbone.svg")
    assert Event.objects.get(type="report.delivered").payload["location"] == delivery.location


def test_a_target_that_is_down_is_tried_again_and_seen(cast: Cast, approved: Report, tmp_path: Path, site: Path):
    away = tmp_path / "away.git"
    target(cast, {"repository": str(away)})
    published(cast, approved)
    drain(now=LATER)
    delivery = PublicationDelivery.objects.get()
    assert (delivery.state, delivery.attempts) == (DeliveryState.WAITING, 1)
    assert "git clone failed" in delivery.error
    assert delivery.next_at == LATER + timedelta(seconds=30)
    site.rename(away)
    drain(now=LATER + timedelta(seconds=10))
    assert PublicationDelivery.objects.get().attempts == 1
    drain(now=LATER + timedelta(seconds=31))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.error) == (DeliveryState.DELIVERED, 2, "")


def test_it_is_given_up_after_many_attempts_and_tried_again_by_hand(
    cast: Cast, approved: Report, tmp_path: Path, site: Path
):
    target(cast, {"repository": str(tmp_path / "away.git")})
    published(cast, approved)
    for day in range(4):
        drain(now=LATER + timedelta(days=day))
        drain(now=LATER + timedelta(days=day, hours=12))
    drain(now=LATER + timedelta(days=9))
    delivery = PublicationDelivery.objects.get()
    while delivery.state == DeliveryState.WAITING:
        drain(now=LATER + timedelta(days=10 + delivery.attempts))
        delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.next_at) == (DeliveryState.FAILED, MOST_ATTEMPTS, None)
    assert Event.objects.filter(type="report.delivery_failed").count() == 1
    site.rename(tmp_path / "away.git")
    again = LATER + timedelta(days=40)
    retry_delivery(actor=actor(cast.olga), delivery=delivery, now=again)
    drain(now=again)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DELIVERED
    refusal = retry_delivery(actor=actor(cast.olga), delivery=delivery, now=again)
    assert isinstance(refusal, Refusal)


def test_settings_that_can_never_work_fail_at_once(cast: Cast, approved: Report):
    target(cast, {"folder": "relative/path"}, "folder")
    published(cast, approved)
    drain(now=LATER)
    assert PublicationDelivery.objects.get().state == DeliveryState.FAILED


def test_a_later_revision_overtakes_one_that_still_waits(cast: Cast, approved: Report, tmp_path: Path, site: Path):
    target(cast, {"repository": str(tmp_path / "away.git")})
    published(cast, approved)
    drain(now=LATER)
    approved.incident.entries.create(number=9, at=LATER, text="Late news", created_at=LATER)
    approved.refresh_from_db()
    publish(actor=actor(cast.olga), report=approved, note="Late news", now=LATER)
    site.rename(tmp_path / "away.git")
    drain(now=LATER + timedelta(minutes=5))
    states = PublicationDelivery.objects.order_by("pk").values_list("publication__number", "state")
    assert list(states) == [(1, DeliveryState.FAILED), (2, DeliveryState.DELIVERED)]


def test_a_private_report_goes_only_where_private_ones_may(cast: Cast, tmp_path: Path):
    target(cast, {"folder": str(tmp_path / "open")}, "folder")
    target(cast, {"folder": str(tmp_path / "closed")}, "folder", takes_private=True)
    incident = make_incident(cast, private=True)
    report = start_report(actor=actor(cast.carl), incident=incident, now=LATER)
    answer_review(actor=actor(cast.rhea), report=report, verdict=Verdict.APPROVED, note="", now=LATER)
    report.refresh_from_db()
    publish(actor=actor(cast.carl), report=report, note="", now=LATER)
    drain(now=LATER)
    assert [path.name for path in tmp_path.iterdir()] == ["closed"]


@pytest.mark.parametrize(
    ("name", "publisher", "settings", "codes"),
    [
        ("", "folder", {"folder": "/x"}, ["name"]),
        ("x", "carrier_pigeon", {}, ["publisher"]),
        ("x", "folder", {}, ["required"]),
        ("x" * 121, "folder", {"folder": "/x"}, ["name"]),
    ],
)
def test_what_a_target_refuses(cast: Cast, name: str, publisher: str, settings: dict[str, str], codes: list[str]):
    wanted = TargetSettings(name, publisher, settings)
    refusal = save_target(actor=actor(cast.ada), target=None, wanted=wanted, version=0, now=LATER)
    assert isinstance(refusal, Refusal)
    assert [reason.code for reason in refusal.reasons] == codes


def test_targets_are_for_those_who_manage(cast: Cast):
    with pytest.raises(NotPermitted):
        save_target(actor=actor(cast.olga), target=None, wanted=TargetSettings("x", "folder", {}), version=0, now=LATER)


def test_two_admins_change_the_same_target(cast: Cast):
    made = target(cast, {"folder": "/one"}, "folder")
    wanted = TargetSettings("Site", "folder", {"folder": "/two"})
    assert save_target(actor=actor(cast.ada), target=made, wanted=wanted, version=1, now=LATER)
    refusal = save_target(actor=actor(cast.ada), target=made, wanted=wanted, version=1, now=LATER)
    assert isinstance(refusal, Refusal)
    assert refusal.is_conflict
    remove_target(actor=actor(cast.ada), target=made)
    assert not PublishTarget.objects.exists()


@pytest.mark.parametrize(
    ("attempt", "after", "seconds"), [(2, None, 30), (3, None, 60), (2, 90.0, 90), (40, None, 21_600), (1, None, 30)]
)
def test_waits_grow_up_to_a_limit(attempt: int, after: float | None, seconds: int):
    assert wait_before(attempt, after) == timedelta(seconds=seconds)
