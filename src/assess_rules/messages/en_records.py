"""
English wording of what is said of records and reviews; see `en`.
"""

from collections.abc import Mapping

MESSAGES: Mapping[str, tuple[str, str]] = {
    # Records
    "not_a_record": ("`{found}`{sort} is not a record", "from Python, give a dict of fact ids and their values"),
    "accepted_by_another": (
        "the record has not passed {policy} {version}: another policy, version or reading has accepted it",
        "call `accept` of the policy that is to score it",
    ),
    "missing_role": ("the role is missing{rows}", "roles: {allowed}"),
    "unknown_role_value": ("unknown role `{found}`{sort}", "roles: {allowed}"),
    "missing_fact": (
        "`{fact}` {label} is missing for {role}{rows}",
        "missing is not zero: give the figure, 0 if it is nil{note}",
    ),
    "missing_flag": ("`{fact}` {label} is missing for {role}{rows}", "missing is not no: say true or false{note}"),
    "missing_choice": ("`{fact}` {label} is missing for {role}{rows}", "options: {allowed}{note}"),
    "fact_of_other_role": ("`{fact}` is not a fact of {role}", "it belongs to {owners}; leave it empty here"),
    "fact_not_needed": ("`{fact}` {label} is not asked for here", "it is only where {when}; leave it empty here"),
    "unknown_fact_value": ("unknown fact `{found}`{sort}", "name each fact by its id"),
    "bad_name": (
        "`{found}`{sort} cannot name a person, team or period",
        "a text on one line, without blanks around it or invisible characters, at most 200 characters",
    ),
    "bad_period": ("`{found}` is not a period", "write it as {example}"),
    "period_not_in_force": (
        "period {found} begins outside the days of this version, {first} to {last}",
        "use the version that was in force",
    ),
    "not_a_count": ("`{fact}` {label}: `{found}`{sort} is not a count", "whole numbers in plain digits, as 0 or 12"),
    "too_many_digits": (
        "`{fact}` {label}: `{found}`{sort} has too many digits",
        "at most 15 before the point and 6 after it",
    ),
    "not_a_number_value": (
        "`{fact}` {label}: `{found}`{sort} is not a number",
        "plain digits with a decimal point, as 87.5, at most 6 after it{python}",
    ),
    "not_a_flag": (
        "`{fact}` {label}: `{found}`{sort} is neither true nor false",
        "write true or false; in a table 是 or 否 too",
    ),
    "not_an_option": ("`{fact}` {label}: `{found}`{sort} is not one of its options", "options: {allowed}"),
    "below_minimum": ("`{fact}` {label}: {found} is below {limit}", "the policy allows {limit} or more"),
    "above_maximum": (
        "`{fact}` {label}: {found} is above {limit}",
        "check the figure: the policy allows {limit} or less; if it is right, the fact's `max` is too low",
    ),
    "too_many_places": (
        "`{fact}` {label}: {found} has more than {places} decimal places",
        "round it as the policy's source says",
    ),
    "not_allowed": ("`{fact}` {label}: {found} is not one of the values", "allowed: {allowed}"),
    "fact_with_status": (
        "`{fact}` is given for a person who is not appraised: {status}",
        "leave the facts empty, or the status",
    ),
    "relation": ("the facts contradict each other: {relation} does not hold", "correct one of them{at}"),
    # Reviews
    "many_items": (
        "{count} corrected items act on one another in {of}, more than {limit}",
        "review them in two steps, each with tables of its own",
    ),
    "many_decided": ("{count} readings decided at once, more than {limit}", "review them in two steps"),
    "fact_between": (
        "`{fact}` is asked for under only some of what is decided ({readings}), and no table gives it",
        "give it in both tables, or decide the readings one after the other",
    ),
    "pending_unknown": (
        "`{person}` has no record in {period} that could be under review",
        "correct the person or the period",
    ),
    "record_exists": (
        "the file holds another record, which is never replaced",
        "write to a new name; delete the file yourself if it is no record",
    ),
}
