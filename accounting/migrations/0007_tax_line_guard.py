"""Tax lines are born with their entry, on its lines, and not after the return of the period was filed."""

from django.db import migrations

TAX_LINES = """
CREATE FUNCTION tax_lines_born() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
    SET plan_cache_mode = force_generic_plan AS $$
DECLARE complaint text;
BEGIN
    SELECT broken INTO complaint FROM (SELECT CASE
        WHEN e.xact <> pg_current_xact_id() OR e.posted_at < transaction_timestamp()
            THEN 'tax lines are born with their entry: it was posted before'
        WHEN b.tax <> 0 AND l.id IS NULL THEN 'a tax line names the journal line that holds the tax'
        WHEN p.is_tax_locked AND NOT EXISTS (SELECT FROM accounting_periodexception x
             WHERE x.period_id = p.id AND x.user_id = e.prepared_by_id AND x.expires_at > now())
            THEN format('the tax of period %s was returned', p.name)
        END AS broken
        FROM born b JOIN accounting_journalentry e ON e.id = b.entry_id
        JOIN accounting_period p ON p.id = e.period_id
        LEFT JOIN accounting_journalline l ON l.entry_id = b.entry_id AND l.line_no = b.line_no) each_line
    WHERE broken IS NOT NULL LIMIT 1;
    IF complaint IS NOT NULL THEN
        RAISE EXCEPTION '%', complaint USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tax_lines_born AFTER INSERT ON accounting_taxline
    REFERENCING NEW TABLE AS born FOR EACH STATEMENT EXECUTE FUNCTION tax_lines_born();
ALTER TABLE accounting_taxline ENABLE ALWAYS TRIGGER tax_lines_born;
"""


class Migration(migrations.Migration):
    dependencies = [("accounting", "0006_currencies")]
    operations = [migrations.RunSQL(TAX_LINES, "DROP FUNCTION tax_lines_born CASCADE")]
