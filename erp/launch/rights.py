"""
The one list of what the serving login may do with each table; `migrate` grants exactly this.

A table that is missing here is granted to nobody, and a test fails.
"""

WORK = "SELECT, INSERT, UPDATE, DELETE"
APPEND = "SELECT, INSERT"
READ = "SELECT"

# Ordinary tables: the operations of their package add, change and remove rows.
_WORKED_ON = """
    account_emailaddress account_emailconfirmation auth_group auth_group_permissions auth_permission
    django_content_type django_session guardian_groupobjectpermission guardian_userobjectpermission
    knox_authtoken mfa_authenticator socialaccount_socialaccount socialaccount_socialapp
    socialaccount_socialtoken usersessions_usersession
"""

# Rows are added and never change: the books, and the record of who did what.
_APPENDED = """
"""

# Kept by the database's own triggers, or by migrations: serving processes may only look.
_READ = """
    django_migrations
"""

RIGHTS: dict[str, str] = {
    **dict.fromkeys(_WORKED_ON.split(), WORK),
    **dict.fromkeys(_APPENDED.split(), APPEND),
    **dict.fromkeys(_READ.split(), READ),
}
