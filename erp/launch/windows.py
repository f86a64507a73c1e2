"""
The one list of what each portal sees: which rows of which table, and which columns of them.

Views, policies and rights are made from it; what is not here does not exist at a portal. `rows` is the
policy: a row is shown when one of its columns holds an id within that part of the reader's reach.
`where` narrows further, on the row `t`, through other windows of the same door: for rows that carry no
party of their own, and for those an outsider sees only at a certain stage.
"""

from dataclasses import dataclass

type Rows = tuple[tuple[str, str], ...]

OWN_ID: Rows = (("id", "parties"),)
PARTY: Rows = (("party_id", "parties"),)
COMPANY: Rows = (("company_id", "companies"),)
ACCOUNT: Rows = (("party_account_id", "accounts"),)
PLACE: Rows = (("company_id", "companies"), ("branch_id", "branches"))
EVERY: Rows = ()  # only `where` rules, or everybody may know


@dataclass(frozen=True, slots=True)
class Window:
    """
    What one portal sees of one table; every other column than those `shown` is NULL there.

    `hidden` says the same the other way round. `insert` are the columns a portal may fill, and `born`
    what must hold of such a row besides `rows`.
    """

    rows: Rows
    where: str = ""
    hidden: str = ""
    shown: str = ""
    insert: str = ""
    born: str = ""


def _of(table: str, column: str, own: str = "id") -> str:
    """Return the condition that a row belongs to one in sight, whose window stands further up."""
    return f"EXISTS (SELECT FROM {{door}}.{table} o WHERE o.{own} = t.{column})"


_LEDGER = {
    "accounting_partyaccount": Window((("id", "accounts"),)),
    "accounting_openitem": Window(ACCOUNT, hidden="account_id base_amount open_base_amount"),
    "accounting_allocation": Window(
        ACCOUNT, hidden="debit_base_amount credit_base_amount difference_entry_id created_by_id"
    ),
    "accounting_journalline": Window(
        ACCOUNT, hidden="account_id dimension_set_id counterparty_company_id"
    ),
    # an entry may be about several parties: it is in sight through a line of one's own
    "accounting_journalentry": Window(
        COMPANY,
        where=_of("accounting_openitem", "id", "entry_id"),
        hidden="narration prepared_by_id approved_by_id seal_version period_id",
    ),
    "erp_series": Window(COMPANY, hidden="last_number latest_date first_number"),
}
_SUBMISSION = Window(
    PARTY,
    where="t.door = '{door}'",
    insert="public_id company_id branch_id party_id user_id door kind key payload status answer result"
    " tries executor_id created_at finished_at",
    born="door = '{door}' AND user_id = (SELECT guard.scope_actor('{door}')) AND status = 'RECEIVED'"
    " AND answer = '' AND result = '' AND tries = 0 AND executor_id IS NULL AND finished_at IS NULL"
    " AND created_at = statement_timestamp()"
    " AND company_id = ANY ((SELECT guard.scope_companies('{door}'))::bigint[])",
)
_OUTSIDE = {
    "erp_company": Window((("id", "companies"),)),
    "erp_branch": Window(COMPANY),
    "erp_party": Window(OWN_ID, hidden="external_reference"),
    "erp_address": Window(PARTY),
    "erp_contact": Window(PARTY),
    "erp_taxregistration": Window(PARTY),
    "erp_partybankaccount": Window(PARTY, hidden="added_by_id verified_by_id verified_how"),
    "erp_submission": _SUBMISSION,
    "crm_inquiry": Window(PARTY, where="t.door = '{door}'"),
    "crm_inquirymessage": Window(PARTY, where=_of("crm_inquiry", "inquiry_id"), hidden="author_id"),
    "inventory_unit": Window(EVERY),
    **_LEDGER,
}
_CUSTOMER = {
    "accounting_customeraccount": Window(
        PARTY, hidden="credit_limit salesperson_id is_reminded advance_account_id"
    ),
    "accounting_invoice": Window(
        PARTY, where="t.status <> 'DRAFT'", hidden="created_by_id external_reference"
    ),
    "accounting_invoiceline": Window(
        PARTY,
        where=_of("accounting_invoice", "invoice_id"),
        hidden="revenue_account_id dimension_set_id",
    ),
    "accounting_invoicecharge": Window(
        EVERY, where=_of("accounting_invoice", "invoice_id"), hidden="account_id"
    ),
    "accounting_invoicetax": Window(EVERY, where=_of("accounting_invoice", "invoice_id")),
    "accounting_payment": Window(PARTY, hidden="created_by_id key"),
    "crm_salesorder": Window(PARTY, where="t.status <> 'DRAFT'", hidden="created_by_id"),
    "crm_salesorderline": Window(PARTY, where=_of("crm_salesorder", "sales_order_id")),
    "crm_delivery": Window(PARTY, hidden="created_by_id"),
    "crm_deliveryline": Window(PARTY, hidden="place_id"),
    "crm_customerpricelist": Window(
        EVERY, where=_of("accounting_customeraccount", "customer_account_id")
    ),
    "crm_pricelist": Window(
        COMPANY,
        where="t.is_default OR " + _of("crm_customerpricelist", "id", "price_list_id"),
    ),
    "crm_pricelistitem": Window(EVERY, where=_of("crm_pricelist", "price_list_id")),
    "inventory_category": Window(COMPANY),
    "inventory_product": Window(
        COMPANY,
        hidden="standard_cost supplier_account_id purchase_tax_code_id revenue_account_id"
        " expense_account_id reorder_level",
    ),
    "inventory_stocklevel": Window(COMPANY),
}
_SUPPLIER = {
    "accounting_supplieraccount": Window(PARTY, hidden="default_expense_account_id"),
    "accounting_bill": Window(PARTY, hidden="created_by_id approved_by_id"),
    "accounting_billline": Window(
        PARTY, where=_of("accounting_bill", "bill_id"), hidden="expense_account_id dimension_set_id"
    ),
    "accounting_billpayment": Window(PARTY, hidden="created_by_id key"),
    "inventory_purchaseorder": Window(PARTY, where="t.status <> 'DRAFT'", hidden="created_by_id"),
    "inventory_purchaseorderline": Window(
        PARTY, where=_of("inventory_purchaseorder", "purchase_order_id")
    ),
    "inventory_receipt": Window(PARTY, hidden="created_by_id"),
    "inventory_receiptline": Window(PARTY, hidden="place_id"),
    "inventory_product": Window(
        COMPANY,
        where=_of("inventory_purchaseorderline", "id", "product_id"),
        shown="id public_id company_id code name kind unit_id is_active",
    ),
}
# A partner learns how much was sold, never to whom.
_PARTNER = {
    "erp_branch": Window((("company_id", "companies"), ("id", "branches"))),
    "erp_company": Window(
        EVERY,
        where="t.id = ANY ((SELECT guard.scope_companies('{door}'))::bigint[]) OR "
        + _of("erp_branch", "id", "company_id"),
    ),
    "accounting_invoice": Window(
        PLACE,
        where="t.status <> 'DRAFT'",
        shown="id company_id branch_id type status currency exchange_rate issue_date",
    ),
    "accounting_invoiceline": Window(
        PLACE,
        where=_of("accounting_invoice", "invoice_id"),
        shown="id invoice_id company_id branch_id category sales_class channel business_date net",
    ),
}

WINDOWS: dict[str, dict[str, Window]] = {
    "customer": _OUTSIDE | _CUSTOMER,
    "supplier": _OUTSIDE | _SUPPLIER,
    "partner": _PARTNER,
}
