"""What balances and open items must be, computed from lines and allocations, and setting them so."""

from django.db import migrations

RECOMPUTED = """
CREATE FUNCTION recomputed_balances() RETURNS TABLE (company_id bigint, journal_id bigint,
    period_id bigint, entry_kind text, account_id bigint, currency text, branch_id bigint,
    debit numeric, credit numeric, currency_amount numeric)
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT l.company_id, e.journal_id, e.period_id, e.kind, l.account_id, l.currency, l.branch_id,
        sum(CASE WHEN e.is_storno THEN -l.credit ELSE l.debit END),
        sum(CASE WHEN e.is_storno THEN -l.debit ELSE l.credit END), sum(l.currency_amount)
    FROM accounting_journalline l JOIN accounting_journalentry e ON e.id = l.entry_id
    GROUP BY 1, 2, 3, 4, 5, 6, 7
$$;

CREATE FUNCTION recomputed_open_items() RETURNS TABLE (line_id bigint, company_id bigint,
    branch_id bigint, party_id bigint, party_account_id bigint, account_id bigint, entry_id bigint,
    is_debit boolean, currency text, entry_date date, due_date date, amount numeric,
    base_amount numeric, open_amount numeric, open_base_amount numeric, settled_date date)
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT l.id, l.company_id, l.branch_id, p.party_id, p.id, l.account_id, l.entry_id,
        l.currency_amount > 0, l.currency, l.entry_date, coalesce(l.due_date, l.entry_date),
        abs(l.currency_amount), l.debit + l.credit,
        abs(l.currency_amount) - coalesce(moved.amount, 0),
        l.debit + l.credit - coalesce(moved.base_amount, 0),
        CASE WHEN abs(l.currency_amount) = moved.amount THEN moved.latest_date END
    FROM accounting_journalline l JOIN accounting_partyaccount p ON p.id = l.party_account_id
    LEFT JOIN (SELECT line_id, sum(sign * amount) AS amount, sum(sign * base_amount) AS base_amount,
                   max(allocation_date) AS latest_date
               FROM (SELECT debit_line_id AS line_id, amount, debit_base_amount AS base_amount,
                         allocation_date, CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END AS sign
                     FROM accounting_allocation
                     UNION ALL
                     SELECT credit_line_id, amount, credit_base_amount, allocation_date,
                         CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END
                     FROM accounting_allocation) sides GROUP BY line_id) moved ON moved.line_id = l.id
    WHERE l.currency_amount <> 0
$$;
"""
# Who rebuilds waits for who posts, and nobody posts meanwhile.
REBUILD = """
CREATE FUNCTION rebuild_balances() RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    LOCK TABLE accounting_journalline, accounting_allocation IN SHARE ROW EXCLUSIVE MODE;
    ALTER TABLE accounting_balance DISABLE TRIGGER kept_by_postings;
    ALTER TABLE accounting_openitem DISABLE TRIGGER kept_by_postings;
    DELETE FROM accounting_balance;
    INSERT INTO accounting_balance (company_id, journal_id, period_id, entry_kind, account_id, currency,
        branch_id, debit, credit, currency_amount)
        SELECT company_id, journal_id, period_id, entry_kind, account_id, currency, branch_id,
            debit, credit, currency_amount FROM recomputed_balances();
    DELETE FROM accounting_openitem;
    INSERT INTO accounting_openitem (line_id, company_id, branch_id, party_id, party_account_id,
        account_id, entry_id, is_debit, currency, entry_date, due_date, amount, base_amount, open_amount,
        open_base_amount, settled_date)
        SELECT line_id, company_id, branch_id, party_id, party_account_id, account_id, entry_id,
            is_debit, currency, entry_date, due_date, amount, base_amount, open_amount,
            open_base_amount, settled_date FROM recomputed_open_items();
    ALTER TABLE accounting_balance ENABLE ALWAYS TRIGGER kept_by_postings;
    ALTER TABLE accounting_openitem ENABLE ALWAYS TRIGGER kept_by_postings;
END $$;
REVOKE EXECUTE ON FUNCTION rebuild_balances FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rebuild_balances TO erp_app;
"""
DROP = """
DROP FUNCTION rebuild_balances;
DROP FUNCTION recomputed_open_items;
DROP FUNCTION recomputed_balances;
"""


class Migration(migrations.Migration):
    dependencies = [("accounting", "0007_tax_line_guard")]
    operations = [migrations.RunSQL(RECOMPUTED + REBUILD, DROP)]
