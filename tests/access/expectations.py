"""
What each address is for: its door, the right that opens it, and the kind of record it names.

A new address gets one line here; without it the matrix fails and names the address. What each cell must
answer follows from the line by rule (`rules.py`), never from what the code does today.
"""

from dataclasses import dataclass

GET, POST = "GET", "POST"


@dataclass(frozen=True, slots=True)
class Line:
    """
    One address: who may look and who may act (any of the rights named opens; "" is all behind the door).

    None means that the address does not offer it. `kind` is the record it names, "" none; with a `query`
    the record is named there, in place of {}. `also` is a further right that the act itself asks for.
    """

    name: str
    door: str
    looks: tuple[str, ...] | None
    acts: tuple[str, ...] | None
    kind: str = ""
    query: str = ""
    also: str = ""

    def opened_by(self, method: str) -> tuple[str, ...] | None:
        """The rights that open it to a method; None if it is not offered."""
        return {GET: self.looks, POST: self.acts}.get(method)


def _looks(name: str, right: str = "", kind: str = "", query: str = "") -> Line:
    return Line(name, _door(name), (right,), None, kind, query)


def _fills(name: str, right: str = "", kind: str = "", query: str = "") -> Line:
    return Line(name, _door(name), (right,), (right,), kind, query)


def _acts(name: str, right: str = "", kind: str = "", *, also: str = "") -> Line:
    return Line(name, _door(name), None, (right,), kind, also=also)


def _door(name: str) -> str:
    door, colon, _name = name.partition(":")
    return door if colon else name.partition("-")[0]


# What concerns the company as a whole: a right that was given on a branch does not open it.
OF_THE_COMPANY = {
    *("staff:year_open", "staff:opening", "staff:opening_balances", "staff:opening_invoice"),
    *("staff:opening_bill", "staff:opening_confirm", "staff:rate_list", "staff:rate_new"),
    *("staff:currency_list", "staff:reminder_run", "staff:audit_list"),
}
# Kinds of record that belong to the company: who has a right on a branch of it sees them too.
SHARED = {"account"}

# The right to see the record that an address names; who lacks it finds none there.
SEEN_BY = {
    "customer": "accounting.view_customeraccount",
    "contact": "accounting.view_customeraccount",
    "draft order": "crm.view_salesorder",
    "order": "crm.view_salesorder",
    "delivery": "crm.view_delivery",
    "draft invoice": "accounting.view_invoice",
    "invoice": "accounting.view_invoice",
    "credit note": "accounting.view_invoice",
    "payment": "accounting.view_payment",
    "inquiry": "crm.view_inquiry",
    "supplier inquiry": "crm.view_inquiry",
    "product": "inventory.view_product",
    "price list": "crm.view_pricelist",
    "supplier": "accounting.view_supplieraccount",
    "supplier contact": "accounting.view_supplieraccount",
    "bank account": "accounting.view_supplieraccount",
    "bill": "accounting.view_bill",
    "approved bill": "accounting.view_bill",
    "supplier credit": "accounting.view_bill",
    "bill payment": "accounting.view_billpayment",
    "purchase order": "inventory.view_purchaseorder",
    "arrived order": "inventory.view_receipt",
    "receipt": "inventory.view_receipt",
    "entry": "accounting.view_journalentry",
    "voucher": "accounting.view_manualjournal",
    "draft voucher": "accounting.view_manualjournal",
    "account": "accounting.view_reports",  # by its ledger
    "period": "accounting.view_period",
    "closed period": "accounting.view_period",
    "year": "accounting.view_period",
    "approval": "erp.view_approvalrequest",
    "user": "erp.change_user",
    "grant": "erp.change_user",
    "branch": "erp.change_company",
    "submission": "erp.view_submission",
    "supplier submission": "erp.view_submission",
}

