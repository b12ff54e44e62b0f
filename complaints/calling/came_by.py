"""The channel by which what an event tells of came to us: as it says itself, else by where it was written down."""

from complaints.choices import Channel
from servicecenter.models import Event

CHANNEL_OF = {"web": Channel.WEB, "api": Channel.API}


def channel_of(event: Event) -> str:
    """A code of Channel. What a colleague notes at the desk was said on the phone, unless it says otherwise."""
    said = event.payload.get("channel", "")
    if said in Channel.values:
        return said
    return CHANNEL_OF.get(event.source, Channel.PHONE)
