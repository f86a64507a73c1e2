"""Fixtures for every test: one group, one company in it, people with roles, a customer, a supplier."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import time_machine

from erp.access.models import Grant
from erp.access.operations import NewGrant, grant_role, sync_roles, system_scope
from erp.access.queries import scope_of
from erp.access.scope import Scope
from erp.administration.facts import BankAccountFacts
from erp.administration.operations.party_details import set_bank_account, verify_bank_account
from erp.identity.models import User
from erp.organization.models import Branch, Company, CompanyBankAccount, CompanyTaxRegistration, Group
from erp.parties.models import Address, Party, PartyBankAccount
from tests.accounting.ledger.stage import Stage, staged
from tests.smtp_sink import Sink

pytest_plugins = ["tests.chromium"]

TODAY = datetime.date(2026, 3, 31)
NOW = datetime.datetime(2026, 3, 31, 12, tzinfo=datetime.UTC)
FIRST_DAY = datetime.date(2026, 1, 1)


def pytest_terminal_summary(terminalreporter) -> None:
    """Say how much the tests went through that go through everything, as they recorded it."""
    counted: dict[str, Counter[str]] = {}
    for reports in terminalreporter.stats.values():
        for report in [each for each in reports if getattr(each, "when", "") == "call"]:
            for name, numbers in report.user_properties:
                counted.setdefault(name, Counter()).update(numbers)
    for name, numbers in sorted(counted.items()):
        terminalreporter.write_line(
            f"{name}: " + ", ".join(f"{count} {what}" for what, count in numbers.items())
        )


@pytest.fixture(scope="session")
def stage(django_db_setup: None, django_db_blocker) -> Iterator[Stage]:
    """Books of everything in a database of their own; whoever uses it leaves it as it is."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stage = stack.enter_context(staged("stage"))
        yield stage


@pytest.fixture
def today() -> datetime.date:
    """The day on which the tests play: a Tuesday, the last of a quarter."""
    return TODAY


@pytest.fixture
def now() -> datetime.datetime:
    """Noon in UTC of that day."""
    return NOW


@pytest.fixture
def roles(db: None) -> None:
    """The shipped roles."""
    sync_roles(today=TODAY)


@pytest.fixture
def group(db: None) -> Group:
    return Group.objects.create(name="Highland Group")


@pytest.fixture
def new_company(group: Group) -> Callable[..., Company]:
    """Make a company in Hamburg with a head office; keywords change its columns."""

    def make(name: str = "Highland Coffee", **columns: object) -> Company:
        facts: dict[str, object] = {
            "group": group,
            "name": name,
            "legal_name": f"{name} GmbH",
            "street": "Am Sandtorkai 1",
            "postal_code": "20457",
            "city": "Hamburg",
            "country": "DE",
            "email": "office@company.test",
            "base_currency": "EUR",
            "time_zone": "Europe/Berlin",
        }
        company = Company.objects.create(**facts | columns)
        Branch.objects.create(company=company, code="HQ", name="Head office", city="Hamburg")
        CompanyTaxRegistration.objects.create(
            company=company, country="DE", number="DE123456788", start_date=FIRST_DAY
        )
        CompanyBankAccount.objects.create(
            company=company,
            name="Main",
            holder=company.legal_name,
            iban="DE89370400440532013000",
            bic="COBADEFFXXX",
            currency=company.base_currency,
            is_default=True,
        )
        return company

    return make


@pytest.fixture
def company(new_company: Callable[..., Company]) -> Company:
    return new_company()


@pytest.fixture
def branch(company: Company) -> Branch:
    return Branch.objects.get(company=company)


@pytest.fixture
def new_party(group: Group) -> Callable[..., Party]:
    """Make a party with a registered office; keywords change its columns."""

    def make(name: str, **columns: object) -> Party:
        slug = name.split()[0].lower()
        facts: dict[str, object] = {
            "group": group,
            "name": name,
            "sort_name": name.lower(),
            "email": f"office@{slug}.test",
        }
        party = Party.objects.create(**facts | columns)
        Address.objects.create(
            party=party,
            purpose=Address.Purpose.LEGAL,
            street="1 High Street",
            postal_code="LS1 4DY",
            city="Leeds",
            country="GB",
            start_date=FIRST_DAY,
        )
        return party

    return make


@pytest.fixture
def customer(new_party: Callable[..., Party]) -> Party:
    """A customer's party record; its account is made by the fixtures of the books."""
    return new_party("Bluebird Cafe")


@pytest.fixture
def other_customer(new_party: Callable[..., Party]) -> Party:
    return new_party("Redwood Diner")


@pytest.fixture
def supplier(new_party: Callable[..., Party]) -> Party:
    return new_party("Finca Verde")


