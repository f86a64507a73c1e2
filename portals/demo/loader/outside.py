"""What customers and suppliers handed in at their doors: asked by them, carried out as a worker does."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from accounting.payables.models import Bill
from accounting.receivables.models import Invoice
from crm.service.models import Inquiry
from crm.service.operations import answer_inquiry, close_inquiry
from erp.access.queries import scope_of
from erp.access.scope import Scope
from erp.identity.models import User
from erp.parties.models import Party
from erp.submissions.execution import take_up
from erp.submissions.operations import NewSubmission, submit
from portals.demo.loader.banking import german_iban
from portals.demo.loader.catalog import Catalog
from portals.demo.personas import persona_of


class Outsider:
    """One of the demo's outsiders, who acts for a party at the door of their own."""

    def __init__(
        self, key: str, user: User, party: Party, company_id: int, now: datetime.datetime
    ) -> None:
        persona = persona_of(key)
        if persona is None:
            raise KeyError(key)
        self.scope = scope_of(user, door=persona.door, on=now.date())
        self.party, self.company_id, self.now = party, company_id, now
        self.count = 0

    def hand_in(self, kind: str, payload: Mapping[str, Any]) -> str:
        """Hand something in and have it carried out; return what came of it ("inquiry:5")."""
        self.count += 1
        new = NewSubmission(kind, f"demo-{self.count}", dict(payload), self.company_id, self.party.pk)
        asked = submit(self.scope, new=new)
        return take_up(submission_id=asked.pk, now=self.now).result

    def order(self, catalog: Catalog, number: str, *rows: tuple[str, int]) -> None:
        """Order at one's own prices; a large order waits for somebody of ours."""
        lines = [
            {"product": str(catalog.products[code].public_id), "quantity": str(count)}
            for code, count in rows
        ]
        self.hand_in("sales_order", {"lines": lines, "customer_order_number": number})

    def ask(self, about: Invoice | Bill, text: str) -> Inquiry:
        """Ask about an invoice or a bill."""
        subject = "bill" if isinstance(about, Bill) else "invoice"
        payload = {subject: str(about.public_id), "text": text}
        result = self.hand_in(f"{subject}_question", payload)
        return Inquiry.objects.get(pk=int(result.partition(":")[2]))


def order_and_change(customer: Outsider, second: Outsider, catalog: Catalog) -> None:
    """Order, twice as usual and once so much that it waits; change a phone number and a bank account."""
    customer.order(catalog, "4471", ("HB-1000", 12), ("CU-0200", 6))
    customer.order(catalog, "4472", ("ES-1000", 110), ("HB-1000", 40))
    customer.hand_in("party_contact_change", {"phone": "+49 40 5550 1717"})
    second.order(catalog, "", ("CO-1000", 4), ("TE-0100", 6))
    account = {"holder": second.party.name, "iban": german_iban(777)}
    second.hand_in("party_sensitive_change", {"bank_account": account})


def ask_about_invoices(credit: Scope, customer: Outsider, invoices: Sequence[Invoice]) -> None:
    """Ask about the newest invoices: one is answered and closed, one answered, one still open."""
    torn, statement, freight = invoices
    now = customer.now
    closed = customer.ask(freight, "Is the freight right on this one?")
    words = "Yes, below three cartons freight is charged."
    answer_inquiry(credit, inquiry_id=closed.pk, text=words, now=now)
    close_inquiry(credit, inquiry_id=closed.pk)
    customer.hand_in("inquiry_reply", {"inquiry": str(closed.public_id), "text": "One more thing ..."})
    answered = customer.ask(statement, "Could you send us a statement for the tax office?")
    words = "Of course: you find it under Statement, as PDF and as a sheet."
    answer_inquiry(credit, inquiry_id=answered.pk, text=words, now=now)
    customer.ask(torn, "Two bags of the Harbor Blend were torn. Can you credit them?")
