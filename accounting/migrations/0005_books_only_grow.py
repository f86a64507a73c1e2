"""Nothing in the books changes or vanishes, and what postings rest on stays as it was."""

from django.db import migrations

GROWING = ("journalentry", "journalline", "taxline", "allocation", "seal", "sealedentry")
KEPT = ("balance", "openitem")  # by the triggers on lines and allocations alone
UNKEPT = "pg_trigger_depth() = 0 OR current_setting('books.keeper', true) IS DISTINCT FROM 'postings'"
ISSUED = {  # table: what may still change once it stands in the books
    "invoice": "authority_number authority_status",
    "bill": "expected_payment_date",
    "payment": "status",
    "billpayment": "status",
}
PARTS = {  # rows of a document: the document's table, its state in the books
    "invoiceline": "invoice",
    "invoicecharge": "invoice",
    "invoicetax": "invoice",
    "advancededuction": "invoice",
    "billline": "bill",
}
FIXED = {  # what lines rest on: columns that stay once rows of the books name them
    "account": ("control_kind type company_id", "accounting_balance", "account_id"),
    "partyaccount": (
        "company_id party_id control_account_id",
        "accounting_journalline",
        "party_account_id",
    ),
    "period": ("company_id start_date end_date kind", "accounting_balance", "period_id"),
    "journal": ("company_id code kind book", "accounting_balance", "journal_id"),
}

FUNCTIONS = """
-- The serving login may not write these tables at all. A trigger on a temporary table would fake
-- pg_trigger_depth, so the trigger asks for the setting that the keeping functions make while they write, too.
CREATE FUNCTION kept_by_postings() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% of % refused: kept by postings alone', TG_OP, TG_TABLE_NAME USING ERRCODE = '23514';
END $$;

-- A document may be completed in the transaction that posts it, and is fixed from then on.
CREATE FUNCTION posted_earlier(posted_entry bigint) RETURNS boolean LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM accounting_journalentry WHERE id = posted_entry
        AND (xact <> pg_current_xact_id() OR posted_at < transaction_timestamp()))
$$;

CREATE FUNCTION document_is_fixed() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF posted_earlier(OLD.journal_entry_id) AND (TG_OP = 'DELETE'
       OR to_jsonb(NEW) - string_to_array(TG_ARGV[0], ' ')
          IS DISTINCT FROM to_jsonb(OLD) - string_to_array(TG_ARGV[0], ' ')) THEN
        RAISE EXCEPTION '% of % refused: it stands in the books', TG_OP, TG_TABLE_NAME
            USING ERRCODE = '23514';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION fixed_once_used() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE used boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE %I = $1)', TG_ARGV[0], TG_ARGV[1])
        INTO used USING OLD.id;
    IF used THEN
        RAISE EXCEPTION '% of % refused: the books rest on it', TG_OP, TG_TABLE_NAME
            USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION currency_fixed_once_used() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM accounting_balance WHERE currency = OLD.code) THEN
        RAISE EXCEPTION '% of % refused: the books rest on it', TG_OP, TG_TABLE_NAME
            USING ERRCODE = '23514';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION company_fixed_once_used() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM accounting_balance WHERE company_id = OLD.id) THEN
        RAISE EXCEPTION '% of % refused: the books rest on it', TG_OP, TG_TABLE_NAME
            USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION seal_continues() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.number, NEW.previous_hash) IS DISTINCT FROM (SELECT (last.number, last.hash) FROM
           (SELECT number + 1 AS number, hash FROM accounting_seal
            WHERE company_id = NEW.company_id AND id <> NEW.id
            UNION ALL SELECT 1, repeat('0', 64) ORDER BY number DESC LIMIT 1) last) THEN
        RAISE EXCEPTION 'a seal continues the chain' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
"""
NAMES = (
    *("kept_by_postings", "posted_earlier", "document_is_fixed", "fixed_once_used"),
    *("currency_fixed_once_used", "company_fixed_once_used", "seal_continues", "part_is_fixed"),
)


def part_is_fixed():
    """
    Rows of a document in the books neither come, change nor go; one trigger per statement and kind.

    A transition table has one name per kind of statement, so the function asks for the one it has.
    """
    return """
CREATE FUNCTION part_is_fixed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE fixed boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %s p JOIN accounting_%s d ON d.id = p.%s_id
                    WHERE posted_earlier(d.journal_entry_id))',
                   CASE WHEN TG_OP = 'DELETE' THEN 'gone' ELSE 'born' END, TG_ARGV[0], TG_ARGV[0])
        INTO fixed;
    IF NOT fixed AND TG_OP = 'UPDATE' THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM gone p JOIN accounting_%s d ON d.id = p.%s_id
                        WHERE posted_earlier(d.journal_entry_id))', TG_ARGV[0], TG_ARGV[0]) INTO fixed;
    END IF;
    IF fixed THEN
        RAISE EXCEPTION '% of % refused: its document stands in the books', TG_OP, TG_TABLE_NAME
            USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
"""


