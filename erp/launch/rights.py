"""
The one list of what the serving login may do with each table; `migrate` grants exactly this.

A table that is missing here is granted to nobody, and a test fails.
"""

WORK = "SELECT, INSERT, UPDATE, DELETE"
APPEND = "SELECT, INSERT"
READ = "SELECT"

# Ordinary tables: the operations of their package add, change and remove rows.
_WORKED_ON = """
    account_emailaddress account_emailconfirmation auth_group auth_group_permissions auth_permission
    django_content_type django_session guardian_groupobjectpermission guardian_userobjectpermission
    knox_authtoken mfa_authenticator socialaccount_socialaccount socialaccount_socialapp
    socialaccount_socialtoken usersessions_usersession

    erp_address erp_approvalrequest erp_approvalrule erp_attachment erp_branch erp_branchpermission
    erp_company erp_companybankaccount erp_companypermission erp_companytaxregistration erp_contact
    erp_grant erp_group erp_idempotentanswer erp_message erp_party erp_partybankaccount
    erp_partypermission erp_partyrelation erp_role erp_series erp_storeddocument erp_submission
    erp_taxregistration erp_user erp_user_groups erp_user_user_permissions

    accounting_account accounting_advancededuction accounting_advancereceipt accounting_bill
    accounting_billline
    accounting_billpayment accounting_currency accounting_customeraccount accounting_dimensionset
    accounting_dunninglevel accounting_exchangerate accounting_fiscalyear accounting_invoice
    accounting_invoicecharge accounting_invoiceline accounting_invoicetax accounting_journal
    accounting_manualjournal accounting_manualjournalline accounting_partyaccount accounting_payment
    accounting_paymentterm accounting_paymenttermstep accounting_period accounting_periodexception
    accounting_reminder accounting_supplieraccount accounting_taxcode accounting_taxcomponent
    accounting_taxrate

    inventory_category inventory_place inventory_product inventory_purchaseorder
    inventory_purchaseorderline inventory_receipt inventory_receiptline inventory_reservation
    inventory_unit

    crm_activity crm_customerpricelist crm_delivery crm_deliveryline crm_franchiseunit crm_inquiry
    crm_inquirymessage crm_pricelist crm_pricelistitem crm_salesorder crm_salesorderline
"""

# Rows are added and never change: the books, and the record of who did what.
_APPENDED = """
    erp_auditevent erp_consent
    accounting_allocation accounting_journalentry accounting_journalline accounting_seal
    accounting_sealedentry accounting_taxline
    inventory_stockcount inventory_stockcountline inventory_stockmove
"""

# Kept by the database's own triggers, or by migrations: serving processes may only look.
_READ = """
    accounting_balance accounting_openitem django_migrations
    inventory_stocklevel
"""

RIGHTS: dict[str, str] = {
    **dict.fromkeys(_WORKED_ON.split(), WORK),
    **dict.fromkeys(_APPENDED.split(), APPEND),
    **dict.fromkeys(_READ.split(), READ),
}

# Numbers of rows that operations draw themselves, before the row: its entry names it as its source.
SEQUENCES = ("accounting_payment_id_seq",)
