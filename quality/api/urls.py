"""Addresses under /api/v1/quality/."""

from django.urls import path

from quality.api import figures

app_name = "quality_api"
urlpatterns = [
    path("figures/", figures.Figures.as_view(), name="figures"),
    path("figures/<slug:code>/", figures.FigureDetail.as_view(), name="figure"),
    path("figures/<slug:code>/cases/", figures.Cases.as_view(), name="cases"),
]
