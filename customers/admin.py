"""Administration of the words customers are told apart by: tags, and the reasons for particular care."""

from django.contrib import admin

from customers.models import CareKind, Tag
from servicecenter.administration import HouseAdmin


@admin.register(Tag)
class TagAdmin(HouseAdmin):
    list_display = ["code", "__str__", "is_active"]
    list_filter = ["is_active"]


@admin.register(CareKind)
class CareKindAdmin(HouseAdmin):
    list_display = ["code", "__str__", "is_active", "position"]
    list_filter = ["is_active"]
