"""One small page behind each door; for tests of the gate only."""

from django.http import HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import include, path

from erp.errors import Refused
from portals.gate import portal


def place_of(request):
    told = [request.company.name, str(request.today), str(getattr(request, "account", ""))]
    return HttpResponse("|".join(told))


@portal("staff")
def streaming(request):
    return StreamingHttpResponse(["late"])


@portal("staff")
def lazy(request):
    return TemplateResponse(request, "404.html")


@portal("staff")
def refusing(request):
    raise Refused("The period is closed.")


urlpatterns = [
    *(path(f"{door}/", portal(door)(place_of)) for door in ("staff", "customer", "supplier", "partner")),
    path("staff/streaming/", streaming),
    path("staff/lazy/", lazy),
    path("staff/refusing/", refusing),
    path("", include("erp.urls")),
]
