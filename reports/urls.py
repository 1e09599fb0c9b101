"""Addresses of reports and figures."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("figures/", views.Figures.as_view(), name="figures"),
    path("figures/<slug:code>/rows/", views.FigureRows.as_view(), name="figure_rows"),
    path("runs/", views.RunList.as_view(), name="run_list"),
    path("runs/new/", views.RunCreate.as_view(), name="run_create"),
    path("runs/<int:pk>/", views.RunDetail.as_view(), name="run_detail"),
    path("runs/<int:pk>/retry/", views.RunRetry.as_view(), name="run_retry"),
    path("runs/<int:pk>/<str:extension>/", views.RunFile.as_view(), name="run_file"),
]
