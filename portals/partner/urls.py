"""Addresses of the partner door: the turnover of the granted branches, and nothing else."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from portals.components.navigation import Entry, Section, declare
from portals.partner import views

NAVIGATION = (Section("", (Entry(_("Turnover"), "partner:turnover", "chart-bar", go_key="t"),)),)

declare("partner", NAVIGATION)

app_name = "partner"
urlpatterns = [path("", views.turnover_page, name="turnover")]
