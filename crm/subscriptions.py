"""What this app listens to, and what the outside may ask of it."""

from crm.service.submissions import register_kinds as register_questions

register_questions()
