#!/usr/bin/env python
"""Django's command line."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erp.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:  # something to set right in the environment, not in the code
        sys.exit(str(problem))
