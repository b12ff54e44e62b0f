"""The staff's addresses of quality."""

from django.urls import path

from quality.pages import board, figures, inspections, scorecards, second_looks, yesterday

urlpatterns = [
    path("desk/board/", board.board, name="board"),
    path("desk/board/live/", board.live, name="board_live"),
    path("desk/board/came/", board.came, name="board_came"),
    path("desk/board/came/today/", board.came_today, name="board_came_today"),
    path("desk/board/broken/", board.broken, name="board_broken"),
    path("desk/board/yesterday/", yesterday.overview, name="yesterday"),
    path("desk/board/yesterday/<slug:code>/", yesterday.cases, name="yesterday_cases"),
    path("desk/quality/", figures.overview, name="quality"),
    path("desk/quality/scorecards/", scorecards.overview, name="scorecards"),
    path("desk/quality/scorecards/<slug:code>/", scorecards.scorecard, name="scorecard"),
    path("desk/quality/inspections/", inspections.overview, name="inspections"),
    path("desk/quality/inspections/mine/", inspections.mine, name="my_inspections"),
    path("desk/quality/inspections/<int:pk>/", inspections.inspection, name="inspection"),
    path("desk/quality/again/", inspections.again, name="call_again"),
    path("desk/quality/second-looks/", second_looks.overview, name="second_looks"),
    path("desk/quality/second-looks/<slug:code>/", second_looks.sort, name="second_look"),
    path("desk/quality/figures/<slug:code>/", figures.indicator, name="quality_figure"),
    path("desk/quality/figures/<slug:code>/trend/", figures.trend, name="quality_trend"),
    path("desk/quality/figures/<slug:code>/cases/", figures.indicator_cases, name="quality_cases"),
]
