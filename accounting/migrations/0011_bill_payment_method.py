"""A payment to a supplier says by which way the money left."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounting", "0010_bills_taken_back"),
    ]

    operations = [
        migrations.AddField(
            model_name="billpayment",
            name="method",
            field=models.CharField(
                choices=[
                    ("TRANSFER", "Bank transfer"),
                    ("DIRECT_DEBIT", "Direct debit"),
                    ("CARD", "Card"),
                    ("CASH", "Cash"),
                ],
                default="TRANSFER",
                max_length=12,
                verbose_name="way",
            ),
        ),
    ]
