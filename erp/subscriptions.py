"""What the outside may ask of this app; run once every app's models are there."""

from erp.administration.submissions import register_kinds

register_kinds()
