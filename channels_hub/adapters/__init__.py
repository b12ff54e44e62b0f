"""How one outside channel sends and receives."""


class NotAccepted(Exception):
    """Surely not handed over: refused by the provider, never reached it, or could not be written."""
