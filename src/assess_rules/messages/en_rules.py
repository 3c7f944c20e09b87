"""
English wording of what is wrong with rules, of caps that do not add up, and of warnings.
"""

from collections.abc import Mapping

MESSAGES: Mapping[str, tuple[str, str]] = {
    "all_nil": ("no row of this rule gives any points", "give one of them `deduct` or `add` with more than 0"),
    "no_points": ("the rule moves no points", "give it one of: {allowed}"),
    "one_side_word": ("`{side}` takes either `deduct` or `add`", "write one of them"),
    "option_twice": ("the option `{option}` stands under `deduct` and under `add`", "keep one of them"),
    "as_needless": (
        "`as` beside points that are written out",
        "leave it out; `deduct` and `add` say which way they go",
    ),
    "entered_twice": (
        "two figures are entered for `{id}`, and both would be called so",
        "declare facts, and name them: `value: …`",
    ),
    "out_of_missing": (
        "the cap of `{id}` is not one figure, so that nothing says how far an entered figure goes",
        "add `out_of`",
    ),
    "places_needless": ("`places` beside a `value` that is declared elsewhere", "write it there"),
    "needed_by_needed": (
        "whether `{fact}` is needed rests on `{other}`, which is not always needed itself",
        "name facts alone that are always needed",
    ),
    "default_needless": ("`{fact}` has both `default` and `needed_when`", "keep one of them"),
    "two_ends": ("two ends in one row", "keep the one that the rows above do not say already"),
    "ends_both_ways": (
        "an end that runs the other way than those of the other rows",
        "write one of: {allowed}; the ends of a table are all `at_least` and `over`, or all `at_most` and `under`",
    ),
    "row_never": ("no value can ever reach this row", "put the row with the furthest end first"),
    "row_never_for": (
        "no value can ever reach this row in one case: {cases}",
        "put the row with the furthest end first in every case, or write a rule for each case, with `when` or `roles`",
    ),
    "row_beyond": ("no value that its facts can bring about reaches this row", "see its end, and their limits"),
    "row_after_all": (
        "every value that its facts can bring about is in the row above, and none in this one",
        "see the end of the row above, and their limits",
    ),
    "free_takes_all": (
        "`{fact}` is at most {most}, and no item beyond those that are free ever counts",
        "write a smaller `free`, or see the limits of the fact",
    ),
    "out_of_beyond": (
        "the value is at most {most}, less than `out_of` {out_of}: it never comes to the whole cap",
        "see `out_of`, and the limits of the facts",
    ),
    "limit_beyond": (
        "the limit {limit} never makes a difference: that of its group is {outer}",
        "see both limits",
    ),
    "never_holds": ("no value that `{fact}` may have meets this condition", "see the figures here, and its limits"),
    "grade_out_of_reach": (
        "no total of {roles} reaches `{grade}`: {word} {end}, where a total is {among}",
        "see the figure here, and the base",
    ),
    "points_never": (
        "no points meet this condition, whatever the facts: they are {among}",
        "see the figures here, and what can be earned",
    ),
    "points_always": (
        "all points meet this condition, whatever the facts: they are {among}",
        "see the figures here, and what can be earned; a condition that always holds says nothing",
    ),
    "last_row": (
        "the last row has an end or a condition, so that a value may fit no row",
        "add a row for all others, as `{{add: 0}}`",
    ),
    "many_rows": ("more than {limit} rows", "state it in fewer rows, or as points on straight lines (`linear`)"),
    "knots_order": ("the knots do not go up", "put the smallest value first"),
    "empty_missing": (
        "the second figure can be 0, and nothing says what holds then",
        "add `empty`: a rate as 0% to a `ratio`, a number to a `quotient`",
    ),
    "rate_for_points": (
        "a rate where points are meant",
        "write the points that it comes to: a share of a cap or of a total cannot be said here",
    ),
    "rate_for_target": (
        "a rate where a number is meant",
        "steps of a rate are counted by `kind: rate_target`, with `numerator` and `denominator`; of a number, leave the percent sign out",
    ),
    "unit_behind_number": ("`{found}` has a unit behind the number", "leave the unit out: `{number}`"),
    "key_among_facts": (
        "`{key}` is a key of the rule, and stands among its facts",
        "close the braces before it: `add: {{praise: 0.5}}, {key}: 2`",
    ),
    "accepted_needless": (
        "`{code}` is accepted here, and `check` does not say it",
        "delete it: what it was an answer to has gone",
    ),
    "empty_rate_missing": (
        "the denominator can be 0, and nothing says what holds then",
        "add `empty: on_target` (nothing lost, nothing added), `empty: lost` (all of the cap) or a rate, as `empty: 100%`",
    ),
    "empty_needless": ("`empty` where the denominator is never 0", "leave it out"),
    "rate_fact": (
        "`{fact}` is a rate, and a number is meant",
        "look it up by `bands` or `linear`, count its steps by `rate_target`, or compare it in a condition",
    ),
    "number_fact": ("`{fact}` is a number, and a rate is meant", "make it a rate by a derived `ratio`"),
    "group_in_group": ("a group within a group", "write its rules beside the others, or two groups"),
    "two_ways": ("`deduct` and `add` at once", "write one of them"),
    "limit_two_sided": ("`limit` on a rule with two sides", "give each side its own: `above: {{add: 2, limit: 10}}`"),
    "limit_two_ways": ("`limit` on a rule that deducts and adds", "write two rules"),
    "part_step_missing": (
        "a part of a step can arise, and nothing says what it counts",
        "add `part_step`: whole_only, in_proportion, begun, passed_only, or a reading",
    ),
    "part_step_without_per": (
        "`part_step` without `per`: items count exactly",
        "leave it out, or add `per: 1` if only whole items are to count",
    ),
    "part_step_needless": ("`part_step` where no part of a step can arise", "leave it out"),
    "section_sum": (
        "{what} of section {section} add up to {sum} for {roles}; total is {total}",
        "change what is in it, or the total",
    ),
    "section_sum_under": (
        "{what} of section {section} add up to {sum} for {roles} under {under}; total is {total}",
        "let every option keep the sum",
    ),
    "base_sum_weighted": (
        "{roles} {have} {sum} of {base}, times the weights of {weighted}",
        "a weight multiplies the points: write a share, 50% or 0.5, and see that caps and totals times their weights come to the base",
    ),
    "section_sum_weighted": (
        "{what} of section {section} times the weights of {weighted} add up to {sum} for {roles}; total is {total}",
        "a weight multiplies the points: write a share, 50% or 0.5, and see that all in it times its weight comes to the total",
    ),
    "base_sum": (
        "{roles} {have} {sum} of {base}",
        "give the role the indicators that it lacks, or change a cap or the base",
    ),
    "base_sum_under": ("{roles} {have} {sum} of {base} under {under}", "let every option keep the sum"),
    "too_many_combinations": (
        "caps and totals depend on too many readings at once: {readings}",
        "at most {limit} combinations of their options can be added up",
    ),
    "netting_missing": (
        "a deduction and an addition meet in `{id}`, and nothing says in which order",
        "add `netting: after_cap` (deduct down to the floor, then add) or `netting: before_cap`",
    ),
    "netting_needless": ("`netting` in `{id}`, where the order makes no difference", "leave it out"),
    "start_above_cap": ("`{id}` starts above its cap", "write `full`, or a figure from 0 to the cap"),
    "floor_above_start": ("the floor of `{id}` is above its start", "an indicator can only fall from where it starts"),
    "useless_deduction": ("a deduction in `{id}` can never count: it starts at its floor", "change `start` or `floor`"),
    "bonuses_missing": (
        "`{id}` can pass its cap, and nothing says what happens then",
        "add `bonuses` to the policy: counted, apart, within_indicator, within_section or within_base",
    ),
    "bonuses_needless": (
        "`bonuses` where nothing that it is for can pass a cap",
        "leave it out; an indicator has its own, or that of its section, or else that of the policy",
    ),
    "cap_missing": (
        "`{id}` has no cap and is not extra",
        "write its cap, or `extra: true`: only what comes on top of the base has no end",
    ),
    "needs_cap": ("this means something only where `{id}` has a cap", "write a figure, or give the indicator a cap"),
    "total_missing": (
        "section `{id}` has no `total`",
        "add the sum of its caps, or `extra: true` if all of it comes on top of the base",
    ),
    "total_needless": ("the extra section `{id}` has a `total`", "leave it out: it is not part of the base"),
    "extra_within_indicator": (
        "`{id}` is extra, and nothing of an extra stays within its cap",
        "add a `bonuses` of its own: counted, apart or within_base",
    ),
    "extra_within_section": (
        "`{id}` is in the extra section `{section}`, which has no total that it could stay within",
        "add a `bonuses` of its own: counted, apart or within_base",
    ),
    "section_points": (
        "a section as a whole can have only 0 points, or be left out",
        "write `points: 0` or `points: left_out`; other figures go to its indicators",
    ),
    "rounding_misfit": (
        "{end}, the cap or the floor of `{id}`, is no whole multiple of {to}",
        "round to a figure that divides both",
    ),
    "limits_cross": ("the total's `at_most` is below its `at_least`", "change one of them"),
    "counts_as_missing": (
        "a period in which a veto leaves no score has to count as something, and nothing says as what",
        "add `counts_as: left_out` (in no rank, sum or mean) or `counts_as: as_failed` (a failed one, of 0 points)",
    ),
    "counts_as_needless": (
        "`counts_as` where every veto leaves a score or a grade",
        "leave it out: such a period counts as any other does, with that score and grade",
    ),
    "nothing_is_best": (
        "a vetoed period would count with 0 points, the best there is where lower is better",
        "write `counts_as: left_out`",
    ),
    "two_verdicts": ("`grades` beside `pass_mark`", "keep one of them: each grade has its verdict"),
    "grade_twice": ("the grade `{id}` has a row already", "keep one of them"),
    "last_grade": (
        "the last grade has an end or a condition, so that a total may have no grade",
        "add a row for all others, without an end",
    ),
    "unknown_grade": ("unknown grade `{id}`", "it has to be one of the rows"),
    "no_grades": (
        "there is no grade `{id}`: the policy has no grades",
        "declare `grades`, or ask for the score or the verdict",
    ),
    "unknown_rollup": ("`{id}` is no roll-up", "declare it in `rollups`, or correct the name"),
    "last_barred": ("nothing is left where the last grade `{id}` is closed", "name a better grade"),
    "one_move": ("a move goes either `down` or `up`", "write one of them"),
    "unknown_item": ("`{id}` is neither `total` nor a section or an indicator", "declare it, or correct the name"),
    "item_of_other_roles": ("{roles} have no `{id}`", "give the condition `roles`, or ask for something that all have"),
    "zero_is_best": (
        "a score of 0 is the best there is where lower is better",
        "write `effect: no_score`, or the last grade",
    ),
    "reach_of_a_score": ("a veto that leaves a score or a grade reaches its own period only", "write `reach: period`"),
    "differs_not": ("{sum} is what the document says anyhow", "leave it out"),
    "limit_of_nothing": (
        "a limit of extra points that `{reach}` does not count at all",
        "write `bonuses: {reach}` alone",
    ),
    "no_sections": (
        "`within_section` where there are no sections",
        "choose another word, or put the indicators into sections",
    ),
    # Warnings
    "default_written": ("`{key}` has its default value", "leave it out"),
    "added_to_full": (
        "`{id}` starts full, and points are added: {why}",
        "what is earned from nothing has `start: zero`; what is meant on top of full marks is accepted: `accepted: {{added_to_full: the reason}}` at `{id}`",
    ),
    "fact_in_two": (
        "the fact `{fact}` counts in `{first}` and in `{second}`",
        "see that the document means both; then say so: `accepted: {{fact_in_two: the reason}}` at `{second}`",
    ),
    "clause_twice": ("the clause {at} is cited by another indicator with equal rules", "delete one of them"),
    "label_twice": (
        "`{id}` has the label `{label}`, as `{first}` has",
        "a table that writes the label does not say which is meant: change one of them, or write the ids there",
    ),
    "text_cut": (
        "`#` begins a comment here, and the text ends before it: `{found}`",
        "put the text in quotes if `#` belongs to it, else write a space behind `#`",
    ),
    "weights_mixed": (
        "the weight {rate} of `{fact}` is a rate, and another is {number}",
        "{rate} multiplies by {share}: see that it is meant, and say so at the top: `accepted: {{weights_mixed: the reason}}`",
    ),
    "start_is_cap": ("`start` equals the cap {cap}", "write `full`: only the word lets a bonus pass the cap"),
    "from_within_period": (
        "{day} is not the first day of a period",
        "a period is scored by the version in force on its first day",
    ),
    "base_differs": (
        "the caps of {role} add up to {sum}, and the document says {said}",
        "as the file says: see the document",
    ),
    "total_differs": (
        "what is in this section adds up to {sum} for {role}, and the document says {said}",
        "as the file says: see the document",
    ),
    "pass_mark_out_of_reach": (
        "`pass_mark` {wanted} is above {most}, the most that {roles} can reach",
        "nobody would pass; see what the document says",
    ),
    "deduction_above_cap": (
        "a deduction of {points} in `{id}`, where at most {most} can be lost",
        "see that the document means so: one item takes all; then `accepted: {{deduction_above_cap: the reason}}` at `{id}`",
    ),
    "inner_bonuses": (
        "`bonuses` here takes its extra points out of the limit outside",
        "see that the document means so; then say so: `accepted: {{inner_bonuses: the reason}}` beside it",
    ),
}
