"""The address map: one prefix per door."""

urlpatterns: list[object] = []
