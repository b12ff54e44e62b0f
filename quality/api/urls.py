"""Addresses under /api/v1/quality/."""

from django.urls import path

from quality.api import board, days, figures, inspecting, scores, settings

app_name = "quality_api"
urlpatterns = [
    path("scorecards/", scores.Scorecards.as_view(), name="scorecards"),
    path("scorecards/<slug:code>/", scores.ScorecardScores.as_view(), name="scorecard"),
    path("inspections/", scores.Inspections.as_view(), name="inspections"),
    path("inspections/mine/", inspecting.MyInspections.as_view(), name="my_inspections"),
    path("inspections/plans/", inspecting.Plans.as_view(), name="inspection_plans"),
    path("inspections/<int:pk>/", inspecting.InspectionDetail.as_view(), name="inspection"),
    path("inspections/<int:pk>/result/", inspecting.InspectionResult.as_view(), name="inspection_result"),
    path("inspections/<int:pk>/appeal/", inspecting.InspectionAppeal.as_view(), name="inspection_appeal"),
    path("inspections/<int:pk>/settlement/", inspecting.InspectionSettlement.as_view(), name="inspection_settlement"),
    path("call-again/", inspecting.CallAgain.as_view(), name="call_again"),
    path("board/", board.Board.as_view(), name="board"),
    path("board/broken/", board.Broken.as_view(), name="board_broken"),
    path("days/<str:day>/", days.Day.as_view(), name="day"),
    path("days/<str:day>/<slug:code>/", days.DayCases.as_view(), name="day_cases"),
    path("second-looks/", board.SecondLooks.as_view(), name="second_looks"),
    path("second-looks/<slug:code>/", board.SecondLook.as_view(), name="second_look"),
    path("figures/", figures.Figures.as_view(), name="figures"),
    path("figures/<slug:code>/", figures.FigureDetail.as_view(), name="figure"),
    path("figures/<slug:code>/trend/", figures.Trend.as_view(), name="trend"),
    path("figures/<slug:code>/cases/", figures.Cases.as_view(), name="cases"),
    *settings.urlpatterns,
]
