"""Addresses under /api/v1/: those of complaints, with the door that keeps what comes in."""

from django.urls import path

from channels_hub import api_letters, message_api, operations_api
from channels_hub.adapters import rest
from complaints.api import urls

app_name = "api"
urlpatterns = [
    path("tickets/", rest.Tickets.as_view(), name="tickets"),
    path("messages/texts/", message_api.MessageTexts.as_view(), name="message_texts"),
    path("messages/texts/preview/", message_api.MessagePreview.as_view(), name="message_preview"),
    path("letters/", api_letters.Letters.as_view(), name="letters"),
    path("letters/<int:pk>/posted/", api_letters.PostLetter.as_view(), name="post_letter"),
    *operations_api.urlpatterns,
    *urls.urlpatterns,
]
