"""Addresses under /api/v1/, but for the door where tickets come in: channels_hub/api_urls.py puts it first."""

from django.urls import path, re_path

from complaints.api import calendars, setting_lists, staff
from complaints.api.afterwards import Callbacks, Ratings
from complaints.api.approvals import Alerts, Approvals
from complaints.api.callers import CustomerDetail, Lookup, Suggestions, Verify
from complaints.api.calls import Call, Calls
from complaints.api.catalogue import Categories, Reasons, Regions, Teams
from complaints.api.codes import AccessCodes
from complaints.api.contacts import Contacts
from complaints.api.customer_money import CustomerBills, CustomerPayments
from complaints.api.customer_record import CustomerRecord
from complaints.api.details import Details
from complaints.api.emergency import (
    EmergencyCalls,
    OneEmergencyCall,
    OverWithoutCrew,
    RungBack,
    SafetyCards,
    SendCrew,
)
from complaints.api.handovers import HandoverDetail, HandoverFacts, Handovers, HandoverSigned
from complaints.api.ladders import AlarmLadderDetail, AlarmLadders
from complaints.api.mentions import Mentions, SeeMentions
from complaints.api.money import NameAccount, RestAdjustment, TicketAdjustments, TicketBills, TicketPayments
from complaints.api.moves import Milestones, Moves
from complaints.api.noting import Attempts
from complaints.api.papers import TicketPaper
from complaints.api.people import Colleague, People, Reassignments
from complaints.api.policies import PolicyTrial, PolicyTrialTickets
from complaints.api.policy_versions import PolicyVersionDetail, PolicyVersions
from complaints.api.rectifications import Rectifications
from complaints.api.restrictions import CustomerRestriction, RestrictionLifted
from complaints.api.reveals import CustomerPoint, CustomerPoints, TicketPoint, TicketPoints
from complaints.api.rules import (
    CallbackRuleDetail,
    CallbackRules,
    HandoverRuleDetail,
    HandoverRules,
    MoneyLimitDetail,
    MoneyLimits,
    RecourseDetail,
    Recourses,
    SafetyCardDetail,
    SafetyCardRules,
    SurveyRuleDetail,
    SurveyRules,
)
from complaints.api.saved_views import OneSavedView, SavedViews
from complaints.api.surveys import TicketSurveys
from complaints.api.trail import Trail
from complaints.api.views import Deadlines, Nowhere, TicketDetail
from complaints.api.words import Download, Evidence, Messages, Notes
from complaints.api.work import Find, WorkList

