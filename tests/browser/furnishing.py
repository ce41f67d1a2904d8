"""What the worked example lacks and the gallery shows: a target, a document, a collector, a review, letters."""

from tests.browser.visitor import PASSWORD, Visitor

VIEWER = "vera@example.org"
OLD = """# Mail was late for an hour

2024-03-05, severity 2. The queue of outgoing mail grew to 40,000 messages after a certificate ran out.

## What we learned

Certificates are renewed by a timer now, and an alert says when one has less than two weeks left.
"""
TAKE_IN = """async (text) => {
  const body = new FormData();
  body.append('file', new File([text], 'late-mail.md', { type: 'text/markdown' }));
  const token = /csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? '';
  const answer = await fetch('/api/v1/archive/documents', { method: 'POST', headers: { 'X-CSRFToken': token }, body });
  if (!answer.ok) throw new Error(await answer.text());
}"""


def furnish(ada: Visitor) -> None:
    """To be done once, by the first administrator, who is signed in."""
    ada.go("/")
    ada.call("POST", "/people", {"name": "Vera Viewer", "email": VIEWER, "role": "viewer", "password": PASSWORD})
    ada.call("POST", "/publish-targets", {"name": "Shelf", "publisher": "folder", "settings": {"folder": "/srv/shelf"}})
    ada.page.evaluate(TAKE_IN, OLD)
    collector = {"name": "Production metrics", "kind": "prometheus", "settings": {"address": "http://127.0.0.1:1"}}
    made = ada.call("POST", "/collectors", {**collector, "query": "up == 0"})
    ada.call("POST", "/incidents/INC-1/evidence/collections", {"collector": made["id"]})
    form = {"plugin": "customer_form", "name": "Help page", "options": {"slug": "shop", "services": "Shop, Search"}}
    ada.call("POST", "/sources", form)
    people = {one["name"]: one["id"] for one in ada.call("GET", "/people")}
    ada.call("POST", "/reviews", {"attendees": [people["Ada Admin"]], "decisions": "Alerts come first next quarter."})
    ada.call("POST", "/incidents/INC-2/pages", {"people": [people["Vera Viewer"]]})
    run = {"key": "gallery-capture", "command": "kubectl rollout status deploy/checkout", "host": "runner-1"}
    ada.call("POST", "/incidents/INC-2/evidence/captures", run | {"cwd": "/srv", "at": "2031-05-05T12:00:00Z"})
    rows = [
        {"at": f"2031-05-05T12:00:0{number}Z", "text": f"Waiting for rollout to finish: {number} out of 3 new replicas"}
        for number in range(3)
    ]
    ada.call("POST", "/incidents/INC-2/evidence/captures/gallery-capture/lines", {"first": 0, "rows": rows})
    ada.call("POST", "/status-pages/shop/subscriptions", {"address": "reader@example.org"})
    ada.call("POST", "/incidents/INC-2/team/propose")
    ada.call("POST", "/incidents/INC-2/team/invite", {"starts_at": "2031-05-06T13:00:00Z", "place": "Room Elbe"})
