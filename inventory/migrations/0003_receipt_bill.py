"""A receipt names the bill that asks for the price of its goods."""

import django.db.models.deletion
from django.db import migrations, models

from erp.launch.database.company_keys import CompanyKey, add_keys, drop_keys

KEYS = [
    CompanyKey(
        "inventory_receipt",
        ("company_id", "party_id", "bill_id"),
        "accounting_bill",
        ("company_id", "party_id", "id"),
    )
]


def add(apps, schema_editor):
    add_keys(schema_editor, KEYS)


def drop(apps, schema_editor):
    drop_keys(schema_editor, KEYS)


class Migration(migrations.Migration):
    dependencies = [
        ("accounting", "0011_bill_payment_method"),
        ("inventory", "0002_guards"),
    ]
    operations = [
        migrations.AddField(
            model_name="receipt",
            name="bill",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="receipts",
                to="accounting.bill",
            ),
        ),
        migrations.RunPython(add, drop),
    ]
