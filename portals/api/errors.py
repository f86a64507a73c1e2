"""Refusals as the API says them: a stable code and words."""

from typing import Any

from django.core.exceptions import PermissionDenied
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from erp.errors import Invalid, Refused


def answer_to(error: Exception, context: dict[str, Any]) -> Response | None:
    """
    Turn an error into an answer; the transaction that it left has undone its writes by then.

    A refusal is 409 with its code, what cannot be understood 400 with each problem, a missing right 403.
    Anything else that the framework does not know is a fault of ours: 500.
    """
    if isinstance(error, Invalid):
        return _said(error.code, str(error), status.HTTP_400_BAD_REQUEST, problems=list(error.problems))
    if isinstance(error, Refused):
        return _said(error.code, str(error), status.HTTP_409_CONFLICT)
    if isinstance(error, PermissionDenied):
        return _said("denied", str(error), status.HTTP_403_FORBIDDEN)
    return exception_handler(error, context)


def _said(code: str, detail: str, status_code: int, **more: Any) -> Response:
    return Response({"code": code, "detail": detail} | more, status=status_code)
