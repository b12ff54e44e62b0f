"""Every address of the house."""

from django.contrib import admin
from django.urls import include, path

from servicecenter import api_docs, health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("complaints.urls")),
    path("api/v1/", include("complaints.api.urls")),
    path("api/schema/", api_docs.Schema.as_view(), name="schema"),
    path("api/docs/", api_docs.Docs.as_view(), name="docs"),
    path("admin/", admin.site.urls),
]
