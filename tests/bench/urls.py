"""The house's addresses, and one plain Django view to compare a list with."""

from django.urls import include, path

from tests.bench.floor import plain_list

urlpatterns = [path("floor/", plain_list), path("", include("erp.urls"))]
