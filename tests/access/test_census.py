"""Every permission and every model that the outside may read is accounted for."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings

from erp.access.decisions import ScopedQuerySet
from erp.access.roles import ROLES, SYSTEM_PERMISSIONS
from erp.submissions.registry import registered_kinds
from portals.components.navigation import _declared as declared
from tests.access.addresses import every_address
from tests.access.expectations import EXPECTED, SEEN_BY

PERMISSION = re.compile(r"(erp|accounting|inventory|crm|portals)\.(submit|[a-z]+_[a-z_]+)")
HOUSES = ("erp", "accounting", "inventory", "crm", "portals")
IN_ROLES = frozenset().union(*(role.permissions for role in ROLES.values()))
OF_SYSTEM = frozenset().union(*SYSTEM_PERMISSIONS.values())
OUTSIDE = ("customer", "supplier", "partner")

# In roles already, for acts that have no operation yet; nothing asks for them.
AHEAD = {
    "accounting.change_account": "the chart of accounts is laid out whole",
    "accounting.change_exchangerate": "rates have no page yet",
    "accounting.seal_entries": "seals are made by the worker for every company",
    "crm.change_franchiseunit": "units have no page yet",
    "erp.change_approvalrule": "rules have no page yet",
    "erp.change_branch": "branches come with their company",
    "inventory.change_purchaseorder": "purchase orders are placed whole or taken back",
}
# Looked at by functions of their own package, for a company that was asked for by another right.
SEEN_WITH_THE_COMPANY = {
    "accounting.view_exchangerate",
    "accounting.view_journal",
    "accounting.view_taxcode",
    "crm.view_franchiseunit",
    "erp.view_auditevent",
}
PLACES = {"erp.view_company", "erp.view_branch", "erp.view_party"}
# Rights to look at what is no table: sums over many rows.
REPORTS = {"accounting.view_reports", "accounting.view_statement", "crm.view_turnover"}
# Rows of a document, never looked up but through it; they have no address and no list of their own.
READ_THROUGH = {
    "InvoiceCharge": "Invoice",
    "InvoiceTax": "Invoice",
    "AdvanceReceipt": "Invoice",
    "AdvanceDeduction": "Invoice",
    "InquiryMessage": "Inquiry",
    "Attachment": "Submission",
    "CustomerPriceList": "CustomerAccount",
    "Product": "SupplierAccount",
}


def used() -> Iterator[str]:
    """Return every permission that stands in the code, roles left out."""
    for house in HOUSES:
        for file in (settings.BASE_DIR / house).rglob("*.py"):
            if file.name != "roles.py" and "migrations" not in file.parts:
                yield from _permissions(file.read_text())


def _permissions(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and PERMISSION.fullmatch(node.value)
        ):
            yield node.value


@pytest.fixture(scope="module")
def asked_for():
    found = frozenset(used())
    assert len(found) >= 60  # else the search is broken
    return found


@pytest.fixture(scope="module")
def viewed():
    """Every permission to look at a model, and the model."""
    return {
        f"{model._meta.app_label}.view_{model._meta.model_name}": model for model in apps.get_models()
    }


def test_every_permission_in_the_code_is_in_a_role(asked_for):
    assert asked_for - IN_ROLES - OF_SYSTEM == set()


def test_every_permission_of_a_role_is_asked_for_somewhere(asked_for, viewed):
    entered = {f"portals.enter_{door}" for door in ("staff", *OUTSIDE)}

    assert (IN_ROLES | OF_SYSTEM) - asked_for - viewed.keys() - entered - AHEAD.keys() == set()


def test_every_right_to_look_names_a_model_that_knows_who_asks_or_a_report(viewed):
    to_look = {each for each in IN_ROLES if ".view_" in each}
    scoped = {
        name
        for name, model in viewed.items()
        if isinstance(model._default_manager.all(), ScopedQuerySet)
    }

    assert to_look - scoped - PLACES - SEEN_WITH_THE_COMPANY == REPORTS


@pytest.mark.parametrize("role", OUTSIDE)
def test_what_the_outside_may_read_says_itself_whose_it_is(role, viewed):
    read = [viewed[each] for each in ROLES[role].permissions - PLACES if each in viewed]

    lacking = {model.__name__: missing(model) for model in read if missing(model)}

    assert lacking == {}


def test_so_do_its_rows_or_they_are_read_through_it_alone(viewed):
    heads = {
        viewed[each] for role in OUTSIDE for each in ROLES[role].permissions - PLACES if each in viewed
    }

    lacking = {
        relation.related_model.__name__: head.__name__
        for head in heads
        for relation in head._meta.related_objects
        if missing(relation.related_model)
    }

    assert lacking == READ_THROUGH


def missing(model) -> set[str]:
    """Return the columns of place that a model does not carry."""
    return {"company", "branch", "party"} - {field.name for field in model._meta.concrete_fields}


def test_menus_lead_where_the_same_right_opens():
    assert list(every_address())  # loads the menus of all doors
    entries = [
        entry
        for sections in declared.values()
        for section in sections
        for entry in section.entries
        if entry.url_name in EXPECTED and entry.permission
    ]

    assert len(entries) >= 25
    for entry in entries:
        assert EXPECTED[entry.url_name].looks == (entry.permission,), entry.url_name


def test_rights_of_the_registry_and_of_submissions_are_in_roles():
    named = {
        right
        for line in EXPECTED.values()
        for rights in (line.looks, line.acts)
        for right in rights or ()
        if right
    }

    assert named | set(SEEN_BY.values()) <= IN_ROLES
    assert {kind.permission for kind in registered_kinds()} <= IN_ROLES
