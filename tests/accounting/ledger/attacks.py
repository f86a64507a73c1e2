"""Attacks on entries, lines and numbers by SQL, each with what the database must answer."""

from tests.accounting.ledger.forgery import (
    BEGUN,
    COUNT,
    PARTY_LINE,
    REVERSAL,
    WHOLE,
    entry,
    lines,
    series,
)

ON_ENTRIES: dict[str, tuple[str, str]] = {
    # an entry is of its own transaction, and whole
    "forge the transaction": (
        COUNT + entry(xact="'99999999'") + lines(),
        "own transaction and time",
    ),
    "post in the past": (
        COUNT + entry(posted_at="now() - interval '1 day'") + lines(),
        "own transaction and time",
    ),
    "post in the future": (
        COUNT + entry(posted_at="now() + interval '1 day'") + lines(),
        "own transaction and time",
    ),
    "add a balanced pair later": (lines(entry_id="{sale}", line_no="line_no + 9"), "posted before"),
    "add a pair in a second statement": (WHOLE + lines(line_no="line_no + 9"), "numbered from 1"),
    "add lines after an early check": (
        WHOLE + "SET CONSTRAINTS ALL IMMEDIATE;" + lines(line_no="line_no + 9"),
        "numbered from 1",
    ),
    "post one line": (
        BEGUN + lines("entry_id = {sale} AND line_no = 1", debit="0", currency_amount="1"),
        "numbered from 1",
    ),
    "leave out a number of a line": (BEGUN + lines(line_no="line_no * 2 - 1"), "numbered from 1"),
    "give a line number twice": (BEGUN + lines(line_no="1"), "line_entry_no"),
    "post no lines": (BEGUN, "not all used"),
    "post lines of no entry": (lines(entry_id="0"), "name their entry"),
    "post lines of another day": (BEGUN + lines(entry_date="entry_date - 1"), "day of their entry"),
    "post unbalanced": (
        BEGUN + lines(debit="debit * 2", currency_amount="debit * 2 - credit"),
        "an entry is balanced",
    ),
    "post unbalanced in its currency": (
        BEGUN + lines(currency="'USD'", currency_amount="2 * debit - credit"),
        "balanced in its currency",
    ),
    "debit and credit one line": (
        BEGUN + lines(debit="debit + 1", credit="credit + 1", currency_amount="0"),
        "line_debit_xor_credit",
    ),
    "post a negative debit": (
        BEGUN + lines(debit="-credit", credit="-debit", currency_amount="0"),
        "line_debit_xor_credit",
    ),
    "post a line of nothing": (
        BEGUN + lines(debit="0", credit="0", currency_amount="0"),
        "line_has_amount",
    ),
    "swap sides in one scale": (
        BEGUN + lines(currency_amount="-currency_amount"),
        "line_currency_amount_side",
    ),
    "give a due date without a party": (
        BEGUN + lines(due_date="entry_date"),
        "line_due_date_with_party",
    ),
    "drift between the scales": (
        BEGUN + lines(currency_amount="currency_amount / 2"),
        "both scales",
    ),
    "post half cents": (
        BEGUN + lines(debit="debit / 8", credit="credit / 8", currency_amount="currency_amount / 8"),
        "whole minor units",
    ),
    "post parts of a yen": (
        BEGUN + lines(currency="'JPY'", currency_amount="currency_amount / 10"),
        "whole minor units",
    ),
    "invent a currency": (BEGUN + lines(currency="'QQQ'"), "QQQ is no currency"),
    "post to an account put out of use": (
        BEGUN + lines(account_id=PARTY_LINE.format("{inactive}", "account_id")),
        "takes no lines",
    ),
    "post to a heading": (
        BEGUN + lines(account_id=PARTY_LINE.format("{heading}", "account_id")),
        "takes no lines",
    ),
    "leave out a dimension": (
        BEGUN + lines(account_id=PARTY_LINE.format("{demanding}", "account_id")),
        "demands",
    ),
    "owe without a party": (
        BEGUN + lines(party_account_id="NULL", due_date="NULL"),
        "needs its party account",
    ),
    "name a party on revenue": (
        BEGUN + lines(party_account_id="{customer}"),
        "needs its party account",
    ),
    "name a party of another account": (
        BEGUN + lines(account_id=PARTY_LINE.format("account_id", "{payable}")),
        "needs its party account",
    ),
    # another company
    "point an entry at a foreign journal": (
        COUNT + entry(journal_id="{other_journal}") + lines(),
        "_company|not taken from the series",
    ),
    "point an entry at a foreign period": (
        COUNT + entry(period_id="{other_period}") + lines(),
        "period_id_company",
    ),
    "point an entry at a foreign series": (
        "UPDATE erp_series SET last_number = last_number + 1 WHERE id = {other_series};"
        + entry(series_id="{other_series}", number="1")
        + lines(),
        "series_id_company",
    ),
    "point a line at a foreign account": (
        BEGUN + lines(account_id=PARTY_LINE.format("{other_account}", "account_id")),
        "account_id_company",
    ),
    "point a line at a foreign branch": (BEGUN + lines(branch_id="{other_branch}"), "branch_id_company"),
    "point a line at a foreign party account": (
        BEGUN + lines(party_account_id=PARTY_LINE.format("NULL", "{other_customer}")),
        "party_account_id_company|needs its party account",
    ),
    "post lines of another company": (
        BEGUN
        + lines(
            company_id="{other}",
            account_id="{other_account}",
            branch_id="{other_branch}",
            party_account_id="NULL",
            due_date="NULL",
        ),
        "company of their entry",
    ),
    # numbers
    "count without an entry": (COUNT, "not all used"),
    "leave a gap": (
        COUNT + COUNT + entry() + lines(),
        "not all used",
    ),
    "number beyond the series": (entry(number="999") + lines(), "not taken from the series"),
    "number before the series": (COUNT + entry(number="0") + lines(), "not taken from the series"),
    "use a number twice": (COUNT + entry(number="number") + lines(), "entry_series_number"),
    "use the series of another journal": (
        COUNT + entry(journal_id="{general}") + lines(),
        "not taken from the series",
    ),
    "count down": ("UPDATE erp_series SET last_number = 0 WHERE id = {series}", "only counts up"),
    "go back in the calendar": (
        "UPDATE erp_series SET latest_date = latest_date - 1 WHERE id = {series}",
        "only counts up",
    ),
    "dodge the proof": ("UPDATE erp_series SET posts = false WHERE id = {series}", "only counts up"),
    "rename a series": ("UPDATE erp_series SET pattern = 'X#' WHERE id = {series}", "only counts up"),
    "drop a series": ("DELETE FROM erp_series WHERE id = {series}", "only counts up"),
    "begin a series in the middle": (series(last_number="5"), "before its first number"),
    "begin a series below one": (series(first_number="0", last_number="-1"), "series_numbers"),
    "run two series at once": (
        series(code="'SALES'", start_date="'2026-02-01'"),
        "series_do_not_overlap",
    ),
    "end a series before it starts": (series(end_date="'2025-01-01'"), "series_days"),
    "date an invoice before the last": (
        COUNT + entry(entry_date="entry_date - 1") + lines(entry_date="entry_date - 1"),
        "run with the calendar",
    ),
    # sources and reversals
    "post the same source": (COUNT + entry(source="source") + lines(), "entry_company_source"),
    "reverse nothing": (COUNT + entry(kind="'REVERSAL'") + lines(), "entry_reversal_names_entry"),
    "reverse without saying so": (COUNT + entry(reverses_id="id") + lines(), "reversal_names_entry"),
    "storno without a reversal": (COUNT + entry(is_storno="true") + lines(), "storno_is_reversal"),
    "reverse something else": (REVERSAL + lines(), "mirrors what it reverses"),
    "reverse a part": (
        REVERSAL
        + lines(debit="credit / 10", credit="debit / 10", currency_amount="-currency_amount / 10"),
        "mirrors what it reverses",
    ),
    "reverse twice": (
        COUNT + entry(kind="'REVERSAL'", reverses_id="{reversed}"),
        "reverses_id",
    ),
}
