"""Attacks on all that stands around the entries: balances, settlements, periods, documents, seals."""

from tests.accounting.ledger.forgery import COUNT, WHOLE, allocation, entry, lines

FAKED_DEPTH = """
CREATE TEMPORARY TABLE bait (i int);
CREATE FUNCTION pg_temp.strike() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN UPDATE accounting_balance SET debit = 0; RETURN NULL; END $$;
CREATE TRIGGER strike AFTER INSERT ON bait FOR EACH STATEMENT EXECUTE FUNCTION pg_temp.strike();
INSERT INTO bait VALUES (1);
"""
REPEATABLE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;"
GROWING = (
    *("accounting_journalentry", "accounting_journalline", "accounting_taxline"),
    *("accounting_allocation", "accounting_seal", "accounting_sealedentry", "erp_auditevent"),
)
KEPT = ("accounting_balance", "accounting_openitem")
FIRST_COLUMN = {"accounting_sealedentry": "entry_id", "accounting_openitem": "line_id"}
ONLY_GROW = "only grow"
ALONE = "postings alone"
IN_BOOKS = "stands in the books"
REST_ON = "books rest on it"

AROUND_ENTRIES: dict[str, tuple[str, str]] = {
    **{
        f"change {table}": (
            f"UPDATE {table} SET {(c := FIRST_COLUMN.get(table, 'id'))} = {c}",
            ONLY_GROW,
        )
        for table in GROWING
    },
    **{f"delete from {table}": (f"DELETE FROM {table}", ONLY_GROW) for table in GROWING},
    **{
        f"truncate {table}": (f"TRUNCATE {table} CASCADE", ONLY_GROW)
        for table in (*GROWING, *KEPT, "erp_series", "accounting_invoice", "accounting_invoiceline")
    },
    # periods
    "post into a closed period": (
        COUNT
        + entry(period_id="{closed}", entry_date="date '2026-01-15'")
        + lines(entry_date="date '2026-01-15'"),
        "no open period",
    ),
    "post past a lock": (
        COUNT
        + entry(period_id="{locked}", entry_date="date '2026-02-15'")
        + lines(entry_date="date '2026-02-15'"),
        "no open period",
    ),
    "name the wrong period": (COUNT + entry(period_id="{locked}") + lines(), "no period holds"),
    "move a period to another company": (
        "UPDATE accounting_period SET company_id = {other} WHERE id = {period}",
        REST_ON,
    ),
    "open two periods at once": (
        (
            "INSERT INTO accounting_period (company_id, fiscal_year_id, kind, name, start_date,"
            " end_date, is_closed, is_sales_locked, is_purchases_locked, is_tax_locked)"
            " SELECT company_id, fiscal_year_id, kind, 'twice', start_date + 3, end_date + 3,"
            " false, false, false, false FROM accounting_period WHERE id = {period}"
        ),
        "do_not_overlap",
    ),
    "move a period": (
        "UPDATE accounting_period SET end_date = end_date - 1 WHERE id = {period}",
        REST_ON,
    ),
    "end a period before it starts": (
        "UPDATE accounting_period SET end_date = start_date - 1 WHERE id = {closed}",
        "period_days",
    ),
    # what postings rest on
    "turn a control account": (
        "UPDATE accounting_account SET control_kind = 'NONE' WHERE id = {receivable}",
        REST_ON,
    ),
    "move a party account": (
        "UPDATE accounting_partyaccount SET control_account_id = {payable} WHERE id = {customer}",
        REST_ON,
    ),
    "rename a journal": ("UPDATE accounting_journal SET code = 'X' WHERE id = {journal}", REST_ON),
    "change the base currency": (
        "UPDATE erp_company SET base_currency = 'USD' WHERE id = {company}",
        REST_ON,
    ),
    "change a minor unit": (
        "UPDATE accounting_currency SET minor_units = 0 WHERE code = 'EUR'",
        REST_ON,
    ),
    "drop a currency": ("DELETE FROM accounting_currency WHERE code = 'EUR'", REST_ON),
    # balances and open items
    "set a balance": ("UPDATE accounting_balance SET debit = 1", ALONE),
    "drop a balance": ("DELETE FROM accounting_balance", ALONE),
    "invent a balance": (
        "INSERT INTO accounting_balance SELECT * FROM accounting_balance",
        ALONE,
    ),
    "set an open item": ("UPDATE accounting_openitem SET open_amount = 0", ALONE),
    "drop an open item": ("DELETE FROM accounting_openitem", ALONE),
    "invent an open item": ("INSERT INTO accounting_openitem SELECT * FROM accounting_openitem", ALONE),
    "fake the depth of triggers": (FAKED_DEPTH, ALONE),
    "claim to keep the balances": (
        "SET books.keeper = 'postings'; UPDATE accounting_balance SET debit = 1",
        ALONE,
    ),
    # allocations
    "settle more than is open": (
        allocation(amount="100"),
        "open_item_in_bounds",
    ),
    "settle more base than is open": (
        allocation(debit_base_amount="10000", credit_base_amount="10000"),
        "open_item_base_in_bounds",
    ),
    "settle all and keep some base": (
        allocation(amount="{sale_open}", debit_base_amount="10", credit_base_amount="10"),
        "open_item_settled_in_base",
    ),
    "settle nothing": (allocation(amount="0"), "allocation_amount_positive"),
    "settle backwards": (
        allocation(debit_base_amount="-10", credit_base_amount="-10"),
        "allocation_base_not_negative",
    ),
    "settle a line by itself": (
        allocation(credit_line_id="debit_line_id"),
        "allocation_of_two_lines|settle each other",
    ),
    "settle a debit by a debit": (
        allocation(credit_line_id="{usd_line}"),
        "a debit item and a credit item",
    ),
    "settle for another customer": (
        allocation(credit_line_id="{stranger_line}"),
        "one company, account, party account and currency",
    ),
    "settle in another currency": (
        allocation(debit_line_id="{usd_line}"),
        "one company, account, party account and currency",
    ),
    "call the currency another": (
        allocation(currency="'USD'"),
        "one company, account, party account and currency",
    ),
    "settle before the lines": (
        allocation(allocation_date="allocation_date - 1"),
        "not dated before its lines",
    ),
    "settle half cents": (allocation(amount="9.999"), "whole minor units"),
    "release other base": (allocation(credit_base_amount="9"), "posted by its difference entry"),
    "claim an entry as difference": (
        allocation(credit_base_amount="9", difference_entry_id="{sale}"),
        "posted by its difference entry",
    ),
    "take back something else": (
        allocation(reverses_id="id"),
        "repeats what it takes back",
    ),
    "take back twice": (
        allocation(
            reverses_id="{taken_back}",
            amount="5",
            debit_base_amount="5",
            credit_base_amount="5",
        ),
        "reverses_id",
    ),
    "take back a taking back": (
        allocation(
            reverses_id="{taking_back}",
            amount="5",
            debit_base_amount="5",
            credit_base_amount="5",
        ),
        "repeats what it takes back",
    ),
    # isolation
    "post from an old snapshot": (REPEATABLE + WHOLE, "REPEATABLE READ"),
    "settle from an old snapshot": (REPEATABLE + allocation(), "REPEATABLE READ"),
    # documents
    "change an issued invoice": (
        "UPDATE accounting_invoice SET note = 'x' WHERE id = {invoice}",
        IN_BOOKS,
    ),
    "delete an issued invoice": ("DELETE FROM accounting_invoice WHERE id = {invoice}", IN_BOOKS),
    "take an invoice out of the books": (
        (
            "UPDATE accounting_invoice SET status = 'DRAFT', number = NULL, journal_entry_id = NULL"
            " WHERE id = {invoice}"
        ),
        IN_BOOKS,
    ),
    "change an issued line": (
        "UPDATE accounting_invoiceline SET description = 'x' WHERE invoice_id = {invoice}",
        IN_BOOKS,
    ),
    "delete an issued line": (
        "DELETE FROM accounting_invoiceline WHERE invoice_id = {invoice}",
        IN_BOOKS,
    ),
    "add an issued tax": (
        (
            "INSERT INTO accounting_invoicetax (invoice_id, category, rate_percent, exemption_reason,"
            " base, tax) VALUES ({invoice}, 'Z', 0, '', 0, 0)"
        ),
        IN_BOOKS,
    ),
    # taxes and seals
    "add a tax line later": (
        (
            "INSERT INTO accounting_taxline SELECT (jsonb_populate_record(t, jsonb_build_object('id',"
            " t.id + 1000))).* FROM accounting_taxline t"
        ),
        "born with their entry",
    ),
    "break the chain of seals": (
        (
            "INSERT INTO accounting_seal (company_id, number, version, previous_hash, hash)"
            " VALUES ({company}, 9, 1, repeat('0', 64), 'x')"
        ),
        "continues the chain",
    ),
}
