"""The API's door: a token tells who asks, every grant of theirs counts, one transaction an answer."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet
from rest_framework.exceptions import NotAuthenticated
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from erp.access.decisions import require_anywhere
from erp.access.queries import scope_of
from erp.access.scope import Scope
from erp.clock import date_in, now
from erp.identity.models import User
from portals.api.idempotency import answered_once
from portals.gate import reading, writing


class Pages(CursorPagination):
    """Pages by cursor: as fast on the last page as on the first, and never a row twice."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500
    ordering = "-id"


class ApiViewSet[M: Model](GenericViewSet[M]):
    """
    A list and its records, seen through the scope of the token's owner.

    Reads run in a read-only transaction. A foreign record answers like an absent one: 404. `view_right`
    opens it for reading, any of `create_rights` for something new; who holds none anywhere gets 403.
    """

    pagination_class: type[Pages] | None = Pages
    lookup_field = "public_id"
    lookup_value_regex = "[0-9a-f-]{36}"
    view_right: str
    create_rights: tuple[str, ...] = ()
    scope: Scope

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let only those in who show a token and hold a right; compute their scope once."""
        super().initial(request, *args, **kwargs)
        if not isinstance(request.user, User):
            raise NotAuthenticated
        self.scope = scope_of(request.user, door="api", on=date_in("UTC", now()))
        if self.action in self.action_map.values():  # else the method is not offered, as is said next
            rights = self.create_rights if self.action == "create" else (self.view_right,)
            require_anywhere(self.scope, *rights)

    def visible(self) -> QuerySet[M]:
        """Return the rows that the scope may see; each resource says how."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[M]:
        """Return the visible rows; none while the schema is drawn, for there nobody asks."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return self.visible()

    def list(self, request: Request, *_: Any, **__: Any) -> Response:
        """Return one page of the visible rows."""
        with reading(self.scope):
            page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
            return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, *_: Any, **__: Any) -> Response:
        """Return one visible record."""
        with reading(self.scope):
            return Response(self.get_serializer(self.get_object()).data)

    def act(self, request: Request, operation: Callable[[Any], tuple[int, Any]]) -> Response:
        """
        Carry out one act once per Idempotency-Key.

        `operation` takes the validated body and returns the status and the plain answer; it runs in the
        transaction that also stores the answer.
        """
        body: BaseSerializer[Any] = self.get_serializer(data=request.data)
        with writing(self.scope):
            return answered_once(request, lambda: self._acted(body, operation))

    def _acted(
        self, body: BaseSerializer[Any], operation: Callable[[Any], tuple[int, Any]]
    ) -> tuple[int, Any]:
        body.is_valid(raise_exception=True)
        return operation(body.validated_data)
