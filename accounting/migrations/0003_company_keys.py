"""No row of the books points into another company's, and copied parties and branches stay equal."""

from dataclasses import replace

from django.db import migrations

from erp.launch.database.company_keys import CompanyKey, add_keys, company_keys, drop_keys

# Kept by triggers, from rows that have these keys.
DERIVED = ("balance", "openitem")
# Proved by the guards when the row is born, and neither row ever changes: declared, not checked again.
PROVED = ("accounting_journalline_entry_id_company",)
# Proved by the guard of allocations through the open items; a key would cost every line an index.
PROVED_BY_ITEM = ("debit_line_id", "credit_line_id")
PARTY = ("company_id", "party_id")
PLACE = ("company_id", "branch_id", "party_id")
COPIES = [
    CompanyKey(
        f"accounting_{table}", (*columns, f"{column}_id"), f"accounting_{target}", (*columns, "id")
    )
    for table, columns, column, target in (
        ("customeraccount", PARTY, "party_account", "partyaccount"),
        ("supplieraccount", PARTY, "party_account", "partyaccount"),
        ("invoice", PARTY, "customer_account", "customeraccount"),
        ("payment", PARTY, "customer_account", "customeraccount"),
        ("bill", PARTY, "supplier_account", "supplieraccount"),
        ("billpayment", PARTY, "supplier_account", "supplieraccount"),
        ("invoiceline", PLACE, "invoice", "invoice"),
        ("billline", PLACE, "bill", "bill"),
    )
]


def all_keys(apps):
    copied = {key.name for key in COPIES}
    keys = company_keys(apps, "accounting", derived=DERIVED)
    keys = [
        key for key in keys if key.name not in copied and key.columns[-1] not in PROVED_BY_ITEM
    ] + COPIES
    return [replace(key, is_checked=key.name not in PROVED) for key in keys]


def add(apps, schema_editor):
    add_keys(schema_editor, all_keys(apps))


def drop(apps, schema_editor):
    drop_keys(schema_editor, all_keys(apps))


class Migration(migrations.Migration):
    dependencies = [("accounting", "0002_ledger_guards")]
    operations = [migrations.RunPython(add, drop)]
