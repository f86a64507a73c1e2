"""The payment terms and reminder levels every company begins with."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounting.collections.models import DunningLevel


@dataclass(frozen=True, slots=True)
class TemplateStep:
    """A share in percent, due so many days after the document, or at the end of that month."""

    share_percent: str
    delay_days: int
    is_end_of_month: bool = False


@dataclass(frozen=True, slots=True)
class TemplateTerm:
    """One payment term."""

    code: str
    name: str | Promise
    steps: tuple[TemplateStep, ...]


TERMS = (
    TemplateTerm("IMMEDIATE", _("Due at once"), (TemplateStep("100", 0),)),
    TemplateTerm("NET14", _("14 days"), (TemplateStep("100", 14),)),
    TemplateTerm("NET30", _("30 days"), (TemplateStep("100", 30),)),
    TemplateTerm("EOM30", _("30 days, end of month"), (TemplateStep("100", 30, is_end_of_month=True),)),
    TemplateTerm(
        "THIRDS",
        _("In thirds after 30, 60 and 90 days"),
        (TemplateStep("33.3333", 30), TemplateStep("33.3333", 60), TemplateStep("33.3334", 90)),
    ),
)


@dataclass(frozen=True, slots=True)
class TemplateLevel:
    """One reminder, so many days after the due date."""

    name: str | Promise
    delay_days: int
    tone: str


LEVELS = (
    TemplateLevel(_("Due soon"), -3, DunningLevel.Tone.FRIENDLY),
    TemplateLevel(_("First reminder"), 7, DunningLevel.Tone.FRIENDLY),
    TemplateLevel(_("Second reminder"), 14, DunningLevel.Tone.FIRM),
    TemplateLevel(_("Final reminder"), 30, DunningLevel.Tone.FINAL),
)
