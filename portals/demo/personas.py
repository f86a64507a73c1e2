"""The people of the demo company; the demo loader makes them, the sign-in page offers them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD = "demo"  # noqa: S105 - the demo's users are public; a production process refuses the demo


@dataclass(frozen=True, slots=True)
class Persona:
    """One person of the demo: the part of the e-mail address before the @, name, and what they do."""

    key: str
    name: str
    role: str | Promise
    door: str
    icon: str

    @property
    def email(self) -> str:
        """The address they sign in with."""
        return f"{self.key}@roastery.example"


PERSONAS = (
    Persona("accountant", "Anna Lindqvist", _("Accountant"), "staff", "calculator"),
    Persona("credit", "Karim Haddad", _("Credit controller"), "staff", "report-money"),
    Persona("sales", "Sofia Marin", _("Salesperson"), "staff", "briefcase"),
    Persona("frontoffice", "Ben Okafor", _("Front office"), "staff", "phone"),
    Persona("administrator", "Ada Winter", _("Administrator"), "staff", "settings"),
    Persona("customer", "Marco Bellini", _("Customer"), "customer", "coffee"),
    Persona("customer2", "Lena Vogt", _("Second customer"), "customer", "building-store"),
    Persona("supplier", "Luisa Prado", _("Supplier"), "supplier", "truck-delivery"),
    Persona("franchisor", "Henrik Dahl", _("Franchisor"), "partner", "chart-bar"),
)


def persona_of(key: str) -> Persona | None:
    """Return the persona called `key`."""
    return next((persona for persona in PERSONAS if persona.key == key), None)
