from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q

from hotwash.directory.core.checking import leaves_nobody_in_charge, problem_of_email, problems_of_profile
from hotwash.directory.core.throttle import WINDOW, wait_until
from hotwash.directory.events import PersonAdded, PersonChanged, SignedIn
from hotwash.directory.models import ContactMethod, Person, SignInAttempt
from hotwash.directory.queries import anybody_there
from hotwash.kernel.core.actor import SYSTEM, Actor, Role
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Reason, Refusal, refuse
from hotwash.kernel.steps import Recorder, step

_FIRST_ACCOUNT_LOCK = 7_401_001


@dataclass(frozen=True, slots=True)
class PersonValues:
    """What a person is made of. An empty password makes an account that can't sign in with one."""

    email: str
    name: str
    password: str = ""
    role: Role = Role.MEMBER
    timezone: str = "UTC"


def make_first_account(*, values: PersonValues) -> Person | Refusal:
    """The first account, an admin's. Refused when there is one already, even if two ask at the same time."""
    with step(actor=SYSTEM, permission=Permission.ADMIN) as record:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_FIRST_ACCOUNT_LOCK])
        if anybody_there():
            return refuse("not_first", "The first account has been made already. Sign in, or ask its owner for one.")
        refusal = _unfit(values, password_needed=True)
        return refusal or _create(values, Role.ADMIN, record)


def add_person(*, actor: Actor, values: PersonValues) -> Person | Refusal:
    with step(actor=actor, permission=Permission.ADMIN) as record:
        refusal = _unfit(values, password_needed=False)
        return refusal or _create(values, values.role, record)


def change_person(*, actor: Actor, person: Person, role: Role, is_active: bool) -> Person | Refusal:
    """Change what somebody may do, or close their account. The last active admin stays one."""
    with step(actor=actor, permission=Permission.ADMIN) as record:
        row = Person.objects.select_for_update().get(pk=person.pk)
        others = Person.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=row.pk).exists()
        stays = role is Role.ADMIN and is_active
        refusal = leaves_nobody_in_charge(was_admin=row.role == Role.ADMIN, stays_admin=stays, others=others)
        if refusal is not None:
            return refusal
        row.role, row.is_active = role, is_active
        row.save(update_fields=["role", "is_active"])
        record(PersonChanged(person_id=row.pk, name=row.name, what=f"{role}{'' if is_active else ', account closed'}"))
    return row


def change_own_profile(*, actor: Actor, name: str, timezone: str) -> Person | Refusal:
    """A person's own name and time zone."""
    with step(actor=actor, permission=Permission.VIEW) as record:
        row = Person.objects.select_for_update().get(pk=actor.own_id)
        problems = tuple(problems_of_profile(name, timezone))
        if problems:
            return Refusal(problems)
        row.name, row.timezone = name.strip(), timezone
        row.save(update_fields=["name", "timezone"])
        record(PersonChanged(person_id=row.pk, name=row.name, what="own profile"))
    return row


def set_password(*, email: str, password: str) -> Person | Refusal:
    """Give somebody a new password, by whoever holds the machine."""
    with step(actor=SYSTEM, permission=Permission.ADMIN) as record:
        person = Person.objects.select_for_update().filter(email__iexact=email.strip()).first()
        if person is None:
            return refuse("email", f"Nobody here has the e-mail address {email}.", "email")
        return _set_password(person, password, record)


def change_own_password(*, actor: Actor, old: str, new: str) -> Person | Refusal:
    """A person's own password, by whoever knows the old one."""
    with step(actor=actor, permission=Permission.VIEW) as record:
        person = Person.objects.select_for_update().get(pk=actor.own_id)
        if not person.check_password(old):
            return refuse("old_password", "This is not your password so far. Enter it again.", "old_password")
        return _set_password(person, new, record)


def _set_password(person: Person, password: str, record: Recorder) -> Person | Refusal:
    reasons = _password_reasons(password, person)
    if reasons:
        return Refusal(tuple(reasons))
    person.set_password(password)
    person.save(update_fields=["password"])
    record(PersonChanged(person_id=person.pk, name=person.name, what="new password"))
    return person


def record_sign_in(*, actor: Actor, email: str) -> None:
    """Note a sign-in; the failures before it no longer count against the account."""
    with step(actor=actor, permission=Permission.VIEW) as record:
        SignInAttempt.objects.filter(email=email.lower()).delete()
        record(SignedIn(person_id=actor.person_id or 0))


def record_failed_sign_in(*, email: str, client: str, now: datetime) -> datetime | None:
    """Note a failed sign-in and forget old ones; the time until which the next has to wait, if any."""
    SignInAttempt.objects.filter(at__lt=now - max(WINDOW, timedelta(days=1))).delete()
    SignInAttempt.objects.create(email=email.lower()[:254], client=client[:64], at=now)
    return sign_in_waits_until(email=email, client=client, now=now)


def sign_in_waits_until(*, email: str, client: str, now: datetime) -> datetime | None:
    attempts = SignInAttempt.objects.filter(Q(email=email.lower()) | Q(client=client), at__gt=now - WINDOW)
    rows = list(attempts.values_list("email", "client", "at"))
    by_account = wait_until([at for mail, _, at in rows if mail == email.lower()], now=now)
    by_client = wait_until([at for _, who, at in rows if who == client], now=now)
    return max((until for until in (by_account, by_client) if until is not None), default=None)


def _create(values: PersonValues, role: Role, record: Recorder) -> Person:
    person = Person.objects.create_user(values.email.strip(), values.name.strip(), values.password or None, role)
    person.timezone = values.timezone
    person.save(update_fields=["timezone"])
    ContactMethod.objects.create(person=person, channel="email", address=person.email)
    record(PersonAdded(person_id=person.pk, name=person.name, role=role))
    return person


def _unfit(values: PersonValues, *, password_needed: bool) -> Refusal | None:
    is_taken = Person.objects.filter(email__iexact=values.email.strip()).exists()
    reasons = [
        *problem_of_email(values.email, is_taken=is_taken),
        *problems_of_profile(values.name, values.timezone),
    ]
    if values.password or password_needed:
        reasons += _password_reasons(values.password, Person(email=values.email, name=values.name))
    return Refusal(tuple(reasons)) if reasons else None


def _password_reasons(password: str, person: Person) -> list[Reason]:
    try:
        validate_password(password, person)
    except ValidationError as error:
        return [Reason("password", message, "password") for message in error.messages]
    return []
