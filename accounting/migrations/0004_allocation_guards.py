"""Open items move by allocations alone, and never below nothing or above their amount."""

from django.db import migrations

# Locks rows that the serving login may only read.
LOCK_OPEN_ITEMS = """
CREATE FUNCTION lock_open_items(line_ids bigint[]) RETURNS SETOF accounting_openitem LANGUAGE sql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT * FROM accounting_openitem WHERE line_id = ANY (line_ids) ORDER BY line_id FOR NO KEY UPDATE
$$;
REVOKE EXECUTE ON FUNCTION lock_open_items FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_open_items TO erp_app;
"""

ALLOCATIONS = """
CREATE FUNCTION allocations_born() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
    SET plan_cache_mode = force_generic_plan AS $$
DECLARE complaint text; keeper text;
BEGIN
    IF current_setting('transaction_isolation') = 'repeatable read' THEN
        RAISE EXCEPTION 'the books are not written under REPEATABLE READ' USING ERRCODE = '23514';
    END IF;
    PERFORM lock_open_items(ARRAY(SELECT debit_line_id FROM born UNION SELECT credit_line_id FROM born));
    SELECT broken INTO complaint FROM (SELECT CASE
        WHEN d.line_id IS NULL OR c.line_id IS NULL
            THEN 'a debit item and a credit item settle each other'
        WHEN (b.company_id, b.party_account_id, b.currency, c.account_id)
                IS DISTINCT FROM (d.company_id, d.party_account_id, d.currency, d.account_id)
             OR (b.company_id, b.party_account_id, b.currency)
                IS DISTINCT FROM (c.company_id, c.party_account_id, c.currency)
            THEN 'items of one company, account, party account and currency settle each other'
        WHEN b.allocation_date < greatest(d.entry_date, c.entry_date)
            THEN 'an allocation is not dated before its lines'
        WHEN trunc(b.amount, own.minor_units) <> b.amount
             OR trunc(b.debit_base_amount, base.minor_units) <> b.debit_base_amount
             OR trunc(b.credit_base_amount, base.minor_units) <> b.credit_base_amount
            THEN 'amounts are whole minor units'
        WHEN b.reverses_id IS NOT NULL AND (
             o.reverses_id IS NOT NULL OR b.allocation_date < o.allocation_date
             OR (b.debit_line_id, b.credit_line_id, b.amount, b.debit_base_amount, b.credit_base_amount)
             IS DISTINCT FROM
             (o.debit_line_id, o.credit_line_id, o.amount, o.debit_base_amount, o.credit_base_amount))
            THEN 'a reverse row repeats what it takes back'
        WHEN (b.credit_base_amount - b.debit_base_amount)
             * CASE WHEN b.reverses_id IS NULL THEN 1 ELSE -1 END
             <> coalesce((SELECT sum(l.debit - l.credit) FROM accounting_journalline l
                          WHERE l.entry_id = b.difference_entry_id AND l.company_id = b.company_id
                          AND l.party_account_id = b.party_account_id AND l.currency_amount = 0), 0)
            THEN 'the difference of both sides is posted by its difference entry'
        END AS broken
        FROM born b
        LEFT JOIN accounting_openitem d ON d.line_id = b.debit_line_id AND d.is_debit
        LEFT JOIN accounting_openitem c ON c.line_id = b.credit_line_id AND NOT c.is_debit
        LEFT JOIN accounting_allocation o ON o.id = b.reverses_id
        JOIN erp_company firm ON firm.id = b.company_id
        LEFT JOIN accounting_currency own ON own.code = b.currency
        LEFT JOIN accounting_currency base ON base.code = firm.base_currency) each_allocation
    WHERE broken IS NOT NULL LIMIT 1;
    IF complaint IS NOT NULL THEN
        RAISE EXCEPTION '%', complaint USING ERRCODE = '23514';
    END IF;

    keeper := set_config('books.keeper', 'postings', true);
    UPDATE accounting_openitem i SET
        open_amount = i.open_amount - moved.amount,
        open_base_amount = i.open_base_amount - moved.base_amount,
        settled_date = CASE WHEN i.open_amount = moved.amount THEN
            (SELECT max(a.allocation_date) FROM accounting_allocation a
             WHERE a.debit_line_id = i.line_id OR a.credit_line_id = i.line_id) END
    FROM (SELECT line_id, sum(sign * amount) AS amount, sum(sign * base_amount) AS base_amount
          FROM (SELECT debit_line_id AS line_id, amount, debit_base_amount AS base_amount,
                    CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END AS sign FROM born
                UNION ALL
                SELECT credit_line_id, amount, credit_base_amount,
                    CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END FROM born) sides
          GROUP BY line_id) moved
    WHERE i.line_id = moved.line_id;
    keeper := set_config('books.keeper', '', true);
    RETURN NULL;
END $$;
CREATE TRIGGER allocations_born AFTER INSERT ON accounting_allocation
    REFERENCING NEW TABLE AS born FOR EACH STATEMENT EXECUTE FUNCTION allocations_born();
"""


class Migration(migrations.Migration):
    dependencies = [("accounting", "0003_company_keys")]
    operations = [
        migrations.RunSQL(LOCK_OPEN_ITEMS, "DROP FUNCTION lock_open_items"),
        migrations.RunSQL(ALLOCATIONS, "DROP FUNCTION allocations_born CASCADE"),
    ]
