"""The settings of the tests: the owner's login, a server and data folder of their own, no worker."""

import os

os.environ["ERP_DATA"] = os.path.join(os.path.dirname(__file__), "..", ".data", "test")
_worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
os.environ["ERP_CACHE_DATABASE"] = str(2 * int(_worker))

from erp.settings import *  # noqa: E402, F403
from erp.settings import DATABASES  # noqa: E402

DATABASES["default"] |= {"ENGINE": "tests.database", "USER": "erp_owner", "FOR_TESTS": True}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
ALLOWED_HOSTS = ["*"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
