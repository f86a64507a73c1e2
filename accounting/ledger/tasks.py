"""Celery's way to the seals."""

from celery import shared_task

from accounting.ledger.roots import write_roots
from accounting.ledger.sealing import seal_entries
from erp import clock
from erp.organization.models import Company


@shared_task(name="accounting.ledger.tasks.seal_books", expires=60)
def seal_books(**_: object) -> None:
    """Each minute: seal the new entries of every company; safe to run twice."""
    for company_id in Company.objects.order_by("id").values_list("pk", flat=True):
        while seal_entries(company_id=company_id):
            pass


@shared_task(name="accounting.ledger.tasks.seal_all_books")
def seal_all_books(**_: object) -> None:
    """Each night: seal what long transactions and restores left; safe to run twice."""
    for company_id in Company.objects.order_by("id").values_list("pk", flat=True):
        while seal_entries(company_id=company_id, whole=True):
            pass


@shared_task(name="accounting.ledger.tasks.sign_roots")
def sign_roots(**_: object) -> None:
    """Each night: write what every chain has come to, signed, to files; safe to run twice."""
    write_roots(on=clock.now().date())
