"""Numbers without gaps: taken by one function, and a series only counts up."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

# Each statement of a volatile function sees what was committed before it began: after the lock is held,
# the row is fresh. First key of every advisory lock on a series: 4711; second: its id.
TAKE = """
CREATE FUNCTION take_numbers(for_company bigint, for_code text, first_day date, last_day date,
                             how_many bigint, in_date_order boolean)
    RETURNS SETOF erp_series ROWS 1 LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE found_id bigint;
BEGIN
    SELECT id INTO found_id FROM erp_series WHERE company_id = for_company AND code = for_code
        AND start_date <= first_day AND end_date >= last_day ORDER BY start_date LIMIT 1;
    IF found_id IS NULL OR how_many < 1 THEN RETURN; END IF;
    PERFORM pg_advisory_xact_lock(4711, found_id::int);
    RETURN QUERY UPDATE erp_series SET last_number = last_number + how_many,
            latest_date = greatest(latest_date, last_day)
        WHERE id = found_id AND (NOT in_date_order OR coalesce(latest_date <= first_day, true))
        RETURNING *;
END $$;
"""

# Else a day would have two numbers running, and which one counts would be left to chance.
NO_OVERLAP = """
ALTER TABLE erp_series ADD CONSTRAINT series_do_not_overlap EXCLUDE USING gist
    (company_id WITH =, code WITH =, daterange(start_date, end_date, '[]') WITH &&);
"""

COUNTS_UP = """
CREATE FUNCTION series_counts_up() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.last_number <> NEW.first_number - 1 OR NEW.latest_date IS NOT NULL THEN
            RAISE EXCEPTION 'a series begins before its first number' USING ERRCODE = '23514';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR NEW.last_number < OLD.last_number
       OR coalesce(NEW.latest_date, '-infinity') < coalesce(OLD.latest_date, '-infinity')
       OR (NEW.id, NEW.company_id, NEW.code, NEW.start_date, NEW.end_date, NEW.pattern, NEW.posts,
           NEW.first_number)
          IS DISTINCT FROM (OLD.id, OLD.company_id, OLD.code, OLD.start_date, OLD.end_date, OLD.pattern,
           OLD.posts, OLD.first_number) THEN
        RAISE EXCEPTION 'a series only counts up' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION rows_only_grow() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% of % refused: these rows only grow in number', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '23514';
END $$;
CREATE TRIGGER series_counts_up BEFORE INSERT OR UPDATE OR DELETE ON erp_series
    FOR EACH ROW EXECUTE FUNCTION series_counts_up();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON erp_series
    FOR EACH STATEMENT EXECUTE FUNCTION rows_only_grow();
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON erp_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION rows_only_grow();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON erp_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION rows_only_grow();
ALTER TABLE erp_series ENABLE ALWAYS TRIGGER series_counts_up, ENABLE ALWAYS TRIGGER no_truncate;
ALTER TABLE erp_auditevent ENABLE ALWAYS TRIGGER no_change, ENABLE ALWAYS TRIGGER no_truncate;
"""
DROP = """
ALTER TABLE erp_series DROP CONSTRAINT series_do_not_overlap;
DROP FUNCTION rows_only_grow CASCADE;
DROP FUNCTION series_counts_up CASCADE;
DROP FUNCTION take_numbers CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("erp", "0001_initial")]
    operations = [
        BtreeGistExtension(),
        migrations.RunSQL(TAKE + NO_OVERLAP + COUNTS_UP, DROP),
    ]
