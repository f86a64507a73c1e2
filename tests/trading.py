"""A trading company to play with: books open for 2026, a shelf, people with rights, things to sell."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from accounting.ledger.models import Account, PartyAccount, PaymentTerm
from accounting.receivables.models import CustomerAccount
from accounting.setup.operations import lay_out_books, open_fiscal_year
from accounting.taxes.models import TaxCode
from erp.access.models import Grant
from erp.access.operations import system_scope
from erp.access.queries import scope_of
from erp.access.scope import Scope
from erp.identity.models import User
from erp.organization.models import Branch, Company, CompanyTaxRegistration, Group
from erp.parties.models import Address, Party
from inventory.catalog.models import Product
from inventory.catalog.operations import ProductDraft, create_category, create_product

NEW_YEAR = datetime.date(2026, 1, 1)
TODAY = datetime.date(2026, 3, 31)

STAFF = (
    *("inventory.view_product", "inventory.change_product", "inventory.move_stock"),
    *("inventory.view_stocklevel", "inventory.view_stockmove", "inventory.receive_goods"),
    *("inventory.change_purchaseorder", "inventory.order_purchase", "inventory.view_purchaseorder"),
    *("inventory.view_receipt", "crm.view_salesorder", "crm.change_salesorder"),
    *("crm.confirm_salesorder", "crm.deliver_salesorder", "crm.invoice_salesorder", "crm.view_delivery"),
    *("crm.change_pricelist", "crm.view_inquiry", "crm.answer_inquiry", "crm.change_activity"),
    *("crm.view_turnover", "crm.view_activity", "erp.import_records", "erp.change_party"),
    *("erp.view_party", "accounting.view_invoice", "accounting.add_invoice"),
    *("accounting.issue_invoice", "accounting.add_invoice", "accounting.view_customeraccount"),
    *("accounting.change_customeraccount", "accounting.view_payment", "accounting.view_openitem"),
)


def new_group() -> Group:
    """Make the group all companies of a test belong to."""
    return Group.objects.get_or_create(name="Highland Group")[0]


def new_scope(
    name: str,
    permissions: Iterable[str] = (),
    *,
    door: str = "staff",
    on: datetime.date = TODAY,
    **place: Company | Branch | Party,
) -> Scope:
    """Make a user with permissions on one place and return their scope."""
    user = User.objects.create_user(f"{name}@people.test", name=name)
    giver, _is_new = User.objects.get_or_create(email="giver@people.test", defaults={"name": "Giver"})
    Grant.objects.bulk_create(
        Grant(
            user=user,
            permission=permission,
            start_date=NEW_YEAR,
            reason="joined",
            granted_by=giver,
            **place,
        )
        for permission in permissions
    )
    return scope_of(user, door=door, on=on)


def new_company(
    name: str = "Highland Coffee",
    *,
    country: str = "DE",
    currency: str = "EUR",
    chart: str = "generic",
    first_year_start: datetime.date = NEW_YEAR,
    years: int = 1,
) -> Company:
    """Make a company with a head office whose books are open, by the generic chart or another."""
    company = Company.objects.create(
        group=new_group(),
        name=name,
        legal_name=f"{name} GmbH",
        street="Am Sandtorkai 1",
        postal_code="20457",
        city="Hamburg",
        country=country,
        base_currency=currency,
    )
    Branch.objects.create(company=company, code="HQ", name="Head office")
    CompanyTaxRegistration.objects.create(
        company=company, country=country, number="DE123456788", start_date=NEW_YEAR
    )
    opener = system_scope(purpose="setup", company_ids=[company.pk])
    lay_out_books(opener, company=company, chart=chart, first_year_start=first_year_start)
    for further in range(1, years):
        start = first_year_start.replace(year=first_year_start.year + further)
        open_fiscal_year(opener, company_id=company.pk, start_date=start)
    return company


def product_draft(company: Company, code: str, **changes: object) -> ProductDraft:
    """Return what is needed to add a product of that number to the catalog."""
    category = create_category(
        new_or_known_scope(company), company_id=company.pk, name=str(changes.pop("category", "Coffee"))
    )
    facts: dict[str, object] = {
        "code": code,
        "name": f"Product {code}",
        "category_id": category.pk,
        "sales_tax_code_id": TaxCode.objects.get(company=company, code="STANDARD").pk,
        "revenue_account_id": Account.objects.get(company=company, purpose="sales").pk,
    }
    return ProductDraft(**facts | changes)  # type: ignore[arg-type]


def new_product(company: Company, code: str = "BEANS", **changes: object) -> Product:
    """Add a product by the real operation."""
    draft = product_draft(company, code, **changes)
    return create_product(new_or_known_scope(company), company_id=company.pk, product=draft)


def new_or_known_scope(company: Company) -> Scope:
    """Return the scope of the company's clerk, who may do all of stock and sales."""
    email = f"clerk-{company.pk}@people.test"
    if User.objects.filter(email=email).exists():
        return scope_of(User.objects.get(email=email), door="staff", on=TODAY)
    return new_scope(f"clerk-{company.pk}", STAFF, company=company)


def quantity(text: str) -> Decimal:
    """Read a quantity."""
    return Decimal(text)


def new_customer(
    company: Company, name: str = "Bluebird Cafe", *, number: str = "C1", **columns: object
) -> CustomerAccount:
    """Make a customer of the company who pays within 30 days."""
    party = Party.objects.create(
        group=company.group, name=name, email=f"office@{name.split()[0].lower()}.test"
    )
    Address.objects.create(
        party=party,
        purpose=Address.Purpose.LEGAL,
        street="1 High Street",
        city="Leeds",
        country="GB",
        start_date=datetime.date(1990, 1, 1),
    )
    control = Account.objects.get(company=company, purpose="receivable")
    facts: dict[str, object] = {
        "company": company,
        "party": party,
        "branch": company.branches.first(),
        "number": number,
        "party_account": PartyAccount.objects.create(
            company=company, party=party, control_account=control
        ),
        "payment_term": PaymentTerm.objects.get(company=company, code="NET30"),
        "currency": company.base_currency,
        "default_tax_code": TaxCode.objects.get(company=company, code="NONE"),
    }
    return CustomerAccount.objects.create(**facts | columns)
