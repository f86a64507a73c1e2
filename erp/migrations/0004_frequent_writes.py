"""The writes of every act as functions, whose plans are kept; and when a company's facts last changed."""

from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models

from erp.launch.database.watching import watching

RECORD_EVENTS = """
CREATE FUNCTION record_events(rows jsonb) RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    INSERT INTO erp_auditevent
        (company_id, branch_id, party_id, actor_id, executor_id, door, action, subject, detail)
    SELECT company_id, branch_id, party_id, actor_id, executor_id, door, action, subject, detail
    FROM jsonb_to_recordset(rows) AS r (company_id bigint, branch_id bigint, party_id bigint,
        actor_id bigint, executor_id bigint, door text, action text, subject text, detail jsonb);
END $$;
"""

# The second time for a recipient, document and purpose changes nothing.
QUEUE_MESSAGES = """
CREATE FUNCTION queue_messages(rows jsonb) RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    INSERT INTO erp_message (public_id, company_id, branch_id, party_id, recipient, document, purpose,
        channel, address, language, template, context, documents, internet_id, may_resend, status, tries,
        error, queued_at, not_before, sent_at)
    SELECT public_id, company_id, branch_id, party_id, recipient, document, purpose,
        channel, address, language, template, context, documents, internet_id, may_resend, status, 0,
        error, statement_timestamp(), not_before, sent_at
    FROM jsonb_to_recordset(rows) AS r (public_id uuid, company_id bigint, branch_id bigint,
        party_id bigint, recipient text, document text, purpose text, channel text, address text,
        language text, template text, context jsonb, documents text[], internet_id text,
        may_resend boolean, status text, error text, not_before timestamptz, sent_at timestamptz)
    ON CONFLICT (company_id, recipient, document, purpose) DO NOTHING;
END $$;
"""

# Whoever remembers facts of a company asks first whether they still have this version. It is drawn anew by
# every change, inside the transaction that makes it, so none is ever seen twice.
FACTS_CHANGED = """
CREATE FUNCTION facts_changed() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    EXECUTE format('UPDATE erp_company SET facts_version = gen_random_uuid() WHERE id IN (%s)', TG_ARGV[0]);
    RETURN NULL;
END $$;
CREATE FUNCTION own_facts_changed() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    NEW.facts_version := gen_random_uuid();
    RETURN NEW;
END $$;
CREATE TRIGGER own_facts_changed BEFORE UPDATE ON erp_company
    FOR EACH ROW EXECUTE FUNCTION own_facts_changed();
"""
DROP = """
DROP FUNCTION facts_changed CASCADE;
DROP FUNCTION own_facts_changed CASCADE;
DROP FUNCTION queue_messages;
DROP FUNCTION record_events;
"""
OF_COMPANY = {
    "erp_companytaxregistration": "SELECT company_id FROM changed",
    "erp_companybankaccount": "SELECT company_id FROM changed",
}


class Migration(migrations.Migration):
    dependencies = [("erp", "0003_consents_only_grow")]
    operations = [
        migrations.AddField(
            "company",
            "facts_version",
            models.UUIDField(db_default=RandomUUID(), editable=False),
        ),
        migrations.RunSQL(RECORD_EVENTS + QUEUE_MESSAGES + FACTS_CHANGED + watching(OF_COMPANY), DROP),
    ]
