"""What the gates of stage 6 ask."""

from hotwash.kernel.core.facts import Fact
from hotwash.reports.core.states import ReportState, Verdict
from hotwash.reports.models import Comment, Publication, Report, Review
from hotwash.respond.models import Incident


def gate_facts(incident: Incident) -> dict[str, Fact]:
    report = Report.objects.filter(incident=incident).first()
    approvals = Review.objects.filter(report=report, verdict=Verdict.APPROVED, outdated=False).count() if report else 0
    open_comments = Comment.objects.filter(incident=incident, parent=None, resolved_at=None).count()
    return {
        "report.started": report is not None,
        "report.approvals": approvals,
        "report.approved": report is not None and report.state in {ReportState.APPROVED, ReportState.PUBLISHED},
        "report.published": report is not None and Publication.objects.filter(report=report).exists(),
        "report.open_comments": open_comments,
        "report.open_comments_answered": report is not None and open_comments == 0,
    }
