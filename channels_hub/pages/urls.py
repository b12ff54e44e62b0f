"""The customer's addresses, at the root of the site."""

from django.urls import path

from channels_hub.pages import answer, follow, lost, paper, robots, submit, survey

urlpatterns = [
    path("questions/", submit.questions_of, name="questions"),
    path("", submit.submit, name="submit"),
    path("thanks/", submit.thanks, name="thanks"),
    path("desk/letters/", paper.letters_page, name="letters"),
    path("desk/letters/<int:pk>/", paper.letter_page, name="letter"),
    path("desk/letters/<int:pk>/posted/", paper.post_letter, name="post_letter"),
    path("t/", follow.follow, name="follow"),
    path("t/lost/", lost.lost, name="lost"),
    path("t/back/<int:asked>/<slug:token>/", lost.back, name="way_back"),
    path("t/leave/", follow.leave, name="follow_leave"),
    path("t/<slug:number>/", follow.follow_ticket, name="follow_ticket"),
    path("t/<slug:number>/messages/", follow.follow_message, name="follow_message"),
    path("t/<slug:number>/reopen/", follow.follow_reopen, name="follow_reopen"),
    path("t/<slug:number>/withdraw/", follow.follow_withdraw, name="follow_withdraw"),
    path("t/<slug:number>/chase/", follow.follow_chase, name="follow_chase"),
    path("t/<slug:number>/rating/", follow.follow_rating, name="follow_rating"),
    path("t/<slug:number>/copy/", follow.follow_copy, name="follow_copy"),
    path("v/<slug:token>/", answer.answer, name="answer"),
    path("s/<slug:token>/", survey.survey, name="survey"),
    path("s/<slug:token>/<int:level>/", survey.survey, name="survey_level"),
    path("t/<slug:number>/files/<int:pk>/", follow.follow_file, name="follow_file"),
    path("robots.txt", robots.robots, name="robots"),
]
