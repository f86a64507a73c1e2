"""The books defend themselves: entries are born whole, balanced, numbered, in an open period."""

from django.db import migrations

# The application checks first, to speak kindly; the database checks last, to be sure. Guard functions are
# SECURITY DEFINER with a fixed search path, so that row security and a caller's rights cannot blind them.
# All are triggers of the statement, over its new rows: a trigger per line would be quadratic.
COLUMNS = """
ALTER TABLE accounting_journalentry ADD COLUMN xact xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE accounting_period ADD CONSTRAINT period_regular_do_not_overlap EXCLUDE USING gist
    (company_id WITH =, daterange(start_date, end_date, '[]') WITH &&) WHERE (kind = 'REGULAR');
"""
DROP_COLUMNS = """
ALTER TABLE accounting_period DROP CONSTRAINT period_regular_do_not_overlap;
ALTER TABLE accounting_journalentry DROP COLUMN xact;
"""

# The period p takes an entry of journal j, prepared by {who}: the same words for poster and guard.
PERIOD_TAKES = """NOT p.is_closed AND (
            NOT CASE j.kind WHEN 'SALES' THEN p.is_sales_locked
                            WHEN 'PURCHASE' THEN p.is_purchases_locked ELSE false END
            OR EXISTS (SELECT FROM accounting_periodexception x
                       WHERE x.period_id = p.id AND x.user_id = {who} AND x.expires_at > now()))"""
# A plan is kept for the life of a session. Made while tables are small it would read them whole, and go
# on doing so when they have grown; these settings make it walk the keys from the first day.
BY_KEY = """SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
    SET plan_cache_mode = force_generic_plan"""
GUARD = f"""RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    {BY_KEY}"""
# Under REPEATABLE READ a guard would not see what was committed since; SERIALIZABLE refuses by itself.
REFUSE_OLD_SNAPSHOT = """IF current_setting('transaction_isolation') = 'repeatable read' THEN
        RAISE EXCEPTION 'the books are not written under REPEATABLE READ' USING ERRCODE = '23514';
    END IF;"""
COMPLAIN = """IF complaint IS NOT NULL THEN
        RAISE EXCEPTION '%', complaint USING ERRCODE = '23514';
    END IF;"""

