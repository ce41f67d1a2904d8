"""English: one file for each family of rules."""

from hotwash.analysis.core.language.en import (
    acts,
    blame,
    counterfactual,
    generalisation,
    hindsight,
    human_error,
    judgement,
    persons,
    single_cause,
    vague_action,
)
from hotwash.analysis.core.language.en.lexicon import LEXICON
from hotwash.analysis.core.language.model import Ruleset

ENGLISH = Ruleset(
    language="en",
    rules=(
        *blame.RULES,
        *acts.RULES,
        *counterfactual.RULES,
        *hindsight.RULES,
        *human_error.RULES,
        *judgement.RULES,
        *persons.RULES,
        *generalisation.RULES,
        *single_cause.RULES,
        *vague_action.RULES,
    ),
    lexicon=LEXICON,
)

__all__ = ["ENGLISH"]
