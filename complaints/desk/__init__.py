"""What staff look at together: lists of work, approvals, shifts, who has what in hand."""