# The only way in is `post_entries` of accounting.ledger.posting, which calls this: period, number, entries
# and lines at one call whose plans are kept. It answers nothing, and has done nothing, unless every
# draft has found its period and is new; who calls then asks why. All lines come by one INSERT: from it the
# guards prove each entry whole. Each statement of a volatile function sees what was committed before it.
POST = f"""
CREATE FUNCTION post_entries(
    company bigint, journal_code text, preparer bigint,
    entry_dates date[], document_dates date[], sources text[], narrations text[], kinds text[],
    external_references text[], reversed_ids bigint[], storno boolean[], wanted_periods bigint[],
    approvers bigint[],
    positions int[], line_nos int[], accounts bigint[], party_accounts bigint[], branches bigint[],
    debits numeric[], credits numeric[], currencies text[], currency_amounts numeric[], due_dates date[],
    counterparties bigint[], dimension_sets bigint[], quantities numeric[])
    RETURNS TABLE (entry_id bigint, public_id uuid, number bigint, journal_id bigint, period_id bigint,
                   posted_at timestamptz, line_ids bigint[], series erp_series)
    LANGUAGE plpgsql SET search_path = public, pg_temp {BY_KEY} AS $$
#variable_conflict use_column
DECLARE
    journal accounting_journal; counted erp_series; periods bigint[]; ids bigint[];
    how_many int := cardinality(sources); first_day date; last_day date;
BEGIN
    SELECT * INTO journal FROM accounting_journal j WHERE j.company_id = company AND j.code = journal_code;
    SELECT array_agg(p.id ORDER BY d.position) INTO periods
    FROM unnest(entry_dates, wanted_periods) WITH ORDINALITY AS d (entry_date, wanted, position)
    JOIN accounting_journal j ON j.id = journal.id
    JOIN accounting_period p ON p.company_id = company
        AND d.entry_date BETWEEN p.start_date AND p.end_date
        AND CASE WHEN d.wanted IS NULL THEN p.kind = 'REGULAR' ELSE p.id = d.wanted END
        AND {PERIOD_TAKES.format(who="preparer")};
    IF cardinality(periods) IS DISTINCT FROM how_many OR EXISTS (
        SELECT FROM accounting_journalentry e WHERE e.company_id = company AND e.source = ANY (sources))
    THEN RETURN; END IF;
    SELECT min(day), max(day) INTO first_day, last_day FROM unnest(entry_dates) day;
    SELECT * INTO counted
        FROM take_numbers(company, journal_code, first_day, last_day, how_many, journal.kind = 'SALES');
    IF counted.id IS NULL THEN RETURN; END IF;

    WITH born AS (
        INSERT INTO accounting_journalentry (public_id, company_id, journal_id, series_id, number,
            period_id, kind, entry_date, document_date, source, external_reference, narration,
            reverses_id, is_storno, prepared_by_id, approved_by_id, seal_version)
        SELECT gen_random_uuid(), company, journal.id, counted.id,
            counted.last_number - how_many + d.position, d.period_id, d.kind, d.entry_date,
            d.document_date, d.source, d.external_reference, d.narration, d.reverses_id, d.is_storno,
            preparer, d.approved_by_id, 1
        FROM unnest(periods, entry_dates, document_dates, sources, narrations, kinds,
                    external_references, reversed_ids, storno, approvers)
            WITH ORDINALITY AS d (period_id, entry_date, document_date, source, narration, kind,
                external_reference, reverses_id, is_storno, approved_by_id, position)
        RETURNING id, number)
    SELECT array_agg(born.id ORDER BY born.number) INTO ids FROM born;

    RETURN QUERY WITH born AS (
        INSERT INTO accounting_journalline (company_id, entry_id, line_no, account_id, party_account_id,
            branch_id, debit, credit, currency, currency_amount, entry_date, due_date,
            counterparty_company_id, dimension_set_id, quantity)
        SELECT company, ids[l.position], l.line_no, l.account_id, l.party_account_id, l.branch_id,
            l.debit, l.credit, l.currency, l.currency_amount, entry_dates[l.position], l.due_date,
            l.counterparty_id, l.dimension_set_id, l.quantity
        FROM unnest(positions, line_nos, accounts, party_accounts, branches, debits, credits, currencies,
                    currency_amounts, due_dates, counterparties, dimension_sets, quantities)
            AS l (position, line_no, account_id, party_account_id, branch_id, debit, credit, currency,
                  currency_amount, due_date, counterparty_id, dimension_set_id, quantity)
        RETURNING id, entry_id, line_no)
    SELECT e.id, e.public_id, e.number, e.journal_id, e.period_id, e.posted_at, lines.ids, counted
    FROM (SELECT born.entry_id, array_agg(born.id ORDER BY born.line_no) AS ids
          FROM born GROUP BY born.entry_id) lines
    JOIN accounting_journalentry e ON e.id = lines.entry_id ORDER BY e.number;
END $$;
"""

# FOR SHARE: posters pass side by side, and whoever closes the period waits for them. Transaction ids
# restart in a restored cluster, the clock does not: an entry is known by both.
ENTRIES = f"""
CREATE FUNCTION entries_born() {GUARD} AS $$
DECLARE complaint text;
BEGIN
    {REFUSE_OLD_SNAPSHOT}
    PERFORM FROM accounting_period WHERE id = ANY (ARRAY(SELECT DISTINCT period_id FROM born))
        ORDER BY id FOR SHARE;
    SELECT broken INTO complaint FROM (SELECT CASE
        WHEN b.xact <> pg_current_xact_id() OR b.posted_at < transaction_timestamp()
             OR b.posted_at > clock_timestamp()
            THEN 'an entry bears its own transaction and time'
        WHEN s.id IS NULL OR b.number < s.first_number OR b.number > s.last_number
            THEN format('number %s was not taken from the series', b.number)
        WHEN p.id IS NULL THEN format('no period holds %s', b.entry_date)
        WHEN NOT ({PERIOD_TAKES.format(who="b.prepared_by_id")})
            THEN format('no open period holds %s', b.entry_date)
        END AS broken
        FROM born b JOIN accounting_journal j ON j.id = b.journal_id
        LEFT JOIN erp_series s ON s.id = b.series_id AND s.code = j.code AND s.posts
            AND b.entry_date BETWEEN s.start_date AND s.end_date
        LEFT JOIN accounting_period p ON p.id = b.period_id
            AND b.entry_date BETWEEN p.start_date AND p.end_date) each_entry
    WHERE broken IS NOT NULL LIMIT 1;
    {COMPLAIN}
    RETURN NULL;
END $$;
CREATE TRIGGER entries_born AFTER INSERT ON accounting_journalentry
    REFERENCING NEW TABLE AS born FOR EACH STATEMENT EXECUTE FUNCTION entries_born();

-- At commit: every number counted belongs to an entry with lines; in sales journals days do not go back.
CREATE FUNCTION series_full() {GUARD} AS $$
DECLARE used bigint; first_day date; is_sales boolean;
BEGIN
    SELECT count(*), min(entry_date), bool_or(j.kind = 'SALES') INTO used, first_day, is_sales
    FROM accounting_journalentry e JOIN accounting_journal j ON j.id = e.journal_id
    WHERE e.series_id = NEW.id AND e.number > OLD.last_number AND e.number <= NEW.last_number
        AND EXISTS (SELECT FROM accounting_journalline l WHERE l.entry_id = e.id);
    IF used <> NEW.last_number - OLD.last_number THEN
        RAISE EXCEPTION 'numbers % to % of series % are not all used by whole entries',
            OLD.last_number + 1, NEW.last_number, NEW.id USING ERRCODE = '23514';
    END IF;
    IF is_sales AND (first_day < OLD.latest_date OR used > 1 AND EXISTS (
           SELECT FROM (SELECT entry_date, lag(entry_date) OVER (ORDER BY number) AS day_before
                        FROM accounting_journalentry WHERE series_id = NEW.id
                        AND number > OLD.last_number AND number <= NEW.last_number) block
           WHERE entry_date < day_before)) THEN
        RAISE EXCEPTION 'numbers of series % run with the calendar', NEW.id USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER series_full AFTER UPDATE ON erp_series
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.posts) EXECUTE FUNCTION series_full();
"""

