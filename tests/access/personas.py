"""Who goes through the world: everybody an address could open for, and must not by mistake."""

import datetime
from dataclasses import dataclass

from django.test import Client

from erp.access.operations import NewGrant, grant_role, revoke_grant, system_scope
from erp.access.roles import ROLES
from erp.access.scope import Scope
from erp.administration.operations.tokens import create_token
from erp.clock import now
from erp.identity.models import User
from erp.organization.models import Branch, Company
from tests.access.world import Side
from tests.conftest import NOW, TODAY

NEW_YEAR = datetime.date(2026, 1, 1)
YESTERDAY = TODAY - datetime.timedelta(days=1)
TOMORROW = TODAY + datetime.timedelta(days=1)
DOORS = ("staff", "customer", "supplier", "partner")
STAFF_ROLES = (
    *("administrator", "manager", "accountant", "credit_controller"),
    *("sales", "front_office", "buyer", "stock_keeper"),
)


@dataclass(frozen=True)
class Persona:
    """
    Somebody with a role or a few single permissions, or nothing: `right`, held on `place`.

    `side` is where their own records lie and `others` whose are foreign to them; `knows` names the words
    of the world that they may read.
    """

    name: str
    right: str = ""
    place: str = "company"
    side: str = "a1"
    others: tuple[str, ...] = ("b",)
    knows: tuple[str, ...] = ()
    state: str = "in force"

    @property
    def held(self) -> frozenset[str]:
        """The permissions that count today."""
        if self.state != "in force" or not self.right:
            return frozenset()
        return ROLES[self.right].permissions if self.right in ROLES else frozenset(self.right.split())

    def permissions(self, door: str) -> frozenset[str] | None:
        """What they hold behind a door; None if it does not open. The API serves every token."""
        if door == "api" or f"portals.enter_{door}" in self.held:
            return self.held
        return None

    @property
    def is_signed_in(self) -> bool:
        """Whether anybody is known to the house."""
        return self.state not in {"anonymous", "deactivated"}

    @property
    def tries(self) -> tuple[str, ...]:
        """The doors they go to: all; but one of each kind is enough at the doors of others."""
        if self.side == "a1" and self.state in {"in force", "anonymous"} and " " not in self.right:
            return (*DOORS, "api")
        kind = self.right.partition(" ")[0].removeprefix("portals.enter_")
        return (kind if kind in DOORS else "staff", "api")

    @property
    def owns(self) -> bool:
        """Whether the records of `side` are within what was granted."""
        return bool(self.held) and self.place != "branch"


INSIDE_A = (
    "inside a",
    *(f"{kind} {side}" for kind in ("customer", "supplier") for side in ("a1", "a2")),
)
INSIDE_B = ("inside b", "customer b", "supplier b")
OUTSIDE = {
    "customer": ("a1", ("a2", "b")),
    "other customer": ("a2", ("a1", "b")),
    "customer of another company": ("b", ("a1",)),
}


def _outsiders(role: str) -> list[Persona]:
    enter = f"portals.enter_{role} accounting.view_{role}account"
    found = [
        Persona(
            name.replace("customer", role), role, role, side, others, (f"{role} {side}", _inside(side))
        )
        for name, (side, others) in OUTSIDE.items()
    ]
    own = {"place": role, "others": ("a2", "b")}
    return [
        *found,
        Persona(f"{role} with no right but to enter", enter, knows=(f"{role} a1", "inside a"), **own),
        Persona(f"revoked {role}", role, state="revoked", **own),
        Persona(f"expired {role}", role, state="expired", **own),
    ]


def _inside(side: str) -> str:
    return f"inside {side[0]}"


PERSONAS = (
    Persona("anonymous", state="anonymous"),
    Persona("deactivated", "administrator", state="deactivated"),
    Persona("stranger"),
    *(Persona(role, role, knows=INSIDE_A) for role in STAFF_ROLES),
    Persona("staff with no right but to enter", "portals.enter_staff", knows=("inside a",)),
    Persona("accountant of another branch", "accountant", "branch", knows=("inside a",)),
    Persona("administrator of another company", "administrator", "company", "b", ("a1",), INSIDE_B),
    Persona("revoked administrator", "administrator", state="revoked"),
    Persona("expired accountant", "accountant", state="expired"),
    Persona("accountant from tomorrow", "accountant", state="future"),
    *_outsiders("customer"),
    *_outsiders("supplier"),
    Persona("partner", "partner", "head office", knows=("inside a",)),
    Persona("partner of another company", "partner", "company", "b", ("a1",), ("inside b",)),
    Persona("revoked partner", "partner", "head office", state="revoked"),
)
NAMES = tuple(persona.name for persona in PERSONAS)


@dataclass(frozen=True, slots=True)
class Keys:
    """What somebody shows: the session of a browser, the token of a program."""

    session: str = ""
    token: str = ""
    token_key: str = ""


def take_in(persona: Persona, sides: dict[str, Side]) -> tuple[User, Keys]:
    """Make the person, grant and take back by the real operations, and sign them in once."""
    email = f"{persona.name.replace(' ', '.')}@people.test"
    user = User.objects.create_user(email, "secret", name=f"Somebody {persona.name}")
    scope = system_scope(purpose="setup", company_ids=Company.objects.values_list("pk", flat=True))
    if persona.right:
        _grant(persona, user, scope, sides[persona.side])
    user.refresh_from_db()
    token, shown = create_token(Scope(user, "account", ()), now=now())
    client = Client()
    client.force_login(user)
    if persona.state == "deactivated":
        user.is_active = False
        user.save(update_fields=["is_active"])
    return user, Keys(client.cookies["sessionid"].value, shown, token.token_key)


def _grant(persona: Persona, user: User, scope: Scope, side: Side) -> None:
    dates = {
        "expired": {"start_date": NEW_YEAR, "end_date": YESTERDAY},
        "future": {"start_date": TOMORROW},
    }.get(persona.state, {"start_date": NEW_YEAR})
    rights = [persona.right] if persona.right in ROLES else persona.right.split()
    for right in rights:
        kind = "role" if right in ROLES else "permission"
        facts = {kind: right} | _place(persona, side) | dates
        grant = grant_role(scope, new=NewGrant(user_id=user.pk, reason="joined", **facts), today=TODAY)
        if persona.state == "revoked":
            revoke_grant(scope, grant_id=grant.pk, reason="left", now=NOW)


def _place(persona: Persona, side: Side) -> dict[str, int]:
    company = side.house.company
    if persona.place == "branch":
        branch, _is_new = Branch.objects.get_or_create(company=company, code="FAR", name="Far away")
        return {"branch_id": branch.pk}
    if persona.place == "head office":
        return {"branch_id": side.house.branch.pk}
    if persona.place == "company":
        return {"company_id": company.pk}
    account = side.customer if persona.place == "customer" else side.supplier
    return {"party_id": account.party_id}
