"""Who works at the shop of the example, in which teams, on which services."""

from dataclasses import dataclass

from hotwash.directory.models import Person, Service, Team
from hotwash.directory.steps import PersonValues, ServiceValues, TeamValues, add_person, save_service, save_team
from hotwash.example.teller import sure
from hotwash.kernel.core.actor import SYSTEM

PEOPLE = {
    "olga": "Olga Brandt",
    "carl": "Carl Nyström",
    "rhea": "Rhea Okafor",
    "theo": "Theo Lind",
    "mira": "Mira Castellanos",
    "sam": "Sam Whitfield",
    "nadia": "Nadia Haddad",
}


@dataclass(frozen=True, slots=True)
class Shop:
    people: dict[str, Person]
    teams: dict[str, Team]
    services: dict[str, Service]

    def __getitem__(self, key: str) -> Person:
        return self.people[key]


def found_shop() -> Shop:
    """Make the people, teams and services. The people have no passwords: nobody can sign in as one of them."""
    people = {key: _person(key, name) for key, name in PEOPLE.items()}
    teams = {
        "platform": _team("Platform", "operations", [people["carl"], people["rhea"]]),
        "payments": _team("Payments", "development", [people["theo"], people["mira"]]),
        "care": _team("Customer care", "support", [people["sam"], people["nadia"]]),
    }
    database = _service("Orders database", teams["platform"], 0.9995, "Where every order is kept.")
    checkout = _service("Checkout", teams["payments"], 0.999, "Paying for what is in the basket.", database)
    status = _service("Order status", teams["payments"], 0.995, "Where is my parcel?", database)
    return Shop(people, teams, {"database": database, "checkout": checkout, "status": status})


def _person(key: str, name: str) -> Person:
    values = PersonValues(email=f"{key}@shop.example", name=name, timezone="Europe/Berlin")
    return sure(add_person(actor=SYSTEM, values=values))


def _team(name: str, kind: str, members: list[Person]) -> Team:
    return sure(save_team(actor=SYSTEM, values=TeamValues(name, kind, members)))


def _service(name: str, owner: Team, target: float, description: str, *needs: Service) -> Service:
    runbook = f"https://runbooks.shop.example/{name.lower().replace(' ', '-')}"
    values = ServiceValues(name, description, owner, target, runbook, needs)
    return sure(save_service(actor=SYSTEM, values=values))
