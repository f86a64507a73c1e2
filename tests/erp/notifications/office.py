"""
An office at work, told what to do line by line: a number queues so many messages, each by an act of its
own with a real notice to the broker; "sweep" asks for the sweep of each minute.
"""

import sys

import django


def main(company_id: int) -> None:
    django.setup()
    written = 0
    for line in sys.stdin:
        if line.strip() == "sweep":
            sweep()
        else:
            for _ in range(int(line)):
                queue(company_id, written)
                written += 1
        sys.stdout.write("done\n")
        sys.stdout.flush()


def sweep() -> None:
    from erp.notifications.tasks import sweep_outbox  # noqa: PLC0415 - after django.setup()

    sweep_outbox.delay()


def queue(company_id: int, number: int) -> None:
    from django.db import transaction  # noqa: PLC0415 - after django.setup()

    from erp.notifications import outbox  # noqa: PLC0415 - after django.setup()

    context = {
        "page": "/customer/",
        "type": "INVOICE",
        "number": f"INV-{number}",
        "issue_date": "2026-03-31",
        "payable": "119.00",
        "currency": "EUR",
        "terms": "",
        "order_number": "",
    }
    with transaction.atomic():
        outbox.queue(
            outbox.NewMessage(
                company_id=company_id,
                recipient="party:1",
                document=f"invoice:{number}",
                purpose="issue",
                address="bella@blue.test",
                template="invoice",
                context=context,
                may_resend=number % 2 == 0,
            )
        )


if __name__ == "__main__":
    main(int(sys.argv[1]))
