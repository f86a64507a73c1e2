"""No row points into another company's, and copied branches and parties stay equal."""

from django.db import migrations

from erp.launch.database.company_keys import CompanyKey, add_keys, company_keys, drop_keys

PARTY = ("company_id", "party_id")
PLACE = ("company_id", "branch_id", "party_id")
COPIES = [
    CompanyKey(table, (*columns, f"{column}_id"), target, (*columns, "id"))
    for table, columns, column, target in (
        ("crm_salesorder", PARTY, "customer_account", "accounting_customeraccount"),
        ("crm_salesorderline", PLACE, "sales_order", "crm_salesorder"),
        ("crm_delivery", PLACE, "sales_order", "crm_salesorder"),
        ("crm_deliveryline", PLACE, "delivery", "crm_delivery"),
        ("crm_inquirymessage", PARTY, "inquiry", "crm_inquiry"),
    )
]


def all_keys(apps):
    copied = {key.name for key in COPIES}
    return [key for key in company_keys(apps, "crm") if key.name not in copied] + COPIES


def add(apps, schema_editor):
    add_keys(schema_editor, all_keys(apps))


def drop(apps, schema_editor):
    drop_keys(schema_editor, all_keys(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0001_initial"),
        ("inventory", "0002_guards"),
        ("accounting", "0003_company_keys"),
    ]
    operations = [migrations.RunPython(add, drop)]
