"""Addresses under /api/v1/quality/."""

from django.urls import path

from quality.api import board, figures, scores

app_name = "quality_api"
urlpatterns = [
    path("scorecards/", scores.Scorecards.as_view(), name="scorecards"),
    path("scorecards/<slug:code>/", scores.ScorecardScores.as_view(), name="scorecard"),
    path("inspections/", scores.Inspections.as_view(), name="inspections"),
    path("board/", board.Board.as_view(), name="board"),
    path("second-looks/", board.SecondLooks.as_view(), name="second_looks"),
    path("second-looks/<slug:code>/", board.SecondLook.as_view(), name="second_look"),
    path("figures/", figures.Figures.as_view(), name="figures"),
    path("figures/<slug:code>/", figures.FigureDetail.as_view(), name="figure"),
    path("figures/<slug:code>/trend/", figures.Trend.as_view(), name="trend"),
    path("figures/<slug:code>/cases/", figures.Cases.as_view(), name="cases"),
]