@pytest.fixture
def setup_scope(company: Company) -> Scope:
    """The system user of set-up on the company."""
    return system_scope(purpose="setup", company_ids=[company.pk])


@pytest.fixture
def grant(roles: None, company: Company) -> Callable[..., Grant]:
    """Grant by the real operation: grant(user, role="sales", company=company)."""

    def make(
        user: User,
        *,
        role: str = "",
        permission: str = "",
        start_date: datetime.date = FIRST_DAY,
        end_date: datetime.date | None = None,
        **place: Company | Branch | Party,
    ) -> Grant:
        scope = system_scope(purpose="setup", company_ids=Company.objects.values_list("pk", flat=True))
        new = NewGrant(
            user_id=user.pk,
            role=role,
            permission=permission,
            start_date=start_date,
            end_date=end_date,
            reason="joined",
            **{f"{kind}_id": where.pk for kind, where in place.items()},
        )
        row = grant_role(scope, new=new, today=TODAY)
        user.refresh_from_db(fields=["auth_epoch"])
        return row

    return make


@pytest.fixture
def new_user(db: None) -> Callable[..., User]:
    """Make a user with the password "secret"."""

    def make(name: str, **columns: object) -> User:
        email = f"{name.lower().replace(' ', '.')}@people.test"
        return User.objects.create_user(email, "secret", name=name, **columns)

    return make


@pytest.fixture
def person(
    new_user: Callable[..., User], grant: Callable[..., Grant], company: Company
) -> Callable[..., User]:
    """Make a user with a role, on the company unless another place is given."""

    def make(role: str, name: str = "", **place: Company | Branch | Party) -> User:
        user = new_user(name or f"The {role.replace('_', ' ')}")
        grant(user, role=role, **place or {"company": company})
        return user

    return make


@pytest.fixture
def scope_at(today: datetime.date) -> Callable[..., Scope]:
    """Return the scope of a user at a door today."""

    def make(user: User, door: str = "staff") -> Scope:
        return scope_of(user, door=door, on=today)

    return make


@pytest.fixture
def administrator(person: Callable[..., User]) -> User:
    return person("administrator")


@pytest.fixture
def accountant(person: Callable[..., User]) -> User:
    return person("accountant")


@pytest.fixture
def salesperson(person: Callable[..., User]) -> User:
    return person("sales")


@pytest.fixture
def customer_user(person: Callable[..., User], customer: Party) -> User:
    return person("customer", "Bella Blue", party=customer)


@pytest.fixture
def supplier_user(person: Callable[..., User], supplier: Party) -> User:
    return person("supplier", "Valentina Verde", party=supplier)


@pytest.fixture
def administrator_scope(administrator: User, scope_at: Callable[..., Scope]) -> Scope:
    return scope_at(administrator)


@pytest.fixture
def accountant_scope(accountant: User, scope_at: Callable[..., Scope]) -> Scope:
    return scope_at(accountant)


@pytest.fixture
def sales_scope(salesperson: User, scope_at: Callable[..., Scope]) -> Scope:
    return scope_at(salesperson)


@pytest.fixture
def customer_scope(customer_user: User, scope_at: Callable[..., Scope]) -> Scope:
    return scope_at(customer_user, "customer")


@pytest.fixture
def supplier_scope(supplier_user: User, scope_at: Callable[..., Scope]) -> Scope:
    return scope_at(supplier_user, "supplier")


@pytest.fixture
def stranger_scope(new_user: Callable[..., User], scope_at: Callable[..., Scope]) -> Scope:
    """Somebody who signed in and was granted nothing."""
    return scope_at(new_user("A stranger"))


@pytest.fixture
def checked_bank_account(
    company: Company, setup_scope: Scope, administrator_scope: Scope
) -> Callable[..., PartyBankAccount]:
    """Give a party a bank account that a second person has checked."""

    def make(party: Party, iban: str = "DE02120300000000202051") -> PartyBankAccount:
        added = set_bank_account(
            setup_scope,
            company_id=company.pk,
            party_id=party.pk,
            facts=BankAccountFacts(party.name, iban),
            today=FIRST_DAY,
        )
        return verify_bank_account(
            administrator_scope,
            company_id=company.pk,
            bank_account_id=added.pk,
            is_right=True,
            how="called back",
        )

    return make


@pytest.fixture
def time_machine_at() -> Callable[[str], time_machine.travel]:
    """Set the clock of a block to an instant; it stands still there."""

    def travel(instant: str) -> time_machine.travel:
        return time_machine.travel(datetime.datetime.fromisoformat(instant), tick=False)

    return travel


@pytest.fixture
def mail_sink(settings) -> Iterator[Sink]:
    """A real mail server; every mail of the test goes there."""
    sink = Sink()
    sink.start()
    settings.MAILERS = sink.mailers
    yield sink
    sink.stop()