SELLING = (
    _looks("staff:customer_list", "accounting.view_customeraccount"),
    _fills("staff:customer_new", "accounting.change_customeraccount"),
    _looks("staff:customer_choose", "accounting.view_customeraccount", query="for=order_new"),
    _looks("staff:customer", "accounting.view_customeraccount", "customer"),
    _looks("staff:customer_statement", "accounting.view_statement", "customer"),
    _acts("staff:customer_note", "crm.change_activity", "customer"),
    _fills("staff:customer_terms", "accounting.change_customeraccount", "customer"),
    _fills("staff:customer_edit", "erp.change_party", "customer"),
    _fills("staff:contact_new", "erp.change_party", "customer"),
    _fills("staff:contact_edit", "erp.change_party", "contact"),
    _fills("staff:address_new", "erp.change_party", "customer"),
    _fills("staff:tax_number_new", "erp.change_party", "customer"),
    _looks("staff:order_list", "crm.view_salesorder"),
    _fills("staff:order_new", "crm.change_salesorder", "customer", "customer={}"),
    _looks("staff:order", "crm.view_salesorder", "order"),
    _acts("staff:order_confirm", "crm.confirm_salesorder", "draft order"),
    _acts("staff:order_cancel", "crm.change_salesorder", "order"),
    _fills("staff:order_deliver", "crm.deliver_salesorder", "order"),
    _looks("staff:delivery_list", "crm.view_delivery"),
    _looks("staff:delivery", "crm.view_delivery", "delivery"),
    _acts(
        "staff:delivery_invoice",
        "crm.invoice_salesorder",
        "delivery",
        also="accounting.issue_invoice",
    ),
    _fills("staff:billing_run", "crm.invoice_salesorder"),
    _looks("staff:inquiry_list", "crm.view_inquiry"),
    _looks("staff:inquiry", "crm.view_inquiry", "inquiry"),
    _acts("staff:inquiry_answer", "crm.answer_inquiry", "inquiry"),
    _acts("staff:inquiry_close", "crm.answer_inquiry", "inquiry"),
)
RECEIVABLES = (
    _looks("staff:invoice_list", "accounting.view_invoice"),
    _fills("staff:invoice_new", "accounting.add_invoice", "customer", "customer={}"),
    _looks("staff:invoice", "accounting.view_invoice", "invoice"),
    _fills("staff:invoice_edit", "accounting.add_invoice", "draft invoice"),
    _acts("staff:invoice_discard", "accounting.add_invoice", "draft invoice"),
    _acts("staff:invoice_issue", "accounting.issue_invoice", "draft invoice"),
    _looks("staff:invoice_pdf", "accounting.view_invoice", "invoice"),
    _acts("staff:invoice_send", "erp.send_message", "invoice"),
    _fills("staff:invoice_credit", "accounting.credit_invoice", "invoice"),
    _acts("staff:invoice_correct", "accounting.credit_invoice", "invoice"),
    _fills("staff:invoice_write_off", "accounting.write_off_item", "invoice"),
    _looks("staff:payment_list", "accounting.view_payment"),
    _fills("staff:payment_new", "accounting.record_payment", "customer", "customer={}"),
    _looks("staff:payment", "accounting.view_payment", "payment"),
    _fills("staff:payment_allocate", "accounting.allocate_payment", "payment"),
    _fills("staff:payment_reverse", "accounting.record_payment", "payment"),
    _fills("staff:payment_refund", "accounting.refund_payment", "customer", "customer={}"),
    _fills("staff:credit_allocate", "accounting.allocate_payment", "credit note"),
    _looks("staff:reminder_list", "accounting.view_reminder"),
    _acts("staff:reminder_run", "accounting.send_reminders"),
    _fills("staff:reminder_levels", "accounting.change_dunninglevel"),
)
GOODS = (
    _looks("staff:product_list", "inventory.view_product"),
    _fills("staff:product_new", "inventory.change_product"),
    _looks("staff:product", "inventory.view_product", "product"),
    _fills("staff:product_edit", "inventory.change_product", "product"),
    _looks("staff:stock_list", "inventory.view_stocklevel"),
    _fills("staff:stock_count", "inventory.move_stock"),
    _fills("staff:stock_transfer", "inventory.move_stock"),
    _looks("staff:price_list_list", "crm.view_pricelist"),
    _looks("staff:price_list", "crm.view_pricelist", "price list"),
    _fills("staff:price_new", "crm.change_pricelist", "price list"),
)
BUYING = (
    _looks("staff:bill_list", "accounting.view_bill"),
    _fills("staff:bill_new", "accounting.change_bill", "supplier", "supplier={}"),
    _looks("staff:bill", "accounting.view_bill", "bill"),
    _acts("staff:bill_approve", "accounting.post_bill", "bill"),
    _fills("staff:bill_refuse", "accounting.post_bill", "bill"),
    _fills("staff:bill_reverse", "accounting.post_bill", "approved bill"),
    _looks("staff:supplier_list", "accounting.view_supplieraccount"),
    _looks("staff:supplier", "accounting.view_supplieraccount", "supplier"),
    _looks("staff:supplier_choose", "accounting.view_supplieraccount", query="for=bill_pay"),
    _fills("staff:supplier_new", "accounting.change_supplieraccount"),
    _fills("staff:supplier_terms", "accounting.change_supplieraccount", "supplier"),
    _fills("staff:supplier_edit", "erp.change_party", "supplier"),
    _fills("staff:supplier_contact_new", "erp.change_party", "supplier"),
    _fills("staff:supplier_contact_edit", "erp.change_party", "supplier contact"),
    _fills("staff:supplier_address_new", "erp.change_party", "supplier"),
    _fills("staff:supplier_tax_number_new", "erp.change_party", "supplier"),
    _fills("staff:supplier_bank_new", "erp.change_party", "supplier"),
    _fills("staff:supplier_bank_check", "erp.verify_bank_account", "bank account"),
    _looks("staff:bill_payment_list", "accounting.view_billpayment"),
    _looks("staff:bill_payment", "accounting.view_billpayment", "bill payment"),
    _looks("staff:bill_payment_pdf", "accounting.view_billpayment", "bill payment"),
    _fills("staff:bill_pay", "accounting.pay_bill", "supplier", "supplier={}"),
    _fills("staff:bill_payment_allocate", "accounting.pay_bill", "bill payment"),
    _fills("staff:bill_allocate", "accounting.pay_bill", "supplier credit"),
    _fills("staff:bill_payment_reverse", "accounting.pay_bill", "bill payment"),
    _looks("staff:purchase_order_list", "inventory.view_purchaseorder"),
    _fills("staff:purchase_order_new", "inventory.order_purchase", "supplier", "supplier={}"),
    _looks("staff:purchase_order", "inventory.view_purchaseorder", "purchase order"),
    _acts("staff:purchase_order_cancel", "inventory.order_purchase", "purchase order"),
    _fills("staff:purchase_order_receive", "inventory.receive_goods", "purchase order"),
    _looks("staff:receipt_list", "inventory.view_receipt"),
    _looks("staff:receipt", "inventory.view_receipt", "receipt"),
    _fills("staff:receipt_bill", "accounting.change_bill", "receipt"),
    _fills("staff:purchase_order_bill", "accounting.change_bill", "arrived order"),
)
BOOKS = (
    _looks("staff:entry_list", "accounting.view_journalentry"),
    _looks("staff:entry", "accounting.view_journalentry", "entry"),
    _looks("staff:journal_list", "accounting.view_manualjournal"),
    _fills("staff:journal_new", "accounting.change_manualjournal"),
    _looks("staff:journal", "accounting.view_manualjournal", "voucher"),
    _fills("staff:journal_edit", "accounting.change_manualjournal", "draft voucher"),
    _acts("staff:journal_post", "accounting.post_manualjournal", "draft voucher"),
    _acts("staff:journal_discard", "accounting.change_manualjournal", "draft voucher"),
    _acts("staff:journal_copy", "accounting.change_manualjournal", "voucher"),
    _fills("staff:journal_reverse", "accounting.reverse_entry", "voucher"),
    _looks("staff:account_list", "accounting.view_account"),
    _looks("staff:report_list", "accounting.view_reports"),
    _looks("staff:trial_balance", "accounting.view_reports"),
    _looks("staff:profit_and_loss", "accounting.view_reports"),
    _looks("staff:balance_sheet", "accounting.view_reports"),
    _looks("staff:aged_receivables", "accounting.view_reports"),
    _looks("staff:aged_payables", "accounting.view_reports"),
    _looks("staff:general_ledger", "accounting.view_reports", "account"),
    _looks("staff:period_list", "accounting.view_period"),
    _acts("staff:period_close", "accounting.close_period", "period"),
    _fills("staff:period_reopen", "accounting.close_period", "closed period"),
    _fills("staff:period_lock", "accounting.lock_period", "period"),
    _fills("staff:period_exception", "accounting.lock_period", "period"),
    _looks("staff:year", "accounting.view_period", "year"),
    _acts("staff:year_close", "accounting.close_year", "year"),
    _acts("staff:year_open", "accounting.open_year"),
    _looks("staff:opening", "accounting.post_opening_balance"),
    _fills("staff:opening_balances", "accounting.post_opening_balance"),
    _fills("staff:opening_invoice", "accounting.post_opening_balance"),
    _fills("staff:opening_bill", "accounting.post_opening_balance"),
    _acts("staff:opening_confirm", "accounting.post_opening_balance"),
)
DESK = (
    _looks("staff:rate_list", "accounting.view_exchangerate"),
    _looks("staff:currency_list", "accounting.view_exchangerate"),
    _fills("staff:rate_new", "accounting.change_exchangerate"),
    _looks("staff:user_list", "erp.change_user"),
    _fills("staff:user_new", "erp.change_user"),
    _looks("staff:user", "erp.change_user", "user"),
    _acts("staff:user_switch", "erp.change_user", "user"),
    _fills("staff:grant_new", "erp.manage_access", "user"),
    _fills("staff:grant_end", "erp.manage_access", "grant"),
    _looks("staff:company", "erp.change_company"),
    _fills("staff:company_edit", "erp.change_company"),
    _fills("staff:bank_account_new", "erp.change_company"),
    _fills("staff:company_tax_number_new", "erp.change_company"),
    _fills("staff:branch_new", "erp.change_company"),
    _fills("staff:branch_edit", "erp.change_company", "branch"),
    _looks("staff:home"),
    _looks("staff:search"),
    _looks("staff:audit_list", "erp.view_auditevent"),
    _looks("staff:approval_list", "erp.view_approvalrequest"),
    _looks("staff:approval", "erp.view_approvalrequest", "approval"),
    _acts("staff:approval_decide", "erp.view_approvalrequest", "approval"),
    _looks("staff:submission_list", "erp.view_submission"),
    _looks("staff:submission", "erp.view_submission", "submission"),
)
CUSTOMERS = (
    _looks("customer:home"),
    _looks("customer:pay", "accounting.view_invoice"),
    _looks("customer:invoice_list", "accounting.view_invoice"),
    _looks("customer:invoice", "accounting.view_invoice", "invoice"),
    _looks("customer:invoice_pdf", "accounting.view_invoice", "invoice"),
    _fills("customer:invoice_ask", "crm.ask_inquiry", "invoice"),
    _looks("customer:statement", "accounting.view_statement"),
    _looks("customer:order_list", "crm.view_salesorder"),
    _fills("customer:order_new", "crm.place_order"),
    _looks("customer:order", "crm.view_salesorder", "order"),
    _looks("customer:inquiry_list", "crm.view_inquiry"),
    _looks("customer:inquiry", "crm.view_inquiry", "inquiry"),
    _fills("customer:inquiry_reply", "crm.ask_inquiry", "inquiry"),
    _looks("customer:details", "erp.view_party"),
    _fills("customer:details_contact", "erp.request_party_change"),
    _fills("customer:details_legal", "erp.request_party_change"),
    _looks("customer:submission", "erp.view_submission", "submission"),
)
SUPPLIERS = (
    _looks("supplier:home"),
    _looks("supplier:bill_list", "accounting.view_bill"),
    _looks("supplier:bill", "accounting.view_bill", "bill"),
    _fills("supplier:bill_ask", "crm.ask_inquiry", "bill"),
    _looks("supplier:payment_list", "accounting.view_billpayment"),
    _looks("supplier:payment", "accounting.view_billpayment", "bill payment"),
    _looks("supplier:payment_pdf", "accounting.view_billpayment", "bill payment"),
    _looks("supplier:order_list", "inventory.view_purchaseorder"),
    _looks("supplier:order", "inventory.view_purchaseorder", "purchase order"),
    _looks("supplier:inquiry_list", "crm.view_inquiry"),
    _looks("supplier:inquiry", "crm.view_inquiry", "supplier inquiry"),
    _fills("supplier:inquiry_reply", "crm.ask_inquiry", "supplier inquiry"),
    _looks("supplier:details", "erp.view_party"),
    _fills("supplier:details_contact", "erp.request_party_change"),
    _fills("supplier:details_legal", "erp.request_party_change"),
    _looks("supplier:submission", "erp.view_submission", "supplier submission"),
)
PARTNERS = (_looks("partner:turnover", "crm.view_turnover"),)
YEAR = "start_date=2026-01-01&end_date=2026-12-31"
PLACING_ORDERS = ("crm.change_salesorder", "crm.place_order")
API = (
    _looks("api-customer-list", "accounting.view_customeraccount"),
    _looks("api-customer-detail", "accounting.view_customeraccount", "customer"),
    _looks("api-product-list", "inventory.view_product"),
    _looks("api-product-detail", "inventory.view_product", "product"),
    Line("api-order-list", "api", ("crm.view_salesorder",), PLACING_ORDERS),
    _looks("api-order-detail", "crm.view_salesorder", "order"),
    _looks("api-invoice-list", "accounting.view_invoice"),
    _looks("api-invoice-detail", "accounting.view_invoice", "invoice"),
    Line("api-payment-list", "api", ("accounting.view_payment",), ("accounting.record_payment",)),
    _looks("api-payment-detail", "accounting.view_payment", "payment"),
    _looks("api-stock-list", "inventory.view_stocklevel"),
    _looks("api-turnover-list", "crm.view_turnover", query=YEAR),
)


