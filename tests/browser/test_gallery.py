import pytest

import erp.urls  # read before the demo is turned on, or the map would keep its addresses
from erp.organization.models import Group
from erp.parties.models import Party
from tests.browser.conftest import assert_accessible, assert_fits
from tests.browser.gallery import declare_gallery

assert erp.urls.urlpatterns
PAGES = ["", "portal/", "portal/list/", "list/", "form/", "empty/"]
WIDTHS = [1440, 390]


@pytest.fixture(autouse=True)
def gallery(settings, transactional_db):
    settings.ROOT_URLCONF = "tests.browser.gallery"
    declare_gallery()
    settings.DEMO = True
    folder = settings.BASE_DIR / "tests" / "browser" / "templates"
    templates = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**templates, "DIRS": [*templates["DIRS"], folder]}]
    group = Group.objects.create(name="Group")
    Party.objects.bulk_create(
        Party(
            group=group,
            name=f"Customer {number:03} GmbH",
            sort_name=f"{number:03}",
            legal_kind=("BUSINESS", "CONSUMER", "PUBLIC")[number % 3],
        )
        for number in range(120)
    )


@pytest.mark.parametrize("name", PAGES)
def test_every_component_is_accessible_and_fits(page_at, name):
    for width in WIDTHS:
        for color_scheme in ("light", "dark"):
            page = page_at(width, color_scheme)

            page.goto(f"/gallery/{name}", wait_until="load")

            assert page.locator("html").get_attribute("data-bs-theme") == color_scheme
            assert_accessible(page)
            assert_fits(page)
