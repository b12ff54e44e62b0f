"""Every address of the house."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.i18n import set_language

from complaints.api.views import Nowhere
from servicecenter import api_docs, errors, health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    # Staff are let in by an administrator: no signing up, no address of one's own, no password by mail.
    re_path(r"^accounts/(signup|email|confirm-email|inactive|password/(set|reset)|login/code)", errors.nothing_here),
    path("accounts/", include("allauth.urls")),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("", include("complaints.urls")),
    path("", include("quality.pages.urls")),
    path("api/v1/quality/", include("quality.api.urls")),
    path("api/v1/billing/", include("complaints.api.billing.urls")),
    path("api/v1/", include("channels_hub.api_urls")),
    path("api/schema/", api_docs.Schema.as_view(), name="schema"),
    path("api/docs/", api_docs.Docs.as_view(), name="docs"),
    re_path("^api/", Nowhere.as_view(), name="nowhere_in_the_api"),
    path("admin/", admin.site.urls),
    path("", include("channels_hub.pages.urls")),
]
handler400 = "servicecenter.errors.bad_request"
