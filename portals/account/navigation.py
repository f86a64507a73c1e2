"""Where one can go in the account door."""

from django.utils.translation import gettext_lazy as _

from portals.components.navigation import Entry, Section

NAVIGATION = (
    Section(
        "",
        (
            Entry(_("Profile"), "account_profile", "user-circle"),
            Entry(_("Password"), "account_change_password", "key"),
            Entry(_("E-mail"), "account_email", "mail"),
            Entry(_("Second factor"), "mfa_index", "shield-lock"),
            Entry(_("Sessions"), "usersessions_list", "device-desktop"),
            Entry(_("API tokens"), "account_tokens", "plug"),
        ),
    ),
)
