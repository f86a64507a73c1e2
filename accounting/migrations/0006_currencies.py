"""The currencies of ISO 4217."""

from django.db import migrations

from accounting.currencies.iso4217 import listed_currencies


def load(apps, schema_editor):
    currency = apps.get_model("accounting", "Currency")
    currency.objects.bulk_create(
        currency(
            code=row.code, numeric_code=row.numeric_code, minor_units=row.minor_units, name=row.name
        )
        for row in listed_currencies()
    )


class Migration(migrations.Migration):
    dependencies = [("accounting", "0005_books_only_grow")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