# Lines numbered 1 to n in one statement, and (entry, line_no) unique: a second statement cannot add any.
LINES = f"""
CREATE FUNCTION lines_born() {GUARD} AS $$
DECLARE complaint text; reverses boolean; keeper text;
BEGIN
    SELECT max(broken), bool_or(is_reversal) INTO complaint, reverses FROM (SELECT CASE
        WHEN e.id IS NULL THEN 'lines name their entry'
        WHEN e.xact <> pg_current_xact_id() OR e.posted_at < transaction_timestamp()
            THEN 'an entry is born whole: it was posted before'
        WHEN b.lines < 2 OR b.first_line <> 1 OR b.last_line <> b.lines
            THEN 'an entry is born whole: two lines or more, numbered from 1'
        WHEN b.company_id <> e.company_id OR b.last_company_id <> e.company_id
            THEN 'lines belong to the company of their entry'
        WHEN b.debit <> b.credit THEN 'an entry is balanced'
        WHEN b.currencies = 1 AND b.currency_amount <> 0 THEN 'an entry is balanced in its currency'
        WHEN b.first_date <> e.entry_date OR b.last_date <> e.entry_date
            THEN 'lines bear the day of their entry'
        END AS broken, e.reverses_id IS NOT NULL AS is_reversal
        FROM (SELECT entry_id, count(*) AS lines, min(line_no) AS first_line, max(line_no) AS last_line,
                  sum(debit) AS debit, sum(credit) AS credit, count(DISTINCT currency) AS currencies,
                  sum(currency_amount) AS currency_amount, min(entry_date) AS first_date,
                  max(entry_date) AS last_date, min(company_id) AS company_id,
                  max(company_id) AS last_company_id
              FROM born GROUP BY entry_id) b
        LEFT JOIN accounting_journalentry e ON e.id = b.entry_id) each_entry;
    {COMPLAIN}

    SELECT broken INTO complaint FROM (SELECT CASE
        WHEN NOT a.is_postable OR NOT a.is_active AND e.kind <> 'REVERSAL'
            THEN format('account %s takes no lines', a.code)
        WHEN p.control_account_id IS DISTINCT FROM CASE WHEN a.control_kind IN
             ('RECEIVABLE', 'PAYABLE', 'ADVANCE_RECEIVED', 'ADVANCE_PAID') THEN a.id END
            THEN 'a control account needs its party account, others take none'
        WHEN b.currency = c.base_currency AND b.currency_amount <> b.debit - b.credit
            THEN 'base currency amounts are equal on both scales'
        WHEN base.code IS NULL OR own.code IS NULL THEN format('%s is no currency', b.currency)
        WHEN trunc(b.debit + b.credit, base.minor_units) <> b.debit + b.credit
             OR trunc(b.currency_amount, own.minor_units) <> b.currency_amount
            THEN 'amounts are whole minor units'
        WHEN a.demands <> '[]' AND NOT coalesce(d.dimensions, '{{}}')
             ?& ARRAY(SELECT jsonb_array_elements_text(a.demands))
            THEN format('account %s demands %s', a.code, a.demands)
        END AS broken
        FROM born b JOIN accounting_journalentry e ON e.id = b.entry_id
        JOIN erp_company c ON c.id = b.company_id
        JOIN accounting_account a ON a.id = b.account_id
        LEFT JOIN accounting_partyaccount p ON p.id = b.party_account_id
        LEFT JOIN accounting_currency base ON base.code = c.base_currency
        LEFT JOIN accounting_currency own ON own.code = b.currency
        LEFT JOIN accounting_dimensionset d ON d.id = b.dimension_set_id) each_line
    WHERE broken IS NOT NULL LIMIT 1;
    {COMPLAIN}

    IF reverses AND EXISTS (
        SELECT FROM accounting_journalentry e
        JOIN (SELECT * FROM born) mirror ON mirror.entry_id = e.id
        FULL JOIN (SELECT o.*, r.id AS reversal_id FROM accounting_journalline o
                   JOIN accounting_journalentry r ON r.reverses_id = o.entry_id
                   WHERE r.id IN (SELECT entry_id FROM born)) original
            ON original.reversal_id = mirror.entry_id AND original.line_no = mirror.line_no
        WHERE (e.id IS NULL OR e.reverses_id IS NOT NULL)
            AND (mirror.account_id, mirror.party_account_id, mirror.branch_id, mirror.debit,
                 mirror.credit, mirror.currency, mirror.currency_amount)
            IS DISTINCT FROM
                (original.account_id, original.party_account_id, original.branch_id, original.credit,
                 original.debit, original.currency, -original.currency_amount)) THEN
        RAISE EXCEPTION 'a reversal mirrors what it reverses' USING ERRCODE = '23514';
    END IF;

    keeper := set_config('books.keeper', 'postings', true);
    INSERT INTO accounting_balance AS kept
        (company_id, journal_id, period_id, entry_kind, account_id, currency, branch_id,
         debit, credit, currency_amount)
    SELECT b.company_id, e.journal_id, e.period_id, e.kind, b.account_id, b.currency, b.branch_id,
        -- a storno subtracts on the side where the original stands
        sum(CASE WHEN e.is_storno THEN -b.credit ELSE b.debit END),
        sum(CASE WHEN e.is_storno THEN -b.debit ELSE b.credit END), sum(b.currency_amount)
    FROM born b JOIN accounting_journalentry e ON e.id = b.entry_id
    GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (company_id, journal_id, period_id, entry_kind, account_id, currency, branch_id)
    DO UPDATE SET debit = kept.debit + excluded.debit, credit = kept.credit + excluded.credit,
        currency_amount = kept.currency_amount + excluded.currency_amount;

    -- A line that moves only the base currency (an exchange difference) leaves nothing to settle.
    INSERT INTO accounting_openitem
        (line_id, company_id, branch_id, party_id, party_account_id, account_id, entry_id, is_debit,
         currency, entry_date, due_date, amount, base_amount, open_amount, open_base_amount)
    SELECT b.id, b.company_id, b.branch_id, p.party_id, p.id, b.account_id, b.entry_id,
        b.currency_amount > 0, b.currency, b.entry_date, coalesce(b.due_date, b.entry_date),
        abs(b.currency_amount), b.debit + b.credit, abs(b.currency_amount), b.debit + b.credit
    FROM born b JOIN accounting_partyaccount p ON p.id = b.party_account_id
    WHERE b.currency_amount <> 0;
    keeper := set_config('books.keeper', '', true);
    RETURN NULL;
END $$;
CREATE TRIGGER lines_born AFTER INSERT ON accounting_journalline
    REFERENCING NEW TABLE AS born FOR EACH STATEMENT EXECUTE FUNCTION lines_born();
"""
DROP = "".join(
    f"DROP FUNCTION {name} CASCADE;"
    for name in (
        "entries_born",
        "series_full",
        "lines_born",
        "period_takes",
        "refuse_old_snapshot",
        "complain",
    )
)


class Migration(migrations.Migration):
    dependencies = [("accounting", "0001_initial"), ("erp", "0002_take_numbers")]
    operations = [
        migrations.RunSQL(COLUMNS, DROP_COLUMNS),
        migrations.RunSQL(POST + ENTRIES + LINES, DROP),
    ]
