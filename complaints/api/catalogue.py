"""The codes a client may use: categories, reasons, regions, teams. Read-only, whole lists."""

from django.db.models import Prefetch, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import schema
from complaints.api.catalogue_serializers import CategorySerializer, CodeSerializer, ReasonSerializer, TeamSerializer
from complaints.api.views import READ
from complaints.models import Category, Question, Reason
from servicecenter.api_views import ApiView
from servicecenter.models import Region, Team


class CodeList(ApiView):
    """Rows with a code and a name in the reader's language."""

    scopes = {"GET": READ}
    rows: QuerySet
    serializer_class = CodeSerializer

    def get(self, request: Request) -> Response:
        return Response(self.serializer_class(self.rows.all(), many=True).data)


@schema.codes(CategorySerializer, "The kinds of matter a ticket can be about.")
class Categories(CodeList):
    rows = Category.objects.filter(is_active=True).prefetch_related(
        Prefetch("questions", Question.objects.filter(is_active=True), to_attr="asked")
    )
    serializer_class = CategorySerializer


@schema.codes(ReasonSerializer, "The lists reasons are chosen from: hold, closing code, escalation, reopening.")
class Reasons(CodeList):
    rows = Reason.objects.filter(is_active=True)
    serializer_class = ReasonSerializer


@schema.codes(CodeSerializer, "The parts of the supply area.")
class Regions(CodeList):
    rows = Region.objects.all()


@schema.codes(TeamSerializer, "Departments and the teams inside them.")
class Teams(CodeList):
    rows = Team.objects.filter(is_active=True).select_related("department", "region")
    serializer_class = TeamSerializer
