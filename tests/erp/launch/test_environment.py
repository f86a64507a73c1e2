"""The production file, the settings and the page about them speak of the same variables."""

import re

import yaml

from tests.house.source import ROOT, python_files, text

NAME = r"[A-Z][A-Z0-9_]+"
READ = re.compile(rf'(?:env\.\w+\(|environ\.get\()\s*"({NAME})"')
ASKED_OF_COMPOSE = re.compile(rf"\$\{{({NAME})[:}}]")
INTERNAL = {"ERP_SERVERS_MANAGED", "DJANGO_SETTINGS_MODULE"}
PASSWORDS = {
    f"ERP_{login}_PASSWORD" for login in ("OWNER", "APP", "IDENTITY", "CUSTOMER", "SUPPLIER", "PARTNER")
}
COMPOSE = (ROOT / "docker-compose.yml").read_text()
PAGE = (ROOT / "docs" / "operations.md").read_text()


def read_by_the_house() -> set[str]:
    files = python_files("erp", "accounting", "inventory", "crm", "portals")
    return {name for path in files for name in READ.findall(text(path))} - INTERNAL | PASSWORDS


def documented() -> set[str]:
    rows = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(rf"`({NAME})`", row)}


def services() -> dict[str, dict[str, dict[str, str]]]:
    return yaml.safe_load(COMPOSE)["services"]


def test_every_variable_that_is_read_is_documented_and_the_other_way_round() -> None:
    assert read_by_the_house() == documented()


def test_compose_sets_only_variables_that_are_read() -> None:
    own = [service for service in services().values() if service["image"] == "counterpart"]

    set_by_compose = {name for service in own for name in service["environment"]}

    assert len(own) == 7
    assert set_by_compose - read_by_the_house() == set()


def test_every_variable_marked_compose_is_set_by_compose() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| `") and "(compose" in line]
    marked = {name for row in rows for name in re.findall(rf"`({NAME})`", row.split("|")[1])}
    own = [service for service in services().values() if service["image"] == "counterpart"]

    assert marked - {name for service in own for name in service["environment"]} == set()


def test_everything_compose_asks_for_is_named_on_the_page() -> None:
    assert {name for name in ASKED_OF_COMPOSE.findall(COMPOSE) if f"`{name}`" not in PAGE} == set()


def test_each_door_has_a_process_and_the_proxy_sends_people_there() -> None:
    doors = {
        name: service["environment"]["ERP_DOORS"]
        for name, service in services().items()
        if "web-" in name
    }
    proxy = (ROOT / "deploy" / "Caddyfile").read_text()

    assert doors == {
        "web-staff": "staff,api",
        "web-customer": "customer",
        "web-supplier": "supplier",
        "web-partner": "partner",
    }
    assert set(re.findall(r"reverse_proxy (\S+):8000", proxy)) == set(doors)


def test_serving_processes_know_no_password_but_that_of_their_own_login() -> None:
    secrets = ("DATABASE_ADMIN_URL", "DATABASE_OWNER_URL", *PASSWORDS)

    serving = [name for name in services() if name.startswith(("web-", "worker", "beat"))]

    assert len(serving) == 6
    for name in serving:
        assert set(services()[name]["environment"]).isdisjoint(secrets)


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert [name for name, service in services().items() if "ports" in service] == ["proxy"]


def test_what_must_last_lies_in_volumes() -> None:
    volumes = yaml.safe_load(COMPOSE)["volumes"]

    kept = {name: service["volumes"][0] for name, service in services().items() if "volumes" in service}

    assert {name: place for name, place in kept.items() if name in ("database", "broker", "beat")} == {
        "database": "database:/var/lib/postgresql",
        "broker": "broker:/data",
        "beat": "clock:/data",
    }
    named = {place.partition(":")[0] for place in kept.values() if not place.startswith(".")}
    assert named - set(volumes) == set()


def test_nothing_serves_before_the_tables_are_there() -> None:
    assert services()["database"]["image"] == "postgres:18"
    assert services()["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}

    own = {name: service for name, service in services().items() if service["image"] == "counterpart"}

    for name in own.keys() - {"migrate"}:
        assert own[name]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"},
            "broker": {"condition": "service_healthy"},
        }
        assert own[name]["restart"] == "unless-stopped"
