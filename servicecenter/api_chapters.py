"""The chapters of the API's description, in the order a newcomer reads them."""

CHAPTERS = {
    "tickets": "Create tickets, list, find and read them; what waits on them: callbacks, letters, mentions.",
    "moves": "Move one ticket to its next stage. The ticket itself tells which moves it allows to whom.",
    "words": "Notes, messages to the customer, files, answers to a category's questions, ratings.",
    "contacts": "Whoever called or came, with the outcome, whether or not it made a ticket; drafts of calls.",
    "emergency": "The call that cannot wait: place, hazard, crew; everything else afterwards.",
    "customers": "Who they are, how to reach them, their bills, payments and history.",
    "shifts": "Who is here now, what one shift hands to the next, with a signature.",
    "quality": "The board, figures with the cases behind them, scorecards, inspections, surveys.",
    "billing": "Billing's side: customers, accounts, bills and payments in; adjustments out.",
    "codes": "The codes tickets are written with, and which of them a text suggests.",
    "policies": "Service times by version, limits of money, rules of callbacks, surveys and hand-over.",
    "settings": "The lists administrators keep: categories, questions, reasons, regions, teams, duties.",
}
TAGS = [{"name": name, "description": words} for name, words in CHAPTERS.items()]
