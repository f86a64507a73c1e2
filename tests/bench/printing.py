"""What a page of a PDF costs: in this process, which composes it, and in the helper, which prints it."""

import os
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import process_time

from accounting.receivables.models import Invoice
from accounting.receivables.sheets.invoices import KIND
from erp.documents.printing import render_pdf
from erp.documents.registry import kind
from tests.bench.rows import Row

CPU_MS = 75
TICKS = os.sysconf("SC_CLK_TCK")


def printing(invoice: Invoice, times: int) -> Iterator[Row]:
    """Measure the CPU time of an invoice's PDF, once everything is warm."""
    _print(invoice)
    cost = []
    for _ in range(5):
        before = _cpu_seconds()
        for _ in range(times):
            _print(invoice)
        cost.append((_cpu_seconds() - before) * 1000 / times)
    yield Row("one-page invoice PDF, warm", 1, "ms CPU", median(cost), CPU_MS)


def _print(invoice: Invoice) -> None:
    sheet = kind(KIND).compose(invoice.pk, invoice.language)
    render_pdf(sheet.template, sheet.values, language=invoice.language)


def _cpu_seconds() -> float:
    """Return what this process and the children it has now have used, their dead children included."""
    listed = Path("/proc/self/task").glob("*/children")
    children = {pid for each in listed for pid in each.read_text().split()}
    return process_time() + sum(_used(pid) for pid in children)


def _used(pid: str) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(ticks) for ticks in fields[11:15]) / TICKS
