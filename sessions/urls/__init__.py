"""Addresses of sittings and resolutions, by noun; the namespace is the app's label."""

from sessions.urls import (
    agenda,
    convening,
    meetings,
    minutes,
    papers,
    plenary,
    resolutions,
    sittings,
    verification,
    votes,
)

app_name = "sittings"
urlpatterns = [
    *sittings.urlpatterns,
    *papers.urlpatterns,
    *verification.urlpatterns,
    *agenda.urlpatterns,
    *convening.urlpatterns,
    *plenary.urlpatterns,
    *votes.urlpatterns,
    *minutes.urlpatterns,
    *resolutions.urlpatterns,
    *meetings.urlpatterns,
]
