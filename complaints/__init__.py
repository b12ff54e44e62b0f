"""The ticket and its way. Begin with `lifecycle.py`, the table of moves, and `moving.py`, which makes one.

stages/     the verbs of each stage        inputs/     what a move must be told, as forms
models/     the nouns                      sentences/  what the story says of each event
promises/   what was promised, by when     calling/    a talk while it happens
desk/       what staff look at together    aftercare/  what follows an answer
pages/      for people                     api/        for programs
"""
