"""
English wording of what is said of clause files; see `en`.
"""

from collections.abc import Mapping

MESSAGES: Mapping[str, tuple[str, str]] = {
    "not_a_clause_file": (
        "this is no clause file",
        "a clause file begins with `format: 1`, `policy: …` and `sentences: …`; docs/clauses.md says what follows",
    ),
    "clauses_of_other": (
        "the clause file of `{found}` beside the rule file of `{policy}`",
        "correct the id, or give the clause file the name of its rule file",
    ),
    "sentence_count": (
        "the head says {said} sentences, and {found} are accounted for",
        "account for those that are missing, or correct the number",
    ),
    "sentence_numbers": (
        "the sentences of {at} are numbered {found}",
        "number them from 1 to {count}; a single one needs no number",
    ),
    "names_nothing": (
        "`{found}` names nothing in {file}",
        "names are `pass_mark`, `base`, `sections.ID`, `indicators.ID`, `facts.ID`, `vetoes.ID`, `readings.ID`, `outcomes.ID`, `relations.FACT`",
    ),
    "other_clause": (
        "`{item}` ({place}) does not cite {at}",
        "it cites {cited}; correct the clause here or there, or name what cites it",
    ),
    "by_missing": (
        "the sentence is {account}, and nothing is named that carries it",
        "add `by`; what nothing carries is a definition or a procedure",
    ),
    "why_missing": ("a procedure does not say why nothing is computed", "add `why`"),
    "reading_missing": ("an open sentence names no reading", "name the reading that decides it, as `readings.ID`"),
    "reading_decides": (
        "the sentence is {account}, and `{item}` decides it",
        "make it open: what rests on a reading is not settled by the text",
    ),
    "counted_fact_missing": ("a counted sentence names no fact", "name the fact that is counted, as `facts.ID`"),
    "counts_missing": (
        "`{item}` ({place}) does not say what one unit is",
        "add `counts` to the fact, or make the sentence computed",
    ),
    "figure_not_carried": (
        "the figure {figure} stands in nothing that the sentence names: {by}",
        "compare with {places}; what the rule file does not hold needs its reason under `apart`",
    ),
    "figure_alone": (
        "the figure {figure}, and the sentence names nothing that could hold it",
        "name under `by` what holds it, or give the reason under `apart`",
    ),
    "reason_for_nothing": (
        "a reason for {figure}, which is not among the figures of the sentence",
        "add it to `figures`, or delete the reason; a figure that the rule file alone has stands under `ours`",
    ),
    "ours_needless": (
        "a reason under `ours` for {figure}, which needs none",
        "delete it: `figures` of the sentence has it, nothing that the sentence names holds it, or no document need say it",
    ),
    "reason_needless": ("a reason for {figure}, which stands in what the sentence names", "delete it; see {place}"),
    "no_such_clause": (
        "`{item}` cites {at}, and no sentence in {file} has that label",
        "correct the citation, or account for the clause",
    ),
    "named_by_no_sentence": (
        "no sentence of {at} names `{item}`",
        "add it to `by` of the sentence that it carries: {places}",
    ),
    "named_nowhere": (
        "no sentence names `{part}`, which has the figure {figure}",
        "add it to `by` of the sentence that it carries: {places}",
    ),
    "figure_not_in_document": (
        "the figure {figure} of `{item}` stands in no sentence that names it",
        "compare with {places}, and correct the figure that is wrong; what the document does not have needs its reason under `ours`",
    ),
    "figure_differs": (
        "the document says {said} where the rule file says {figure}, in `{item}`",
        "compare with {places}, and correct the one that is wrong",
    ),
    "figure_said_less": (
        "the figure {figure} of `{item}` is of {needed} different things, of which the sentences that name it say {said}",
        "compare {holding} with {places}; a figure that holds for two things, say a cap and points, is entered once for each",
    ),
}
