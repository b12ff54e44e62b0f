"""Real requests from a file, put through the real path at their own times.

In reading order: maps (what is known of a data set), reading (rows, or why not), preparing (what the rows
need), timeline (moments in order), acting (one moment), running (batches that survive a kill), report.
"""
