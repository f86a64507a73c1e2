"""Random sequences of honest acts and attacks, and a plain model of what the books must then say."""

import random
from dataclasses import dataclass, field
from decimal import Decimal

import psycopg2

from tests.accounting.ledger.attacks import ON_ENTRIES
from tests.accounting.ledger.attacks_around import AROUND_ENTRIES
from tests.accounting.ledger.stage import Stage
from tests.races.poster import POST

ATTACKS = [
    statement
    for name, (statement, _) in (ON_ENTRIES | AROUND_ENTRIES).items()
    if "REPEATABLE" not in statement  # only at the beginning of a transaction
]
SETTLE = """
    INSERT INTO accounting_allocation (company_id, party_account_id, debit_line_id, credit_line_id,
        currency, amount, debit_base_amount, credit_base_amount, difference_kind, allocation_date,
        created_by_id, reverses_id)
    VALUES (%(company)s, %(customer)s, %(debit_line)s, %(credit_line)s, 'EUR', %(amount)s, %(amount)s,
        %(amount)s, 'NONE', '2026-03-31', %(actor)s, %(reverses)s) RETURNING id
"""
SUMS = """
    SELECT (SELECT sum(debit - credit) FROM accounting_balance WHERE account_id = %(receivable)s),
        (SELECT sum(debit - credit) FROM accounting_balance WHERE account_id = %(sales)s),
        (SELECT count(*) FROM accounting_journalentry WHERE series_id = %(series)s),
        (SELECT last_number FROM erp_series WHERE id = %(series)s)
"""
OPEN = "SELECT open_amount FROM accounting_openitem WHERE line_id = %s"


@dataclass
class Sequence:
    """One run: the session, what the model says, and how often each act was tried."""

    stage: Stage
    session: "psycopg2.extensions.connection"
    seed: int
    receivable: Decimal = Decimal(0)
    sales: Decimal = Decimal(0)
    posted: int = 0
    debits: dict[int, Decimal] = field(default_factory=dict)
    credits: dict[int, Decimal] = field(default_factory=dict)
    settled: list[tuple[int, int, int, Decimal]] = field(default_factory=list)
    attacks: int = 0

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311  repeatable, not secret
        self.cursor = self.session.cursor()
        self.before = self.read()

    def read(self) -> tuple[Decimal, Decimal, int, int]:
        """Return the balances of receivables and sales, the entries counted, and the last number."""
        self.cursor.execute(SUMS, self.stage.rows)
        return self.cursor.fetchone()

    def step(self) -> None:
        """Do one act at random, then compare the books with the model."""
        self.dice.choice([self.post, self.post, self.settle, self.take_back, self.attack])()
        self.cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        self.compare()

    def post(self) -> None:
        """Post a sale, or with a negative amount a credit; unbalanced drafts do not get so far."""
        cents = self.dice.choice([1, 2, 3, 99, 100, 101, 12_345, 10**9])
        amount = Decimal(cents).scaleb(-2)
        is_credit = self.dice.random() < 0.4
        lines = {"debit": amount, "credit": Decimal(0)}
        if is_credit:
            lines = {"debit": Decimal(0), "credit": amount}
        statement = POST.replace(
            "ARRAY[%(amount)s, 0]::numeric[], ARRAY[0, %(amount)s]::numeric[]",
            "ARRAY[%(debit)s, %(credit)s]::numeric[], ARRAY[%(credit)s, %(debit)s]::numeric[]",
        ).replace("[%(amount)s, -%(amount)s]", "[%(debit)s - %(credit)s, %(credit)s - %(debit)s]")
        source = f"sequence:{self.seed}:{self.posted}"
        self.cursor.execute(statement, self.stage.rows | lines | {"source": source})
        ((_, (control, _)),) = self.cursor.fetchall()
        self.posted += 1
        sign = -1 if is_credit else 1
        self.receivable += sign * amount
        self.sales -= sign * amount
        (self.credits if is_credit else self.debits)[control] = amount

    def settle(self) -> None:
        """Settle a debit by a credit, now and then for more than is open: then nothing may change."""
        if not (self.debits and self.credits):
            return
        debit, credit = self.dice.choice([*self.debits]), self.dice.choice([*self.credits])
        most = min(self.debits[debit], self.credits[credit])
        cents = self.dice.randint(1, max(1, int(most * 100)))
        amount = Decimal(cents).scaleb(-2) + (most if self.dice.random() < 0.2 else 0)
        if self.allocate(debit, credit, amount):
            assert amount <= most
            self.debits[debit] -= amount
            self.credits[credit] -= amount
        else:
            assert amount > most

    def allocate(self, debit: int, credit: int, amount: Decimal, reverses: int | None = None) -> bool:
        """Write an allocation; say whether the database took it."""
        rows = {"debit_line": debit, "credit_line": credit, "amount": amount, "reverses": reverses}
        self.cursor.execute("SAVEPOINT allocation")
        try:
            self.cursor.execute(SETTLE, self.stage.rows | rows)
        except psycopg2.errors.CheckViolation:
            self.cursor.execute("ROLLBACK TO allocation")
            return False
        (made,) = self.cursor.fetchone()
        if reverses is None:
            self.settled.append((made, debit, credit, amount))
        return True

    def take_back(self) -> None:
        """Take a settlement back: what it took is open again."""
        if not self.settled:
            return
        made, debit, credit, amount = self.settled.pop(self.dice.randrange(len(self.settled)))
        assert self.allocate(debit, credit, amount, reverses=made)
        self.debits[debit] += amount
        self.credits[credit] += amount

    def attack(self) -> None:
        """Try one of the attacks; it must be refused."""
        statement = self.dice.choice(ATTACKS)
        self.cursor.execute("SAVEPOINT attack")
        try:
            self.cursor.execute(statement.format_map(self.stage.rows) + ";SET CONSTRAINTS ALL IMMEDIATE")
        except psycopg2.Error:
            self.attacks += 1
        else:
            raise AssertionError(f"passed, seed {self.seed}: {statement}")
        finally:
            self.cursor.execute("ROLLBACK TO attack")

    def compare(self) -> None:
        """Compare balances, numbers and open items with the model."""
        receivable, sales, entries, last = self.read()
        assert receivable == self.before[0] + self.receivable, self.seed
        assert sales == self.before[1] + self.sales, self.seed
        assert entries == self.before[2] + self.posted == last, self.seed
        for line_id, amount in (self.debits | self.credits).items():
            self.cursor.execute(OPEN, [line_id])
            assert self.cursor.fetchone() == (amount,), self.seed


def play(stage: Stage, seed: int, steps: int) -> tuple[int, int]:
    """Play one sequence and roll it back; return how many entries were posted, and attacks refused."""
    with stage.connect("erp_app") as session:
        sequence = Sequence(stage, session, seed)
        for _ in range(steps):
            sequence.step()
        return sequence.posted, sequence.attacks
