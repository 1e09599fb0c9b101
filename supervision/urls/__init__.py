"""Addresses of supervision, by noun."""

from supervision.urls import bodies, missions, ongoing, programmes, recommendations, sessions, texts

app_name = "supervision"
urlpatterns = [
    *bodies.urlpatterns,
    *missions.urlpatterns,
    *ongoing.urlpatterns,
    *programmes.urlpatterns,
    *recommendations.urlpatterns,
    *sessions.urlpatterns,
    *texts.urlpatterns,
]