# About nobody but whoever is signed in: everybody may, once they are.
OWN = (
    *("account_profile", "account_tokens", "account_switch", "account_email", "account_reauthenticate"),
    *("account_change_password", "account_set_password", "usersessions_list", "mfa_index"),
    *("mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes"),
    *("mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn"),
    *("mfa_add_webauthn", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn"),
    "socialaccount_connections",
)
# For everybody: signing in and out, and words about it. None of them says anything about anybody.
PUBLIC = (
    *(
        "home",
        "healthz",
        "first_run",
        "api-schema",
        "account_login",
        "account_logout",
        "account_inactive",
    ),
    *("account_signup", "account_email_verification_sent", "account_reset_password"),
    *("account_confirm_login_code", "account_confirm_email", "account_reset_password_done"),
    *("account_reset_password_from_key", "account_reset_password_from_key_done", "mfa_authenticate"),
    *("mfa_login_webauthn", "socialaccount_login_cancelled", "socialaccount_login_error"),
    *("socialaccount_signup", "account/social/login/cancelled/", "account/social/login/error/"),
    *("account/social/signup/", "account/social/connections/"),
    *("openid_connect_login", "openid_connect_callback"),
)
# Not there in a house that is no demo, whatever the address map says.
CLOSED = ("demo_personas", "demo_become")

EXPECTED = {
    line.name: line
    for line in (
        *(*SELLING, *RECEIVABLES, *GOODS, *BUYING, *BOOKS, *DESK),
        *(*CUSTOMERS, *SUPPLIERS, *PARTNERS, *API),
        *(Line(name, "own", ("",), ("",)) for name in OWN),
        Line("account_token_revoke", "own", None, ("",), "token"),
        *(Line(name, "public", ("",), ("",)) for name in PUBLIC),
        *(Line(name, "closed", None, None) for name in CLOSED),
    )
}
