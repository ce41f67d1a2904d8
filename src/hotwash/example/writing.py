"""Stage 6 of the example: the report is written, reviewed by a second person, published, talked about."""

from hotwash.example.people import Shop
from hotwash.example.teller import Teller
from hotwash.reports.core.states import Verdict
from hotwash.reports.models import Report
from hotwash.reports.steps import (
    answer_comment,
    answer_review,
    comment,
    edit_section,
    publish,
    request_review,
    resolve_comment,
    start_report,
)
from hotwash.respond.models import Incident

BEGUN = 60 * 52
REVIEWED = 60 * 76
PUBLISHED = 60 * 98

SECTIONS = {
    "summary": (
        "On a weekday morning the checkout answered 502 to a third of all requests for 37 minutes. The orders database "
        "had run out of connections: an upgrade of its module had set the limit back to a default, and a rollout five "
        "minutes later doubled what each host asks for. Putting the limit back ended it."
    ),
    "impact": "Counted from the load balancer's log; customer care counted its messages by hand.",
    "timeline": "Ansible's log has no time zone; it was set to UTC after comparing it with CloudTrail.",
    "factors": (
        "Each change was sound by itself. They met in a limit that neither of them could see, and the one place where "
        "the old limit was known was the memory of an evening in spring."
    ),
    "helped": "Terraform's run was kept as JSON, with the old and the new value in it.",
    "lessons": (
        "A value that was set by hand is a change that waits to be undone. Look for others: parameter groups, quotas, "
        "autoscaling limits."
    ),
}


def share(teller: Teller, shop: Shop, incident: Incident) -> Report:
    """From the first word to the published report, with a question asked and answered."""
    olga = shop["olga"].as_actor()
    report = teller.tell(BEGUN, start_report, actor=olga, incident=incident)
    for number, (key, text) in enumerate(SECTIONS.items(), 1):
        at = BEGUN + 6 * number
        teller.tell(at, edit_section, actor=olga, report=report, key=key, text=text, version=_version(report, key))
    teller.tell(BEGUN + 60, request_review, actor=olga, report=report, reviewers=[shop["mira"]])
    _approve(teller, shop, report)
    report.refresh_from_db()
    teller.tell(PUBLISHED, publish, actor=olga, report=report, note="")
    asked = "Are there other parameter groups with values set by hand?"
    question = teller.tell(
        PUBLISHED + 300, comment, actor=shop["theo"].as_actor(), incident=incident, target="section:lessons", text=asked
    )
    answered = "Two, in the search cluster. They are in the module since yesterday."
    teller.tell(PUBLISHED + 900, answer_comment, actor=shop["carl"].as_actor(), parent=question, text=answered)
    teller.tell(PUBLISHED + 905, resolve_comment, actor=shop["theo"].as_actor(), comment=question)
    return report


def _approve(teller: Teller, shop: Shop, report: Report) -> None:
    report.refresh_from_db()
    note = "Reads well. The chain from the plan to the refused connections holds."
    mira = shop["mira"].as_actor()
    teller.tell(REVIEWED, answer_review, actor=mira, report=report, verdict=Verdict.APPROVED, note=note)


def _version(report: Report, key: str) -> int:
    section = report.sections.filter(key=key).first()
    return section.version if section else 0
