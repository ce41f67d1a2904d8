"""Every page of the product, by address: what the browser looks at, and what `tests/site/test_gallery.py` counts."""

# With the worked example, for an administrator who is signed in.
EXAMPLE = {
    "home": "/",
    "search": "/search/?q=connections",
    "incidents": "/incidents/",
    "declare": "/incidents/declare",
    "alerts": "/alerts/?triage=all",
    "alert": "/alerts/1/",
    "rules": "/alerts/rules/",
    "rule": "/alerts/rules/1/",
    "rule-new": "/alerts/rules/new",
    "sources": "/alerts/sources/",
    "source": "/alerts/sources/1/",
    "source-new": "/alerts/sources/new/generic_json",
    "on-call": "/alerts/on-call/",
    "schedule": "/alerts/on-call/1/",
    "schedule-edit": "/alerts/on-call/1/edit",
    "schedule-new": "/alerts/on-call/new",
    "policy": "/alerts/escalation/1/",
    "policy-new": "/alerts/escalation/new",
    "actions": "/actions/?state=",
    "archive": "/archive/?q=connections",
    "archive-nothing": "/archive/?q=zeppelin",
    "import": "/archive/import",
    "archived": "/archive/documents/1/",
    "targets": "/archive/targets/",
    "target": "/archive/targets/1/",
    "target-new": "/archive/targets/new/git_markdown",
    "collectors": "/collectors/",
    "collector": "/collectors/1/",
    "collector-new": "/collectors/new/prometheus",
    "insights": "/insights/",
    "themes": "/insights/themes/",
    "review-new": "/insights/review/",
    "review": "/insights/reviews/1/",
    "process": "/process/",
    "process-edit": "/process/edit",
    "process-version": "/process/versions/1/",
    "suggestions": "/process/suggestions/",
    "suggestion": "/process/suggestions/1/",
    "suggestion-new": "/process/suggestions/new?incident=INC-1",
    "directory": "/directory/",
    "person": "/directory/people/2/",
    "person-new": "/directory/people/new",
    "team": "/directory/teams/1/",
    "team-new": "/directory/teams/new",
    "service": "/directory/services/1/",
    "service-new": "/directory/services/new",
    "account": "/account/",
    "password": "/account/password",
}
# Of the incident that has gone through all seven stages; beneath its address.
INCIDENT = {
    "overview": "",
    "log": "log",
    "respond": "respond/",
    "respond-edit": "respond/edit",
    "messages": "respond/messages/",
    "update": "respond/update",
    "seats": "team/",
    "timeline": "evidence/",
    "entry": "evidence/entries/25/",
    "entry-new": "evidence/entries/new",
    "entry-merge": "evidence/entries/25/merge",
    "entry-split": "evidence/entries/25/split",
    "records": "evidence/records/",
    "moments": "evidence/moments/",
    "files": "evidence/files/",
    "file": "evidence/files/6/",
    "file-picture": "evidence/files/7/",
    "unmask": "evidence/files/6/unmask?line=14",
    "custody": "evidence/custody/",
    "collect": "evidence/collect/",
    "collect-from": "evidence/collect/1/",
    "impact": "evidence/impact/",
    "customers": "evidence/impact/customers/",
    "impact-edit": "evidence/impact/1/",
    "impact-metric": "evidence/impact/metrics/9/1/",
    "whys": "analysis/",
    "fishbone": "analysis/fishbone",
    "table": "analysis/table",
    "factor": "analysis/F-2/",
    "debrief": "analysis/debrief",
    "incident-actions": "actions/",
    "action": "actions/A-4/",
    "action-new": "actions/new",
    "report": "report/",
    "report-title": "report/title",
    "section": "report/sections/summary",
    "report-ask": "report/review",
    "report-answer": "report/review/answer",
    "publish": "report/publish",
    "publication": "report/publications/1/",
    "improve": "improve/",
    "follow-up": "improve/follow-ups/1/",
}
# Of the incident in the middle, which somebody is paged for.
MIDDLE = {
    "capture": "evidence/captures/1/",
    "middle-overview": "",
    "middle-respond": "respond/",
    "middle-update": "respond/update",
    "middle-seats": "team/",
    "middle-files": "evidence/files/",
    "middle-report": "report/",
    "recurrence": "improve/",
}
# The lists of a new house that has nobody in it but its first administrator: they say what belongs there.
NEW = {
    "home": "/",
    "incidents": "/incidents/",
    "alerts": "/alerts/",
    "rules": "/alerts/rules/",
    "sources": "/alerts/sources/",
    "collectors": "/collectors/",
    "on-call": "/alerts/on-call/",
    "actions": "/actions/",
    "archive": "/archive/",
    "archive-nothing": "/archive/?q=pool",
    "targets": "/archive/targets/",
    "insights": "/insights/",
    "themes": "/insights/themes/",
    "review-new": "/insights/review/",
    "suggestions": "/process/suggestions/",
    "directory": "/directory/",
    "search": "/search/?q=pool",
}
# The stages of an incident that was declared a moment ago.
BEGUN = ("", "respond/", "team/", "evidence/", "evidence/moments/", "evidence/records/", "evidence/files/",
         "evidence/impact/", "analysis/",
         "analysis/fishbone", "analysis/table", "analysis/debrief", "actions/", "report/", "improve/")  # fmt: skip
# For somebody who is not signed in; the words in brackets come from letters.
STRANGER = {
    "sign-in": "/sign-in",
    "page-answer": "/pages/[token]",
    "seat-answer": "/seats/[token]",
}
# Pages that answer with an error.
GONE = {
    "page-gone": "/pages/no-such-token",
    "seat-gone": "/seats/no-such-token",
}
# Addresses that answer GET but are no page of their own, by the name of their pattern.
NO_PAGE = {
    "action-advice": "a part that the form of an action loads",
    "healthz": "a line of text for machines",
    "welcome": "leads to the start page once somebody is there; looked at by the fixture that makes the first account",
    "design": "of development mode; has a test of its own",
    "actions-csv": "a download",
    "actions-json": "a download",
    "actions-feed": "a calendar",
    "causes-export": "a download",
    "debrief-calendar": "a calendar",
    "evidence-entries": "rows that the timeline loads",
    "evidence-lanes": "a picture",
    "evidence-export": "a download",
    "evidence-file-text": "plain text",
    "evidence-file-picture": "a picture",
    "evidence-file-thumbnail": "a picture",
    "publication-file": "a download",
    "review-markdown": "a download",
    "report-live": "a part that the report loads",
}


def signed_in() -> dict[str, str]:
    """Name and path of every page of the worked example."""
    return (
        EXAMPLE
        | {name: f"/incidents/INC-1/{path}" for name, path in INCIDENT.items()}
        | {name: f"/incidents/INC-2/{path}" for name, path in MIDDLE.items()}
    )