def triggers():
    no_change = (
        "BEFORE UPDATE OR DELETE ON accounting_{} FOR EACH STATEMENT EXECUTE FUNCTION rows_only_grow()"
    )
    no_truncate = "BEFORE TRUNCATE ON accounting_{} FOR EACH STATEMENT EXECUTE FUNCTION rows_only_grow()"
    for table in GROWING:
        yield table, "no_change", no_change.format(table)
    for table in KEPT:
        yield (
            table,
            "kept_by_postings",
            (
                f"BEFORE INSERT OR UPDATE OR DELETE ON accounting_{table}"
                f" FOR EACH STATEMENT WHEN ({UNKEPT}) EXECUTE FUNCTION kept_by_postings()"
            ),
        )
    for table in (*GROWING, *KEPT, *ISSUED, *PARTS):
        yield table, "no_truncate", no_truncate.format(table)
    for table, free in ISSUED.items():
        yield (
            table,
            "document_is_fixed",
            (
                f"BEFORE UPDATE OR DELETE ON accounting_{table} FOR EACH ROW"
                f" WHEN (OLD.journal_entry_id IS NOT NULL) EXECUTE FUNCTION document_is_fixed('{free}')"
            ),
        )
    yield from _part_triggers()
    yield from _fixed_triggers()
    yield (
        "seal",
        "seal_continues",
        "AFTER INSERT ON accounting_seal FOR EACH ROW EXECUTE FUNCTION seal_continues()",
    )


def _part_triggers():
    tables = {"insert": "NEW TABLE AS born", "delete": "OLD TABLE AS gone"}
    tables["update"] = f"{tables['insert']} {tables['delete']}"
    for table, document in PARTS.items():
        for kind, transition in tables.items():
            yield (
                table,
                f"part_is_fixed_{kind}",
                (
                    f"AFTER {kind} ON accounting_{table} REFERENCING {transition}"
                    f" FOR EACH STATEMENT EXECUTE FUNCTION part_is_fixed('{document}')"
                ),
            )


def _fixed_triggers():
    for table, (columns, user, column) in FIXED.items():
        yield (
            table,
            "fixed_once_used",
            (
                f"BEFORE UPDATE OF {', '.join(columns.split())} ON accounting_{table} FOR EACH ROW WHEN ("
                f"{_any_changed(columns)}) EXECUTE FUNCTION fixed_once_used('{user}', '{column}')"
            ),
        )
    yield (
        "currency",
        "currency_fixed_once_used",
        (
            "BEFORE UPDATE OR DELETE ON accounting_currency FOR EACH ROW"
            " EXECUTE FUNCTION currency_fixed_once_used()"
        ),
    )


def _any_changed(columns):
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns.split())


COMPANY = """
CREATE TRIGGER company_fixed_once_used BEFORE UPDATE OF base_currency ON erp_company FOR EACH ROW
    WHEN (OLD.base_currency <> NEW.base_currency) EXECUTE FUNCTION company_fixed_once_used();
"""
# ALWAYS: posing as a replica does not silence a guard.
ALWAYS = """
DO $$
DECLARE kept record;
BEGIN
    FOR kept IN SELECT tgrelid::regclass AS table_name, tgname FROM pg_trigger
                WHERE NOT tgisinternal AND tgenabled = 'O'
                AND (tgrelid::regclass::text LIKE 'accounting\\_%'
                     OR tgrelid::regclass::text IN ('erp_series', 'erp_company', 'erp_auditevent')) LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', kept.table_name, kept.tgname);
    END LOOP;
END $$;
"""
TRIGGERS = "".join(f"CREATE TRIGGER {name} {body};\n" for _, name, body in triggers())
DROP_GROWING = "".join(
    f"DROP TRIGGER {name} ON accounting_{table};"
    for table, name, body in triggers()
    if "rows_only_grow" in body
)


class Migration(migrations.Migration):
    dependencies = [("accounting", "0004_allocation_guards")]
    operations = [
        migrations.RunSQL(
            FUNCTIONS + part_is_fixed() + TRIGGERS + COMPANY + ALWAYS,
            DROP_GROWING + "".join(f"DROP FUNCTION {name} CASCADE;" for name in NAMES),
        )
    ]
