"""A bill that stands in the books may still be marked as taken back, like a payment."""

from django.db import migrations

FIXED = """
DROP TRIGGER document_is_fixed ON accounting_bill;
CREATE TRIGGER document_is_fixed BEFORE UPDATE OR DELETE ON accounting_bill FOR EACH ROW
    WHEN (OLD.journal_entry_id IS NOT NULL) EXECUTE FUNCTION document_is_fixed('{free}');
ALTER TABLE accounting_bill ENABLE ALWAYS TRIGGER document_is_fixed;
"""


class Migration(migrations.Migration):
    dependencies = [("accounting", "0009_issuing")]
    operations = [
        migrations.RunSQL(
            FIXED.format(free="expected_payment_date status"), FIXED.format(free="expected_payment_date")
        )
    ]
