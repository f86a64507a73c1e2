"""Forms about users and their rights."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounting.payables.models import SupplierAccount
from accounting.receivables.models import CustomerAccount
from erp.access.models import Role
from erp.access.operations import NewGrant
from erp.access.scope import PLACES, Place
from erp.administration.facts import UserFacts
from erp.administration.operations.users import RoleAt
from erp.identity.models import User
from erp.organization.models import Branch
from portals.components.forms import DateInput, SearchSelect
from portals.gate import ScopedRequest
from portals.staff.rows import visible

type Choices = list[tuple[str, str]]


class RightForm(forms.Form):
    """A role and the one place where it counts."""

    role = forms.ModelChoiceField(
        label=gettext_lazy("Role"), queryset=Role.objects.none(), to_field_name="code"
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Where"),
        help_text=gettext_lazy("Roles of outsiders are given on the customer or supplier they act for."),
        widget=SearchSelect(),
    )

    def __init__(self, request: ScopedRequest, filled: Any, *, initial: dict[str, Any]) -> None:
        """Offer the company, its branches, and the parties it deals with."""
        super().__init__(filled, initial={"place": f"company:{request.company.pk}"} | initial)
        self.fields["role"].queryset = Role.objects.order_by("pk")  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["place"].choices = _places(request)  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def chosen_place(self) -> tuple[Place, int]:
        """The kind and the id of the place."""
        name, _colon, pk = self.cleaned_data["place"].partition(":")
        return next(place for place in PLACES if place == name), int(pk)


class NewUserForm(RightForm):
    """Somebody who may sign in, with a first role."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    field_order = ("name", "email", "language", "role", "place")

    def __init__(self, request: ScopedRequest, filled: Any) -> None:
        """Start with the company's language."""
        super().__init__(request, filled, initial={"language": request.company.language})

    def facts(self) -> UserFacts:
        """Return who it is; a password they choose themselves."""
        given = self.cleaned_data
        return UserFacts(name=given["name"], email=given["email"], language=given["language"])

    def roles(self) -> list[RoleAt]:
        """Return the first role."""
        place, place_id = self.chosen_place
        return [RoleAt(self.cleaned_data["role"].code, place, place_id)]


class GrantForm(RightForm):
    """A right for a time, with its reason; without an end until it is ended."""

    start_date = forms.DateField(label=gettext_lazy("From"), widget=DateInput())
    end_date = forms.DateField(label=gettext_lazy("Until"), widget=DateInput(), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def __init__(self, request: ScopedRequest, filled: Any) -> None:
        """Start today."""
        super().__init__(request, filled, initial={"start_date": request.today})

    def clean(self) -> dict[str, Any]:
        """Refuse a right that ends before it begins."""
        given = super().clean() or {}
        start, end = given.get("start_date"), given.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", _("It cannot end before it begins."))
        return given

    def grant(self, user: User) -> NewGrant:
        """Return what was filled in, for somebody."""
        given = self.cleaned_data
        place, place_id = self.chosen_place
        return NewGrant(
            user_id=user.pk,
            start_date=given["start_date"],
            end_date=given["end_date"],
            reason=given["reason"],
            role=given["role"].code,
            company_id=place_id if place == "company" else None,
            branch_id=place_id if place == "branch" else None,
            party_id=place_id if place == "party" else None,
        )


class EndForm(forms.Form):
    """Why a right is taken back."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


def _places(request: ScopedRequest) -> list[tuple[str, Choices]]:
    company = request.company
    branches = Branch.objects.filter(company=company, is_active=True).order_by("name")
    inside = [(f"company:{company.pk}", company.name)]
    inside += [(f"branch:{branch.pk}", branch.name) for branch in branches]
    return [
        (_("Company and branches"), inside),
        (_("Customers"), _parties(request, CustomerAccount)),
        (_("Suppliers"), _parties(request, SupplierAccount)),
    ]


def _parties(request: ScopedRequest, model: type[CustomerAccount] | type[SupplierAccount]) -> Choices:
    known = visible(request, model).order_by("party__sort_name", "pk")
    rows = known.values_list("party_id", "number", "party__name")
    return [(f"party:{party_id}", f"{number} {name}") for party_id, number, name in rows]
