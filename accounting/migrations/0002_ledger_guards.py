"""The books defend themselves: entries are born whole, balanced, numbered, in an open period."""

from django.contrib.postgres.operations import BtreeGistExtension
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

READS = """
CREATE FUNCTION period_takes(p accounting_period, journal_kind text, who bigint) RETURNS boolean
    LANGUAGE sql STABLE AS $$
    SELECT NOT p.is_closed AND (
        NOT CASE journal_kind WHEN 'SALES' THEN p.is_sales_locked
                              WHEN 'PURCHASE' THEN p.is_purchases_locked ELSE false END
        OR EXISTS (SELECT FROM accounting_periodexception x
                   WHERE x.period_id = p.id AND x.user_id = who AND x.expires_at > now()))
$$;

-- Under REPEATABLE READ a guard would not see what was committed since; SERIALIZABLE refuses by itself.
CREATE FUNCTION refuse_old_snapshot() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF current_setting('transaction_isolation') = 'repeatable read' THEN
        RAISE EXCEPTION 'the books are not written under REPEATABLE READ' USING ERRCODE = '23514';
    END IF;
END $$;

CREATE FUNCTION complain(complaint text) RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF complaint IS NOT NULL THEN RAISE EXCEPTION '%', complaint USING ERRCODE = '23514'; END IF;
END $$;
"""

# FOR SHARE: posters pass side by side, and whoever closes the period waits for them. Transaction ids
# restart in a restored cluster, the clock does not: an entry is known by both.
ENTRIES = """
CREATE FUNCTION entries_born() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE complaint text;
BEGIN
    PERFORM refuse_old_snapshot();
    PERFORM FROM accounting_period WHERE id = ANY (ARRAY(SELECT DISTINCT period_id FROM born))
        ORDER BY id FOR SHARE;
    SELECT broken INTO complaint FROM (SELECT CASE
        WHEN b.xact <> pg_current_xact_id() OR b.posted_at < transaction_timestamp()
             OR b.posted_at > clock_timestamp()
            THEN 'an entry bears its own transaction and time'
        WHEN s.id IS NULL OR b.number < s.first_number OR b.number > s.last_number
            THEN format('number %s was not taken from the series', b.number)
        WHEN p.id IS NULL THEN format('no period holds %s', b.entry_date)
        WHEN NOT period_takes(p, j.kind, b.prepared_by_id)
            THEN format('no open period holds %s', b.entry_date)
        END AS broken
        FROM born b JOIN accounting_journal j ON j.id = b.journal_id
        LEFT JOIN erp_series s ON s.id = b.series_id AND s.code = j.code AND s.posts
            AND b.entry_date BETWEEN s.start_date AND s.end_date
        LEFT JOIN accounting_period p ON p.id = b.period_id
            AND b.entry_date BETWEEN p.start_date AND p.end_date) each_entry
    WHERE broken IS NOT NULL LIMIT 1;
    PERFORM complain(complaint);
    RETURN NULL;
END $$;
CREATE TRIGGER entries_born AFTER INSERT ON accounting_journalentry
    REFERENCING NEW TABLE AS born FOR EACH STATEMENT EXECUTE FUNCTION entries_born();

-- At commit: every number counted belongs to an entry with lines; in sales journals days do not go back.
CREATE FUNCTION series_full() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE used bigint; goes_back boolean;
BEGIN
    SELECT count(*), bool_or(kind = 'SALES' AND entry_date < day_before) INTO used, goes_back
    FROM (SELECT j.kind, e.entry_date,
              lag(e.entry_date, 1, OLD.latest_date) OVER (ORDER BY e.number) AS day_before
          FROM accounting_journalentry e JOIN accounting_journal j ON j.id = e.journal_id
          WHERE e.series_id = NEW.id AND e.number > OLD.last_number AND e.number <= NEW.last_number
              AND EXISTS (SELECT FROM accounting_journalline l WHERE l.entry_id = e.id)) counted;
    IF used <> NEW.last_number - OLD.last_number THEN
        RAISE EXCEPTION 'numbers % to % of series % are not all used by whole entries',
            OLD.last_number + 1, NEW.last_number, NEW.id USING ERRCODE = '23514';
    END IF;
    IF goes_back THEN
        RAISE EXCEPTION 'numbers of series % run with the calendar', NEW.id USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER series_full AFTER UPDATE ON erp_series
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.posts) EXECUTE FUNCTION series_full();
"""

# Lines numbered 1 to n in one statement, and (entry, line_no) unique: a second statement cannot add any.
LINES = """
CREATE FUNCTION lines_born() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE complaint text; reverses boolean;
BEGIN
    SELECT max(broken), bool_or(is_reversal) INTO complaint, reverses FROM (SELECT CASE
        WHEN e.xact <> pg_current_xact_id() OR e.posted_at < transaction_timestamp()
            THEN 'an entry is born whole: it was posted before'
        WHEN b.lines < 2 OR b.first_line <> 1 OR b.last_line <> b.lines
            THEN 'an entry is born whole: two lines or more, numbered from 1'
        WHEN b.debit <> b.credit THEN 'an entry is balanced'
        WHEN b.currencies = 1 AND b.currency_amount <> 0 THEN 'an entry is balanced in its currency'
        WHEN b.first_date <> e.entry_date OR b.last_date <> e.entry_date
            THEN 'lines bear the day of their entry'
        END AS broken, e.reverses_id IS NOT NULL AS is_reversal
        FROM (SELECT entry_id, count(*) AS lines, min(line_no) AS first_line, max(line_no) AS last_line,
                  sum(debit) AS debit, sum(credit) AS credit, count(DISTINCT currency) AS currencies,
                  sum(currency_amount) AS currency_amount, min(entry_date) AS first_date,
                  max(entry_date) AS last_date
              FROM born GROUP BY entry_id) b
        JOIN accounting_journalentry e ON e.id = b.entry_id) each_entry;
    PERFORM complain(complaint);

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
        WHEN a.demands <> '[]' AND NOT coalesce(d.dimensions, '{}')
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
    PERFORM complain(complaint);

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
        PERFORM complain('a reversal mirrors what it reverses');
    END IF;

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
        BtreeGistExtension(),
        migrations.RunSQL(COLUMNS, DROP_COLUMNS),
        migrations.RunSQL(READS + ENTRIES + LINES, DROP),
    ]
