"""The five levels of satisfaction as numbers, so that they can be counted: 5 is the best, the first three satisfied."""

LEVELS = {"very_satisfied": 5, "satisfied": 4, "fairly": 3, "unsatisfied": 2, "very_unsatisfied": 1}
TOP_THREE, TOP_TWO = 3, 4
