"""Before the trouble: people, teams, a service, who is told, who is on call, where alerts come in."""

from tests.browser.road.traveller import PEOPLE, Road, save
from tests.browser.visitor import FIRST, PASSWORD, Visitor, make_first_account

TEAMS = {
    "Platform": ("operations", ["carl", "rhea"]),
    "Payments": ("development", ["theo"]),
    "Customer care": ("support", ["sam"]),
}


def prepare(road: Road) -> str:
    """Everything an administrator sets up on the first day; the address that alerts are sent to."""
    make_first_account(road.browser, road.house.base)
    ada = road.sit_down("ada", FIRST)
    for key, name in PEOPLE.items():
        _add_person(ada, key, name)
    for team, (kind, members) in TEAMS.items():
        page = ada.go("/directory/teams/new")
        page.fill("input[name=name]", team)
        page.select_option("select[name=kind]", kind)
        page.select_option("select[name=members]", label=[PEOPLE[key] for key in members])
        save(page)
    page = ada.go("/directory/services/new")
    page.fill("input[name=name]", "Checkout")
    page.select_option("select[name=owner]", label="Payments")
    page.fill("input[name=target]", "0.999")
    save(page)
    _name_audience(ada)
    _set_escalation(ada)
    address = _add_source(ada)
    _add_rule(ada)
    return address


def _add_person(ada: Visitor, key: str, name: str) -> None:
    page = ada.go("/directory/people/new")
    page.fill("input[name=name]", name)
    page.fill("input[name=email]", f"{key}@shop.example")
    page.fill("input[name=password]", PASSWORD)
    save(page)


def _name_audience(ada: Visitor) -> None:
    """The process says who is told; here it gets an address."""
    page = ada.go("/process/edit")
    field = page.locator("textarea[name=text]")
    text = field.input_value().replace(
        "{key: internal, name: Everybody inside, channel: email,",
        "{key: internal, name: Everybody inside, channel: email, addresses: [all@shop.example],",
    )
    field.fill(text)
    page.fill("[name=note]", "Everybody inside is told by mail.")
    save(page, "Save the next version")


def _set_escalation(ada: Visitor) -> None:
    page = ada.go("/alerts/escalation/new")
    page.fill("input[name=name]", "Platform")
    page.fill("textarea[name=levels]", "1: person carl@shop.example\n5: person rhea@shop.example")
    page.check("input[name=is_default]")
    save(page)


def _add_source(ada: Visitor) -> str:
    page = ada.go("/alerts/sources/new/alertmanager")
    page.fill("input[name=name]", "Alertmanager")
    save(page, "Make its address")
    return page.locator("#address").inner_text().strip()


def _add_rule(ada: Visitor) -> None:
    page = ada.go("/alerts/rules/new")
    page.fill("input[name=name]", "Critical alerts are incidents")
    page.fill("textarea[name=matchers]", "severity=critical")
    page.check("input[name=action][value=declare]")
    page.select_option("select[name=severity]", "sev1")
    page.select_option("select[name=service]", label="Checkout")
    save(page)
