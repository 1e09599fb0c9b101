"""Addresses of supervision, by noun."""

from supervision.urls import bodies, missions, ongoing, programmes, recommendations, sessions, texts

app_name = "supervision"
urlpatterns = [
    *missions.urlpatterns,
    *sessions.urlpatterns,
    *bodies.urlpatterns,
    *programmes.urlpatterns,
    *recommendations.urlpatterns,
    *texts.urlpatterns,
    *ongoing.urlpatterns,
]
