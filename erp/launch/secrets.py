"""Secrets of a machine where nobody configured any: made once, kept in the data folder."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def kept_secret(path: Path) -> str:
    """
    Return the secret in the file `path`, readable by its owner alone; make it when it is missing.

    :raises ImproperlyConfigured: when the folder cannot be written
    """
    try:
        return _kept_or_new(path)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{path.parent} cannot be written ({error.strerror or error}); ERP_DATA names another folder"
        ) from error


def _kept_or_new(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        secret = secrets.token_urlsafe(64)
        file.write(secret)
    return secret
