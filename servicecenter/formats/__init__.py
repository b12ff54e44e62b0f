"""Days and moments where Django writes them itself (administration, its records): as moments.py says them.

A folder for each language, with the names of https://docs.djangoproject.com/en/5.2/ref/settings/#date-format.
"""
