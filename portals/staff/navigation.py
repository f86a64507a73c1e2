"""Where one can go at the staff door; each subject's addresses stand in its own package."""

from django.utils.translation import gettext_lazy as _

from portals.components.navigation import Entry, Section

HOME = Section("", (Entry(_("Home"), "staff:home", "home", go_key="h"),))
SALES = Section(
    _("Sales"),
    (
        Entry(_("Customers"), "staff:customer_list", "users", "accounting.view_customeraccount", "c"),
        Entry(_("Orders"), "staff:order_list", "shopping-cart", "crm.view_salesorder", "o"),
        Entry(_("Deliveries"), "staff:delivery_list", "truck-delivery", "crm.view_delivery", "d"),
        Entry(_("Invoices"), "staff:invoice_list", "file-invoice", "accounting.view_invoice", "i"),
        Entry(_("Payments"), "staff:payment_list", "cash", "accounting.view_payment", "p"),
        Entry(_("Inquiries"), "staff:inquiry_list", "message-circle", "crm.view_inquiry", "q"),
    ),
)
GOODS = Section(
    _("Goods"),
    (
        Entry(_("Products"), "staff:product_list", "package", "inventory.view_product", "g"),
        Entry(_("Stock"), "staff:stock_list", "building-warehouse", "inventory.view_stocklevel", "s"),
        Entry(_("Prices"), "staff:price_list_list", "tag", "crm.view_pricelist", "r"),
    ),
)
DESK = Section(
    _("Desk"),
    (
        Entry(_("Approvals"), "staff:approval_list", "clipboard-check", "erp.view_approvalrequest", "a"),
        Entry(_("Submissions"), "staff:submission_list", "inbox", "erp.view_submission", "u"),
    ),
)

PURCHASES = Section(
    _("Purchases"),
    (
        Entry(
            _("Suppliers"),
            "staff:supplier_list",
            "building-store",
            "accounting.view_supplieraccount",
            "l",
        ),
        Entry(
            _("Purchase orders"),
            "staff:purchase_order_list",
            "truck",
            "inventory.view_purchaseorder",
            "k",
        ),
        Entry(_("Receipts"), "staff:receipt_list", "checklist", "inventory.view_receipt", "n"),
        Entry(_("Bills"), "staff:bill_list", "receipt", "accounting.view_bill", "b"),
        Entry(_("Bill payments"), "staff:bill_payment_list", "cash", "accounting.view_billpayment", "y"),
    ),
)
BOOKS = Section(
    _("Books"),
    (
        Entry(_("Entries"), "staff:entry_list", "book", "accounting.view_journalentry", "e"),
        Entry(_("Vouchers"), "staff:journal_list", "notebook", "accounting.view_manualjournal", "v"),
        Entry(_("Reports"), "staff:report_list", "report-analytics", "accounting.view_reports", "t"),
        Entry(_("Periods"), "staff:period_list", "calendar", "accounting.view_period"),
        Entry(_("Exchange rates"), "staff:rate_list", "exchange", "accounting.view_exchangerate"),
        Entry(_("Reminders"), "staff:reminder_list", "bell", "accounting.view_reminder", "m"),
        Entry(_("Audit"), "staff:audit_list", "history", "erp.view_auditevent"),
    ),
)

ADMINISTRATION = Section(
    _("Administration"),
    (
        Entry(_("Users"), "staff:user_list", "user-circle", "erp.change_user"),
        Entry(_("Company"), "staff:company", "settings", "erp.change_company"),
    ),
)

NAVIGATION = (HOME, SALES, GOODS, PURCHASES, BOOKS, DESK, ADMINISTRATION)