app_name = "api"
urlpatterns = [
    path("tickets/<str:number>/", TicketDetail.as_view(), name="ticket"),
    path("tickets/<str:number>/moves/", Moves.as_view(), name="moves"),
    path("tickets/<str:number>/milestones/", Milestones.as_view(), name="milestones"),
    path("tickets/<str:number>/attempts/", Attempts.as_view(), name="attempts"),
    path("tickets/<str:number>/notes/", Notes.as_view(), name="notes"),
    path("tickets/<str:number>/messages/", Messages.as_view(), name="messages"),
    path("tickets/<str:number>/attachments/", Evidence.as_view(), name="attachments"),
    path("tickets/<str:number>/attachments/<int:pk>/", Download.as_view(), name="attachment"),
    path("tickets/<str:number>/access-code/", AccessCodes.as_view(), name="access_code"),
    path("tickets/<str:number>/details/", Details.as_view(), name="details"),
    path("tickets/<str:number>/deadlines/", Deadlines.as_view(), name="deadlines"),
    path("tickets/<str:number>/bills/", TicketBills.as_view(), name="ticket_bills"),
    path("tickets/<str:number>/payments/", TicketPayments.as_view(), name="ticket_payments"),
    path("tickets/<str:number>/account/", NameAccount.as_view(), name="ticket_account"),
    path("tickets/<str:number>/adjustments/", TicketAdjustments.as_view(), name="ticket_adjustments"),
    path("tickets/<str:number>/adjustments/<int:pk>/rest/", RestAdjustment.as_view(), name="ticket_rest"),
    path("tickets/<str:number>/papers/<slug:name>/", TicketPaper.as_view(), name="ticket_paper"),
    path("tickets/<str:number>/contacts/", TicketPoints.as_view(), name="ticket_contacts"),
    path("tickets/<str:number>/contacts/<int:point>/", TicketPoint.as_view(), name="ticket_contact"),
    path("tickets/<str:number>/rating/", Ratings.as_view(), name="rating"),
    path("tickets/<str:number>/surveys/", TicketSurveys.as_view(), name="ticket_surveys"),
    path("surveys/rules/", SurveyRules.as_view(), name="survey_rules"),
    path("surveys/rules/<slug:code>/", SurveyRuleDetail.as_view(), name="survey_rule"),
    path("callbacks/", Callbacks.as_view(), name="callbacks"),
    path("callbacks/rules/", CallbackRules.as_view(), name="callback_rules"),
    path("callbacks/rules/<slug:code>/", CallbackRuleDetail.as_view(), name="callback_rule"),
    path("mentions/", Mentions.as_view(), name="mentions"),
    path("tickets/<str:number>/mentions/", SeeMentions.as_view(), name="see_mentions"),
    path("rectifications/", Rectifications.as_view(), name="rectifications"),
    path("customers/lookup/", Lookup.as_view(), name="lookup"),
    path("customers/<int:pk>/", CustomerDetail.as_view(), name="customer"),
    path("customers/<int:pk>/record/", CustomerRecord.as_view(), name="customer_record"),
    path("customers/<int:pk>/bills/", CustomerBills.as_view(), name="customer_bills"),
    path("customers/<int:pk>/payments/", CustomerPayments.as_view(), name="customer_payments"),
    path("customers/<int:pk>/contacts/", CustomerPoints.as_view(), name="customer_contacts"),
    path("customers/<int:pk>/contacts/<int:point>/", CustomerPoint.as_view(), name="customer_contact"),
    path("customers/<int:pk>/verifications/", Verify.as_view(), name="verifications"),
    path("customers/<int:pk>/restriction/", CustomerRestriction.as_view(), name="restriction"),
    path("customers/<int:pk>/restriction/lift/", RestrictionLifted.as_view(), name="restriction_lifted"),
    path("worklist/", WorkList.as_view(), name="work"),
    path("worklist/views/", SavedViews.as_view(), name="saved_views"),
    path("worklist/views/<str:name>/", OneSavedView.as_view(), name="saved_view"),
    path("find/", Find.as_view(), name="find"),
    path("approvals/", Approvals.as_view(), name="approvals"),
    path("alerts/", Alerts.as_view(), name="alerts"),
    path("calls/", Calls.as_view(), name="calls"),
    path("calls/<uuid:key>/", Call.as_view(), name="call"),
    path("emergency/cards/", SafetyCards.as_view(), name="safety_cards"),
    path("emergency/calls/", EmergencyCalls.as_view(), name="emergency_calls"),
    path("emergency/calls/<int:pk>/", OneEmergencyCall.as_view(), name="emergency_call"),
    path("emergency/calls/<int:pk>/dispatch/", SendCrew.as_view(), name="emergency_dispatch"),
    path("emergency/calls/<int:pk>/lost/", RungBack.as_view(), name="emergency_lost"),
    path("emergency/calls/<int:pk>/over/", OverWithoutCrew.as_view(), name="emergency_over"),
    path("contacts/", Contacts.as_view(), name="contacts"),
    path("handovers/", Handovers.as_view(), name="handovers"),
    path("handovers/facts/", HandoverFacts.as_view(), name="handover_facts"),
    path("handovers/rules/", HandoverRules.as_view(), name="handover_rules"),
    path("handovers/rules/<slug:code>/", HandoverRuleDetail.as_view(), name="handover_rule"),
    path("handovers/<int:pk>/", HandoverDetail.as_view(), name="handover"),
    path("handovers/<int:pk>/signature/", HandoverSigned.as_view(), name="handover_signature"),
    path("people/", People.as_view(), name="people"),
    path("people/<str:username>/", Colleague.as_view(), name="colleague"),
    path("reassignments/", Reassignments.as_view(), name="reassignments"),
    path("suggestions/", Suggestions.as_view(), name="suggestions"),
    path("categories/", Categories.as_view(), name="categories"),
    path("reasons/", Reasons.as_view(), name="reasons"),
    path("regions/", Regions.as_view(), name="regions"),
    path("teams/", Teams.as_view(), name="teams"),
    path("policies/limits/", MoneyLimits.as_view(), name="money_limits"),
    path("policies/limits/<slug:code>/", MoneyLimitDetail.as_view(), name="money_limit"),
    path("policies/recourses/", Recourses.as_view(), name="recourses"),
    path("policies/recourses/<slug:code>/", RecourseDetail.as_view(), name="recourse"),
    path("policies/cards/", SafetyCardRules.as_view(), name="safety_card_rules"),
    path("policies/cards/<slug:code>/", SafetyCardDetail.as_view(), name="safety_card"),
    path("policies/ladders/", AlarmLadders.as_view(), name="alarm_ladders"),
    path("policies/ladders/<int:pk>/", AlarmLadderDetail.as_view(), name="alarm_ladder"),
    path("policies/versions/", PolicyVersions.as_view(), name="policy_versions"),
    path("policies/versions/<int:pk>/", PolicyVersionDetail.as_view(), name="policy_version"),
    path("policies/versions/<int:pk>/trial/", PolicyTrial.as_view(), name="policy_trial"),
    path("policies/versions/<int:pk>/trial/tickets/", PolicyTrialTickets.as_view(), name="policy_trial_tickets"),
    path("settings/trail/", Trail.as_view(), name="trail"),
    *setting_lists.urlpatterns,
    *calendars.urlpatterns,
    *staff.urlpatterns,
    re_path("", Nowhere.as_view(), name="nowhere"),
]
