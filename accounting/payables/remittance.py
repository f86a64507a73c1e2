"""The remittance advice: what a payment to a supplier settles, for the supplier to read."""

from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounting.payables.models import BillPayment
from accounting.payables.queries import settled_bills
from erp import formats
from erp.documents.models import StoredDocument
from erp.documents.registry import Sheet
from erp.errors import Refused
from erp.money import Money
from erp.parties.models import Address

KIND = "REMITTANCE"
PERMISSION = "accounting.view_billpayment"


class PaymentTakenBack(Refused):
    """A payment that was taken back is not advised any more."""

    code = "payment_taken_back"


def compose_remittance(record_id: int, language: str) -> Sheet:
    """
    Return the sheet of a payment, in the active language; registered as "REMITTANCE".

    :raises PaymentTakenBack: if the payment was reversed
    """
    payments = BillPayment.objects.select_related("company", "party", "supplier_account")
    payment = payments.get(pk=record_id)
    if payment.status == BillPayment.Status.REVERSED:
        raise PaymentTakenBack(_("Payment %(number)s was taken back.") % {"number": payment.number})
    return Sheet(
        payment,
        "remittance",
        values_of(payment, language),
        f"{payment.number}.pdf",
        StoredDocument.RetentionClass.LETTER,
    )


def values_of(payment: BillPayment, language: str) -> dict[str, Any]:
    """Return what the layout `documents/remittance.html` asks for."""
    company, party = payment.company, payment.party
    found = settled_bills(payment)
    given = sum((settled.amount for settled in found), Decimal(0))
    contact = filter(None, (company.phone, company.email, company.website))
    return {
        "language": language,
        "title": _("Remittance advice"),
        "number": payment.number,
        "seller_name": company.legal_name,
        "seller_line": " · ".join([company.legal_name, *company.address.splitlines()]),
        "seller_contact": " · ".join(contact),
        "legal_lines": company.legal_lines,
        "recipient": "\n".join(filter(None, (party.printed_name, _address(payment)))),
        "facts": _facts(payment),
        "bills": [
            {
                "supplier_number": settled.bill.supplier_number,
                "number": settled.bill.number,
                "issue_date": formats.day(settled.bill.issue_date),
                "gross": Money(settled.bill.gross, payment.currency),
                "discount": Money(settled.discount, payment.currency) if settled.discount else None,
                "amount": Money(settled.amount, payment.currency),
            }
            for settled in found
        ],
        "has_discount": any(settled.discount for settled in found),
        "on_account": Money(payment.amount - given, payment.currency),
        "has_rest": payment.amount != given,
        "total": Money(payment.amount, payment.currency),
    }


def _facts(payment: BillPayment) -> list[dict[str, str]]:
    rows = [
        (_("Paid on"), formats.day(payment.booked_date)),
        (_("Our payment"), payment.number),
        (_("Our customer number"), payment.supplier_account.our_customer_number),
        (_("To your account"), formats.iban(payment.payee_iban)),
        (_("Reference"), payment.reference),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _address(payment: BillPayment) -> str:
    addresses = Address.objects.valid_on(payment.booked_date).filter(
        Q(purpose=Address.Purpose.BILLING) | Q(purpose=Address.Purpose.LEGAL), party=payment.party_id
    )
    found = addresses.order_by("purpose", "-start_date").first()
    return found.printed if found else ""
