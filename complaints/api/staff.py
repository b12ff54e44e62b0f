"""Members of staff over REST, for administrators: who there is, the roles they hold by region and period, programs.

Nobody is deleted, only a superuser changes another one, and no key is told or made here.
"""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import bodies, rules
from complaints.api.policies import AdministratorView
from complaints.api.problem_schema import TOO_LARGE, problems
from complaints.api.rule_serializers import RuleSerializer
from complaints.api.rules_schema import NO_RULE, does, key
from servicecenter import administration, api_keys, change_log
from servicecenter.admin_forms import RoleForm, StaffForm, open_the_door
from servicecenter.models import ApiClient, RoleHeld, User
from servicecenter.problems import WrongInput

LONGEST_PASSWORD = 200


class HeldSerializer(RuleSerializer):
    """A role somebody holds; without a region in all of them, without an end until further notice."""

    class Meta:
        model = RoleHeld
        fields = ("id", "user", "role", "region", "since", "until")


class StaffSerializer(RuleSerializer):
    roles_held = HeldSerializer(many=True, read_only=True)

    class Meta:
        model = User
        fields = (
            "username", "first_name", "last_name", "email", "team", "reports_to", "language", "is_active",
            "is_superuser", "last_login", "roles_held",
        )  # fmt: skip
        extra_kwargs = {"language": {"help_text": "Empty: as the browser asks for."}}


def above(view: Any, person: User) -> None:
    """Raises PermissionDenied."""
    if person.is_superuser and not view.request.user.is_superuser:
        raise PermissionDenied(_("Your role does not allow this"))


def above_holder(view: Any, held: RoleHeld) -> None:
    above(view, held.user)


def _door(held: RoleHeld) -> None:
    open_the_door(held.user)


Staff, OneOfStaff = rules.of(
    StaffSerializer, "member_of_staff", "All staff with the roles they hold", many="staff", tag="settings",
    keys={"username": "username"}, renamed=True, judged_by=StaffForm, stays=True, refuse=above,
    beside=("roles_held__region", "roles_held__user"), after=staticmethod(open_the_door),
    never=["password", "last_login", "is_staff", "groups", "user_permissions", "date_joined"],
)  # fmt: skip
Roles, OneRole = rules.of(
    HeldSerializer, "role_held", "Who holds which role, where and how long", many="roles_held", tag="settings",
    keys={"pk": "pk"}, once=["user"], judged_by=RoleForm, inside="user", refuse=above_holder,
    after=staticmethod(_door),
)  # fmt: skip


class PasswordSerializer(serializers.Serializer):
    password = serializers.CharField(max_length=LONGEST_PASSWORD)


@extend_schema_view(
    post=does(
        "give_password", "Give a member of staff a password", {204: None, **problems(NO_RULE, TOO_LARGE)},
        request=PasswordSerializer, parameters=[key("username", "username")], tags=["settings"],
    )
)  # fmt: skip
class Password(AdministratorView):
    def post(self, request: Request, username: str) -> Response:
        """It is never told again, and not kept in the log of changes."""
        password = bodies.read(request.data, {}, password=bodies.text).get("password") or ""
        with transaction.atomic():
            person = User.objects.select_for_update().filter(username=username).first()
            if person is None:
                raise Http404
            above(self, person)
            self._judge(password, person)
            person.set_password(password)
            person.save(update_fields=["password"])
            told = change_log.Change("changed", ["password"])
            administration.keep_change(person, told, actor=self.actor, at=self.at, source="api")
        return Response(status=204)

    def _judge(self, password: str, person: User) -> None:
        try:
            if len(password) > LONGEST_PASSWORD:
                raise ValidationError(_("At most %(count)d characters.") % {"count": LONGEST_PASSWORD})
            validate_password(password, person)
        except ValidationError as error:
            raise WrongInput({"password": error.messages})


class ClientSerializer(serializers.ModelSerializer):
    """A program with a key. The key was shown once, to whoever made it with `manage.py apikey create`."""

    scopes = serializers.ListField(child=serializers.CharField())
    networks = serializers.ListField(child=serializers.CharField(), help_text="Empty: it may come from anywhere.")

    class Meta:
        model = ApiClient
        fields = ("id", "name", "prefix", "scopes", "is_active", "created_at", "expires_at", "networks")


@extend_schema_view(
    get=does(
        "list_api_clients", "The programs that have a key", {200: ClientSerializer(many=True), **problems()},
        tags=["settings"],
    )
)  # fmt: skip
class Clients(AdministratorView):
    def get(self, request: Request) -> Response:
        return Response(ClientSerializer(ApiClient.objects.all(), many=True).data)


@extend_schema_view(
    post=does(
        "take_key_back", "Take a program's key back", {200: ClientSerializer, **problems(NO_RULE, TOO_LARGE)},
        request=None, parameters=[key("pk", "id")], tags=["settings"],
    )
)  # fmt: skip
class ClientRevoked(AdministratorView):
    def post(self, request: Request, pk: int) -> Response:
        with transaction.atomic():
            client = ApiClient.objects.select_for_update().filter(pk=pk).first()
            if client is None:
                raise Http404
            if client.is_active:
                api_keys.revoke(client)
                told, column = change_log.Change("changed", ["is_active"]), ApiClient._meta.get_field("is_active")
                told.tell("before", column, True)
                told.tell("after", column, False)
                administration.keep_change(client, told, actor=self.actor, at=self.at, source="api")
        return Response(ClientSerializer(client).data)


urlpatterns = [
    path("settings/staff/", Staff.as_view(), name="set_staff"),
    path("settings/staff/<str:username>/", OneOfStaff.as_view(), name="set_one_of_staff"),
    path("settings/staff/<str:username>/password/", Password.as_view(), name="set_password"),
    path("settings/roles/", Roles.as_view(), name="set_roles"),
    path("settings/roles/<int:pk>/", OneRole.as_view(), name="set_role"),
    path("settings/clients/", Clients.as_view(), name="set_clients"),
    path("settings/clients/<int:pk>/revoked/", ClientRevoked.as_view(), name="set_client_revoked"),
]
