"""No index that no question asks for: each costs every invoice; and one for the few entries apart."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def key(to, **rest):
    """Return a foreign key without an index of its own."""
    return models.ForeignKey(to, on_delete=django.db.models.deletion.PROTECT, db_index=False, **rest)


USER = settings.AUTH_USER_MODEL
# Another index begins with the same column, or nobody searches by it.
FIELDS = {
    "invoice": {
        "company": key("erp.company"),
        "branch": key("erp.branch"),
        "party": key("erp.party", related_name="invoices"),
        "sold_to": key("erp.party", related_name="+"),
        "ship_to": key("erp.party", related_name="+"),
        "payer": key("erp.party", related_name="+"),
        "journal": key("accounting.journal"),
        "payment_term": key("accounting.paymentterm"),
        "created_by": key(USER, related_name="+"),
    },
    "invoiceline": {
        "invoice": models.ForeignKey(
            "accounting.invoice",
            on_delete=django.db.models.deletion.CASCADE,
            related_name="lines",
            db_index=False,
        ),
        "company": key("erp.company"),
        "branch": key("erp.branch"),
        "tax_code": key("accounting.taxcode"),
        "revenue_account": key("accounting.account"),
        "dimension_set": key("accounting.dimensionset", null=True),
    },
    "payment": {
        "company": key("erp.company"),
        "party": key("erp.party", related_name="payments"),
        "journal": key("accounting.journal"),
        "created_by": key(USER, related_name="+"),
    },
    "taxline": {
        "company": key("erp.company", db_constraint=False),
        "tax_code": key("accounting.taxcode", db_constraint=False),
    },
}


class Migration(migrations.Migration):
    dependencies = [
        ("accounting", "0013_quicker_posting"),
        ("erp", "0005_fewer_indexes"),
        migrations.swappable_dependency(USER),
    ]
    operations = [
        *(
            migrations.AlterField(model, name, field)
            for model, fields in FIELDS.items()
            for name, field in fields.items()
        ),
        migrations.AddIndex(
            "invoice",
            models.Index(fields=["branch", "-issue_date", "-id"], name="invoice_newest_of_branch"),
        ),
        migrations.AddIndex(
            "journalentry",
            models.Index(
                condition=models.Q(("is_storno", True), ("kind", "CLOSING"), _connector="OR"),
                fields=["company", "entry_date"],
                name="entry_apart",
            ),
        ),
    ]
