"""A supplier's number is taken by the bill in force; one refused or taken back leaves it free."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounting", "0011_bill_payment_method")]
    operations = [
        migrations.RemoveConstraint(model_name="bill", name="bill_once_per_supplier_year"),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["REFUSED", "REVERSED"]), _negated=True),
                fields=("supplier_account", "supplier_year", "supplier_number"),
                name="bill_once_per_supplier_year",
            ),
        ),
    ]
