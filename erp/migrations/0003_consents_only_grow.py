"""The record of consents only grows, as the trail of acts does: for everybody, the owner included."""

from django.db import migrations

TRIGGERS = """
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON erp_consent
    FOR EACH STATEMENT EXECUTE FUNCTION rows_only_grow();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON erp_consent
    FOR EACH STATEMENT EXECUTE FUNCTION rows_only_grow();
ALTER TABLE erp_consent ENABLE ALWAYS TRIGGER no_change, ENABLE ALWAYS TRIGGER no_truncate;
"""
DROP = "DROP TRIGGER no_change ON erp_consent; DROP TRIGGER no_truncate ON erp_consent;"


class Migration(migrations.Migration):
    dependencies = [("erp", "0002_take_numbers")]
    operations = [migrations.RunSQL(TRIGGERS, DROP)]
