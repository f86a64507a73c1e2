"""The books defend themselves."""

from django.db import migrations

PERIOD_TAKES = """
CREATE FUNCTION period_takes(p accounting_period, journal_kind text, who bigint) RETURNS boolean
    LANGUAGE sql STABLE AS $$
    SELECT NOT p.is_closed AND (
        NOT CASE journal_kind WHEN 'SALES' THEN p.is_sales_locked
                              WHEN 'PURCHASE' THEN p.is_purchases_locked ELSE false END
        OR EXISTS (SELECT FROM accounting_periodexception x
                   WHERE x.period_id = p.id AND x.user_id = who AND x.expires_at > now()))
$$;
"""

# Locks rows that the serving login may only read.
LOCK_OPEN_ITEMS = """
CREATE FUNCTION lock_open_items(line_ids bigint[]) RETURNS SETOF accounting_openitem LANGUAGE sql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT * FROM accounting_openitem WHERE line_id = ANY (line_ids) ORDER BY line_id FOR NO KEY UPDATE
$$;
REVOKE EXECUTE ON FUNCTION lock_open_items FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_open_items TO erp_app;
"""


class Migration(migrations.Migration):
    dependencies = [("accounting", "0001_initial"), ("erp", "0002_take_numbers")]
    operations = [
        migrations.RunSQL(PERIOD_TAKES, "DROP FUNCTION period_takes"),
        migrations.RunSQL(LOCK_OPEN_ITEMS, "DROP FUNCTION lock_open_items"),
    ]
