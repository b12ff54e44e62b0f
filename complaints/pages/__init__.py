"""The staff's pages: the desk, a ticket, its moves. They show and hand over; what changes things is in actions.py."""
