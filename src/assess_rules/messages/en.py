"""
English wording. Lower-case start, no final stop, the author's words in backticks; the second text is advice.
"""

from collections.abc import Mapping

from assess_rules.messages import en_clauses, en_records, en_rules, en_tables, en_versions

MESSAGES: Mapping[str, tuple[str, str]] = {
    "more_faults": ("only the first {count} faults are listed", "mend these first"),
    # Bytes and YAML
    "too_large": (
        "the file has {size} bytes, more than {limit}",
        "a rule file is a text of some pages; look for what made it grow",
    ),
    "not_utf8": (
        "byte {byte} is not UTF-8",
        "save the file as UTF-8: in Notepad, Save As, Encoding; many programs save Chinese as GBK",
    ),
    "tab": ("a tab", "use spaces"),
    "hidden_character": (
        "the invisible character {found}",
        "delete it; it hides text from the eye, or is left over from copying",
    ),
    "yaml_no_colon": (
        "`{found}` is not a key with its value",
        "write `key: value`, with an ASCII colon and a space after it",
    ),
    "yaml_colon": (
        "a colon where none can stand",
        "a text with a colon in it goes in quotes; otherwise see whether this line is set in too far, or the line before lacks its colon",
    ),
    "yaml_bracket": (
        "the bracket `{found}` that opens here is not closed as it should be",
        "a comma or the closing bracket is missing before line {line} or on it",
    ),
    "comma_in_text": (
        "`{found}` stands behind a comma, so that it is a key without a value",
        "a text with a comma in it goes in quotes, all of it; a key has a colon and its value behind it",
    ),
    "yaml_comma": ("no comma before `{found}`", "between two entries in brackets stands a comma"),
    "colon_without_blank": ("no blank after the colon of `{found}`", "write `{wanted}`"),
    "yaml_dash_inside": (
        "a list with dashes inside braces or brackets",
        "inside `{{ }}` write a list as `[a, b]`, or begin the item with `- id: …` and give each key its own line",
    ),
    "yaml_content": (
        "something is missing before this place",
        "a value, or the bracket that closes one that was opened",
    ),
    "yaml_quote": ("the quote {found} that opens here is not closed", "write the same quote at the end of the text"),
    "yaml_escape": (
        "an unknown escape after a backslash",
        "in double quotes a backslash is written twice; in single quotes once",
    ),
    "yaml_layout": (
        "what begins here does not belong to the lines before",
        "look for a line set in too far or too little, a bracket too many, or text after a closing quote",
    ),
    "yaml_dash": (
        "an entry of a list on the line of its key",
        "begin the list on the next line, or write it in brackets",
    ),
    "yaml_start": ("`{found}` cannot begin a value", "put the text in quotes"),
    "full_width": ("full-width `{found}` where YAML wants ASCII", "write `{ascii}`"),
    "odd_space": ("the blank {found} is not an ordinary space", "type an ordinary space in its place, or delete it"),
    "empty_file": ("the file has no content", "`assess-rules schema` says what a rule file holds"),
    "not_a_policy": (
        "this is no rule file",
        "a rule file begins with `format: 1` and `policy: …`; `assess-rules schema` says what follows",
    ),
    "depth_limit": (
        "more than {limit} levels inside one another",
        "a rule file needs about ten; look for brackets that are not closed",
    ),
    "node_limit": ("more than {limit} values", "a rule file has some hundreds"),
    "row_limit": (
        "{rows} indicators in all roles together, more than {limit}",
        "split the policy, or give indicators to fewer roles",
    ),
    "scalar_limit": ("a value of {length} characters, more than {limit}", "shorten it"),
    "anchor": ("an anchor `&{name}`", "write the value out where it is needed"),
    "alias": ("an alias `*{name}`", "write the value out where it is needed"),
    "merge_key": ("a merge key `<<`", "write the keys out"),
    "tag": ("a tag `{name}`", "leave it out; the schema says what each value is"),
    "directive": ("a directive `%`", "leave it out"),
    "second_document": ("a second document begins here", "a rule file holds one version of one policy"),
    "complex_key": ("a key that is not a word", "keys are ids or words of the format"),
    "duplicate_key": ("the key `{key}` stands on line {line} already", "keep one of them"),
    "duplicate_keys": (
        "keys that stand above already, from line {line} on: {keys}",
        "keep one of each; or a line that begins a new entry, as `- id: …`, is missing before this one",
    ),
    "lookalike_key": (
        "the key `{key}` looks like `{other}` on line {line}",
        "they differ only in width or case; keep one",
    ),
    "empty_value": ("no value", "write a value, or leave the key out"),
    "yaml_word": (
        "`{found}` is not used for yes and no here",
        "write `true` or `false`; in quotes if the word itself is meant",
    ),
    "bad_number": (
        "`{found}` is not a number in this format",
        "write 3, 0.5, 8% or 4/3: at most 15 digits before the point and 6 after it, no sign, no exponent; a text goes in quotes",
    ),
    # Schema
    "unknown_key": ("unknown key `{key}`", "allowed here: {allowed}"),
    "limit_of_rules": (
        "`limit` is a key of rules, not of what stands here",
        "what several rules cost or earn together is limited by `{{kind: group, take: sum, rules: […], limit: …}}`, extra points by `bonuses: {{reach: counted, limit: …}}`",
    ),
    "other_keys": (
        "none of these keys belongs here",
        "allowed here: {allowed}; see whether the lines stand in the right part of the file",
    ),
    "missing_key": ("the key `{key}` is missing", "add it; `assess-rules schema` says what it means"),
    "missing_keys": ("the keys {keys} are missing", "add them; `assess-rules schema` says what they mean"),
    "not_supported_yet": (
        "`{found}` is part of the format, but not supported yet",
        "this version refuses what it cannot compute; state the policy without it, or wait for a later version",
    ),
    "unknown_kind": ("unknown rule kind `{kind}`", "kinds: {allowed}"),
    "unknown_word": ("`{found}` is not one of the words for this key", "allowed: {allowed}"),
    "no_such_form": ("none of the forms that may stand here", "write one of: {allowed}"),
    "no_comparison": ("the condition compares with nothing", "add one of at_least, over, at_most, under, is"),
    "wrong_type": ("{found} where {allowed} is meant", "see the examples in docs/format.md"),
    "not_a_list": (
        "{found} where a list is meant",
        "begin each entry with `- `, or write the list in brackets: `[a, b]`",
    ),
    "number_for_text": ("the number `{found}` where a text is meant", "put it in quotes"),
    "quoted_number": ("the number `{found}` in quotes", "leave the quotes out"),
    "quoted_truth": ("`{found}` in quotes", "leave the quotes out"),
    "bad_rate": ("`{found}` where a rate is meant", "write it with a percent sign, as `8%`"),
    "rate_for_number": ("a rate where a number is meant", "leave the percent sign out"),
    "fraction_here": ("the fraction `{found}` where a decimal is meant", "write it with a point, as 1.5"),
    "bad_id": (
        "`{id}` is not an id: `{sign}` does not fit",
        "a letter a-z or a Chinese character first, then those, digits and `_`",
    ),
    "full_width_id": (
        "full-width `{found}` in the id `{id}`",
        "ids have letters a-z, Chinese characters, ASCII digits and `_`; between ids the comma is ASCII",
    ),
    "unknown_format": (
        "format {found} is not known to this version of assess-rules",
        "write `format: 1`, or install a later version",
    ),
    "bad_version": ("`{found}` is not a version", "three whole numbers, as `1.0.0`"),
    "bad_date": ("`{found}` is not a date", "write it as `2024-03-01`"),
    "sign": ("`{found}` has a sign", "the key says which way the points go; write the figure alone"),
    "zero": ("0 says nothing here", "leave the rule out, or write the figure that is meant"),
    "not_whole": ("`{found}` where a whole number is meant", "leave the part after the point out"),
    "too_small": ("`{found}` is below {limit}", "write {limit} or more"),
    "too_large_number": ("`{found}` is above {limit}", "write {limit} or less"),
    "too_long": ("`{found}` is longer than {limit} characters", "shorten it"),
    "line_break": ("a line break in a text", "write it on one line; a long one over several lines after `>-`"),
    "blank_text": ("a text of blanks alone", "write something, or leave the key out"),
    "too_few": ("fewer than {least} entries", "write at least {least}"),
    "too_many": ("more than {most} entries", "write at most {most}"),
    "nothing_there": ("nothing in it", "write at least one entry; a key that is not required may be left out"),
    "one_only": ("more than one entry", "keep one"),
    "repeated_item": ("an entry stands twice in the list", "keep one of them"),
    # Names and options
    "yes_no_id": ("the id `{id}` is a word for yes and no, and could not stand as a value", "choose a longer one"),
    "reserved_id": ("the id `{id}` is taken by the format", "choose another"),
    "long_id": (
        "the id `{id}` has {bytes} bytes, more than {limit}",
        "shorten it; a Chinese character has three bytes, so that 21 fit",
    ),
    "duplicate_id": (
        "the id `{id}` is used on line {line} already",
        "choose another; facts, derived facts, veto events, indicators and sections share one set of names",
    ),
    "section_overlap": (
        "a role has two parts of section `{id}` (the other begins on line {line})",
        "give the parts different `roles`",
    ),
    "no_indicators": ("neither `sections` nor `indicators`", "write one of them; an appraisal needs an indicator"),
    "sections_too_deep": (
        "sections within a section that lies in another itself",
        "sections go one level deep: write `indicators` here",
    ),
    "empty_section": ("section `{id}` has neither `indicators` nor `sections`", "write one of them"),
    "two_structures": ("`indicators` beside `sections`", "move them into a section, or leave the sections out"),
    "to_before_from": ("the last day {to} is before the first, {day}", "exchange them, or leave `to` out"),
    "bad_month": ("`{found}` is not a month", "write a whole number from 1 to 12"),
    "month_within_period": (
        "a year that begins in month {found} divides a {period}",
        "write the first month of a {period}",
    ),
    "unknown_fact": ("unknown fact `{fact}`", "declare it under `facts` or `derived`"),
    "unknown_reading_asked": ("the policy has no reading `{reading}`", "readings: {allowed}"),
    "no_readings": ("the policy has no readings, so no `{reading}`", "leave the reading out"),
    "unknown_reading": ("unknown reading `{reading}`", "declare it under `readings`"),
    "unknown_option": ("reading `{reading}` has no option `{option}`", "options: {allowed}"),
    "unknown_role": ("unknown role `{role}`", "roles: {allowed}"),
    "role_not_in_section": ("role `{role}` is not one of the section's", "here: {allowed}"),
    "unused_fact": ("nothing uses the fact `{fact}`", "delete it, or name it in a rule, a derived fact or a relation"),
    "unused_reading": (
        "nothing uses the reading `{reading}`",
        "refer to it where the question matters, as the value of a key; delete it if there is no such place",
    ),
    "circle": ("derived facts that rest on each other: {names}", "let one of them rest on facts alone"),
    "long_chain": ("derived facts that rest on one another more than {limit} deep", "state it in fewer steps"),
    "many_terms": ("the derived fact `{fact}` comes to more than {limit} terms", "state it in fewer"),
    "table_missing": ("no entry for {missing}", "name each of these once: {allowed}"),
    "table_unknown": ("`{found}` is not one of the entries that are asked for", "name each of these once: {allowed}"),
    "not_a_choice": ("`{found}` is neither `role` nor a fact of type choice", "write `by: role`, or name a choice"),
    "role_only": ("`{key}` may differ by role, not by `{found}`", "write `by: role`, or a figure"),
    "choice_wanted": ("the fact `{fact}` is a {type}, not a choice", "name a fact of type choice"),
    "not_a_number": ("the fact `{fact}` is a {type}, not a number", "use a count or a number here"),
    "option_without_value": (
        "reading `{reading}` gives no figure for {options}",
        "give each option a `value`, or write the figures here under `of`",
    ),
    "option_without_figure": (
        "the choice `{fact}` gives no figure for {options}",
        "give each option a `figure`, or write the figures here under `of`",
    ),
    "figure_misfit": (
        "the `figure` of option `{option}` of the choice `{fact}` is below 0, and `{key}` uses it",
        "write 0 or more, or what `{key}` takes where it is used, under `of`",
    ),
    "unused_figures": ("nothing uses the figures of the choice `{fact}`", "delete them, or use them: `{{by: {fact}}}`"),
    "option_misfit": (
        "the `value` of option `{option}` of reading `{reading}` does not fit `{key}`, which uses it",
        "write what `{key}` takes: a number, a rate as 8%, or a fact; without `value` the option's id counts",
    ),
    "option_not_a_word": (
        "option `{option}` of reading `{reading}` is not a word for `{key}`, which uses it",
        "words: {allowed}",
    ),
    "flag_comparison": ("the flag `{fact}` can only be compared with true or false", "write `is: true` or `is: false`"),
    "choice_comparison": (
        "the choice `{fact}` can only be compared with one of its options",
        "write `is:` and one of {allowed}",
    ),
    "number_comparison": ("the number `{fact}` compared with true or false", "write a figure"),
    # Facts of a policy
    "max_missing": ("the number `{fact}` has no largest value", "give it a `max`"),
    "options_missing": ("the choice `{fact}` has no options", "give it `options`"),
    "key_of_other_type": ("`{key}` means nothing for the {type} `{fact}`", "leave it out, or change the type"),
    "value_of_choice": (
        "`value` means nothing for an option of the choice `{fact}`",
        "leave it out; a rule gives the options figures under `of`",
    ),
    "figure_of_reading": (
        "`figure` means nothing for an option of the reading `{reading}`",
        "write `value` for what the option stands for",
    ),
    "negative_count": ("the count `{fact}` may be negative", "a count starts at 0 or more; for less use type number"),
    "fractional_count": (
        "the count `{fact}` has a limit that is not whole",
        "a count is whole; for parts use type number",
    ),
    "max_below_min": ("the fact `{fact}` has max {max} below min {min}", "exchange them"),
    "allowed_never": (
        "`{found}` under `allowed` of `{fact}` can never be given",
        "it is outside `min` and `max`, or has more than {places} decimal places",
    ),
    "bad_default": ("the default of `{fact}` is not one of its values", "write a value that a record could give"),
    "each_not_longer": (
        "each {each} is not longer than the period {period}",
        "leave `each` out, or name a longer span",
    ),
    "each_shorter": ("each {each} is shorter than the period {period}", "name a span that is as long or longer"),
    "periods_missing": (
        "each {each} is longer than the period {period}, and `periods` is missing",
        "write `periods: mean` or `periods: sum`: how the scores of a {each}'s periods come together",
    ),
    "periods_needless": (
        "`periods` beside spans that are no longer than the period {period}",
        "delete it, or name a longer span in `each`",
    ),
    "roles_needless": (
        "`roles` of the fact `{fact}`: its roles follow from the rules that read it",
        "leave `roles` out",
    ),
    # Rules and sums, warnings
    **en_rules.MESSAGES,
    # Records and reviews
    **en_records.MESSAGES,
    # Tables
    **en_tables.MESSAGES,
    # Clause files
    **en_clauses.MESSAGES,
    # Versions
    **en_versions.MESSAGES,
}
