"""The address map: one prefix per door; a process serves the doors that its settings name."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portals.public.urls")),
    path("account/", include("portals.account.urls")),
]
for _door in settings.DOORS:
    if (settings.BASE_DIR / "portals" / _door / "urls.py").exists():
        urlpatterns.append(path(f"{_door}/", include(f"portals.{_door}.urls")))
if settings.DEMO:
    urlpatterns.append(path("demo/", include("portals.demo.urls")))
