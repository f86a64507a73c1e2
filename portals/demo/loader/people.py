"""Who works in the demo, in which roles; outsiders are admitted when their party is there."""

import datetime
from dataclasses import dataclass

from erp.access.queries import scope_of
from erp.access.scope import Place, Scope
from erp.administration.facts import UserFacts
from erp.administration.operations.users import RoleAt, create_user
from erp.identity.models import User
from portals.demo.personas import PASSWORD, persona_of

ROLES = {
    "accountant": "accountant",
    "credit": "credit_controller",
    "sales": "sales",
    "frontoffice": "front_office",
    "administrator": "administrator",
    "customer": "customer",
    "customer2": "customer",
    "supplier": "supplier",
    "franchisor": "partner",
}
LANGUAGES = {"customer2": "de"}


@dataclass(frozen=True, slots=True)
class Staff:
    """The scopes in which the history is written."""

    setup: Scope
    administrator: Scope
    accountant: Scope
    sales: Scope
    frontoffice: Scope
    credit: Scope


@dataclass(frozen=True, slots=True)
class Admission:
    """On which place somebody is let in, from which day on."""

    place: Place
    place_ids: tuple[int, ...]
    since: datetime.date


def admit(setup: Scope, key: str, admission: Admission, *, company_id: int) -> User:
    """Make one of the demo's people a user, in their role on the places."""
    persona = persona_of(key)
    if persona is None:
        raise KeyError(key)
    facts = UserFacts(
        name=persona.name,
        email=persona.email,
        password=PASSWORD,
        language=LANGUAGES.get(key, "en"),
        time_zone="Europe/Berlin",
    )
    roles = [RoleAt(ROLES[key], admission.place, place_id) for place_id in admission.place_ids]
    return create_user(setup, company_id=company_id, facts=facts, roles=roles, today=admission.since)


def admit_staff(
    setup: Scope, *, roastery_id: int, franchisee_id: int, since: datetime.date, today: datetime.date
) -> Staff:
    """Make the people of the house; accountant and administrator work for both companies."""
    everywhere, here = (roastery_id, franchisee_id), (roastery_id,)
    places = {
        "administrator": everywhere,
        "accountant": everywhere,
        "sales": here,
        "frontoffice": here,
        "credit": here,
    }
    scopes = {}
    for key, ids in places.items():
        user = admit(setup, key, Admission("company", ids, since), company_id=roastery_id)
        scopes[key] = scope_of(user, door="staff", on=today)
    return Staff(setup=setup, **scopes)
