"""From answers to indicators: questionnaires with choices, gates, rosters and channels, and scalar formulas.

    questionnaire = read_rosters(questionnaire, folder)             # rosters
    answers = read_answers(questionnaire, table, edition)           # reading
    evaluated = evaluate_answers(questionnaire, answers)            # evaluation
    trace(evaluated, "MAR", "2024", "sophistication")               # tracing

The sentences of this package's problems stand with all others, which is why nothing is imported here.
"""
