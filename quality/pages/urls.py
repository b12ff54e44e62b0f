"""The staff's addresses of quality."""

from django.urls import path

from quality.pages import figures

urlpatterns = [
    path("desk/quality/", figures.overview, name="quality"),
    path("desk/quality/figures/<slug:code>/", figures.indicator, name="quality_figure"),
    path("desk/quality/figures/<slug:code>/cases/", figures.indicator_cases, name="quality_cases"),
]
