"""The settings of the bench: as the house is served, in a data folder of its own."""

import os

os.environ.setdefault("ERP_DATA", os.path.join(os.path.dirname(__file__), "..", "..", ".data", "bench"))

from erp.settings import *  # noqa: F403
from erp.settings import INSTALLED_APPS

INSTALLED_APPS.append("tests.bench")
ROOT_URLCONF = "tests.bench.urls"
