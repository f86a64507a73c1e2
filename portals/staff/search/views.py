"""What the palette finds: records and acts the reader may reach."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from portals.gate import ScopedRequest, portal, reading
from portals.staff.search.sources import found


@portal("staff")
@require_GET
def search(request: ScopedRequest) -> HttpResponse:
    """Answer the palette with groups of records whose words match."""
    with reading(request.scope):
        return JsonResponse({"groups": found(request, request.GET.get("q", "").strip())})
