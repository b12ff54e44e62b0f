"""The staff's addresses."""

from django.urls import path

from complaints.pages import (
    approvals,
    callbacks,
    calls,
    codes,
    contacts,
    customers,
    desk,
    details,
    emergency,
    files,
    find,
    messages,
    money,
    moves,
    papers,
    restrictions,
    ticket,
)

TICKET = "desk/tickets/<str:number>/"

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/news/", desk.news, name="desk_news"),
    path("desk/find/", find.find, name="find"),
    path("desk/emergency/", emergency.begin, name="emergency"),
    path("desk/emergency/<int:pk>/", emergency.call, name="emergency_call"),
    path("desk/emergency/<int:pk>/dispatch/", emergency.dispatch, name="emergency_dispatch"),
    path("desk/emergency/<int:pk>/lost/", emergency.lost, name="emergency_lost"),
    path("desk/calls/", calls.calls_page, name="calls"),
    path("desk/calls/<uuid:key>/", calls.call, name="call"),
    path("desk/contacts/", contacts.contacts_page, name="contacts"),
    path("desk/customers/<int:pk>/", customers.customer, name="customer"),
    path("desk/customers/<int:pk>/restriction/", restrictions.restriction, name="restriction"),
    path("desk/customers/<int:pk>/contacts/<int:point>/", customers.reveal_point, name="customer_reveal"),
    path("desk/approvals/", approvals.page, name="approvals"),
    path("desk/approvals/<str:number>/<slug:sort>/", approvals.decide, name="approve"),
    path("desk/files/<int:pk>/", files.file, name="file"),
    path("desk/callbacks/", callbacks.callbacks, name="callbacks"),
    path("desk/callbacks/<str:number>/", callbacks.callbacks, name="callback"),
    path(TICKET, ticket.ticket, name="ticket"),
    path(f"{TICKET}moves/<slug:name>/", moves.move, name="move"),
    path(f"{TICKET}code/", codes.codes, name="codes"),
    path(f"{TICKET}bills/", money.bills, name="bills"),
    path(f"{TICKET}account/", money.name_account, name="name_account"),
    path(f"{TICKET}adjustment/", money.adjust, name="adjust"),
    path(f"{TICKET}adjustments/<int:pk>/rest/", money.rest, name="rest_adjustment"),
    path(f"{TICKET}message/", messages.message, name="message"),
    path(f"{TICKET}contacts/<int:pk>/", ticket.reveal, name="reveal"),
    path(f"{TICKET}milestones/<slug:name>/", moves.milestone, name="milestone"),
    path(f"{TICKET}details/", details.details, name="details"),
    path(f"{TICKET}papers/<slug:name>/", papers.paper, name="paper"),
    path(f"{TICKET}clocks/<int:pk>/", ticket.why, name="why"),
]
