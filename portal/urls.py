"""Addresses: the portal's own pages, one namespace per floor, sign-in by allauth, the administration pages."""

from django.contrib import admin
from django.urls import include, path

from accounts.views import language_set
from portal.admin import furnish
from portal.home.views import HomePage
from portal.search import SearchPage
from portal.views import healthz

furnish(admin.site)

urlpatterns = [
    path("", HomePage.as_view(), name="home"),
    path("search/", SearchPage.as_view(), name="search"),
    path("healthz/", healthz, name="healthz"),
    path("account/language/", language_set, name="set_language"),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("follow-ups/", include("followups.urls")),
    path("documents/", include("documents.urls")),
    path("voters/", include("voters.urls")),
    path("", include("sessions.urls")),
    path("supervision/", include("supervision.urls")),
    path("reports/", include("reports.urls")),
    path("councils/", include("councils.urls")),
]
