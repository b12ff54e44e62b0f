"""How one outside channel sends and receives."""


class NotAccepted(Exception):
    """Surely not handed over: refused by the provider, or could not be written. Trying again would not help."""


class NotNow(NotAccepted):
    """Surely not handed over, and it may go better later: nobody was there, or the provider asked us to wait."""
