"""Puts the house's own administration site in the place of Django's (settings.INSTALLED_APPS)."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    default_site = "servicecenter.administration.AdministrationSite"
