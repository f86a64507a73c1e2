"""Forms about reminders."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounting.collections.models import DunningLevel
from accounting.collections.operations import LevelDraft
from portals.gate import ScopedRequest
from portals.staff.documents import DocumentForm, LineForm


class LevelForm(LineForm):
    """One level: so many days after the due date, before it if below zero."""

    name = forms.CharField(label=_("Name"), max_length=60)
    delay_days = forms.IntegerField(label=_("Days after the due date"), min_value=-60, max_value=365)
    tone = forms.ChoiceField(label=_("Tone"), choices=DunningLevel.Tone.choices)


class LevelsForm(DocumentForm):
    """All levels of the company; one that is left out is no longer sent."""

    line_form = LevelForm

    def __init__(self, request: ScopedRequest, filled: Mapping[str, Any] | None = None) -> None:
        """Start with the levels in force."""
        known = DunningLevel.objects.filter(company=request.company, is_active=True)
        lines = known.order_by("sequence").values("name", "delay_days", "tone")
        super().__init__(request, filled, initial_lines=list(lines))

    def levels(self) -> list[LevelDraft]:
        """Return what was filled in."""
        return [
            LevelDraft(values["name"], values["delay_days"], values["tone"])
            for values in self.filled_lines()
        ]
