"""Forms about vouchers written by hand."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounting.ledger.entries import EntryKind
from accounting.ledger.manual_journals import Voucher, VoucherLine
from accounting.ledger.models import Account, Journal
from accounting.ledger.vouchers import ManualJournal
from erp.organization.models import Branch
from portals.components.forms import DateInput, DecimalField, SearchSelect
from portals.gate import ScopedRequest
from portals.staff.documents import DocumentForm, LineForm
from portals.staff.journals.lists import general_journals

KINDS = (EntryKind.NORMAL, EntryKind.ADJUSTMENT)


class VoucherLineForm(LineForm):
    """One debit or one credit, in the company's currency."""

    account = forms.ModelChoiceField(
        label=_("Account"), queryset=Account.objects.none(), widget=SearchSelect()
    )
    text = forms.CharField(label=_("Text"), max_length=120, required=False)
    debit = DecimalField(label=_("Debit"), min_value=0, max_digits=19, decimal_places=2, required=False)
    credit = DecimalField(
        label=_("Credit"), min_value=0, max_digits=19, decimal_places=2, required=False
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the accounts that may be posted to by hand."""
        super().__init__(*arguments, **options)
        accounts = Account.objects.filter(company=self.request.company, is_postable=True, is_active=True)
        self.fields["account"].queryset = accounts.order_by("code")  # type: ignore[attr-defined]  # a ModelChoiceField


class VoucherForm(DocumentForm):
    """A voucher; debits and credits must be equal."""

    line_form = VoucherLineForm
    entry_date = forms.DateField(label=_("Date"), widget=DateInput())
    reference = forms.CharField(label=_("Voucher"), max_length=80, required=False)
    narration = forms.CharField(label=_("Text"), max_length=200)
    branch = forms.ModelChoiceField(label=_("Branch"), queryset=Branch.objects.none())
    journal = forms.ModelChoiceField(
        label=_("Journal"), queryset=Journal.objects.none(), to_field_name="code"
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind.value, kind.label) for kind in KINDS])

    def __init__(
        self,
        request: ScopedRequest,
        filled: Mapping[str, Any] | None = None,
        *,
        kept: ManualJournal | None = None,
    ) -> None:
        """Start from a draft, or from today at the first branch."""
        branches: Any = Branch.objects.filter(company=request.company, is_active=True)
        initial = _head(kept) if kept else {"entry_date": request.today, "journal": "GENERAL"}
        initial.setdefault("branch", branches.order_by("pk").first())
        lines = [_line(line) for line in kept.lines.order_by("line_no")] if kept else []
        super().__init__(request, filled, initial=initial, initial_lines=lines)
        self.fields["branch"].queryset = branches.order_by("name")  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["journal"].queryset = general_journals(request)  # type: ignore[attr-defined]  # a ModelChoiceField

    def voucher(self) -> Voucher:
        """Return the whole voucher as filled in."""
        given = self.cleaned_data
        return Voucher(
            branch_id=given["branch"].pk,
            entry_date=given["entry_date"],
            narration=given["narration"],
            lines=[
                VoucherLine(
                    values["account"].pk,
                    values["debit"] or Decimal(0),
                    values["credit"] or Decimal(0),
                    values["text"],
                )
                for values in self.filled_lines()
            ],
            reference=given["reference"],
            kind=given["kind"],
            journal_code=given["journal"].code,
        )


class ReversalForm(forms.Form):
    """When and why a posted voucher is reversed."""

    entry_date = forms.DateField(label=_("Date"), widget=DateInput())
    reason = forms.CharField(label=_("Reason"), max_length=200)


def _head(kept: ManualJournal) -> dict[str, Any]:
    names = ("entry_date", "reference", "narration", "kind")
    return {name: getattr(kept, name) for name in names} | {
        "branch": kept.branch_id,
        "journal": kept.journal.code,
    }


def _line(line: Any) -> dict[str, Any]:
    return {
        "account": line.account_id,
        "text": line.text,
        "debit": line.debit or None,
        "credit": line.credit or None,
    }
