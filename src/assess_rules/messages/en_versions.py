"""
English wording of what is said of the versions of a policy; see `en`.
"""

from collections.abc import Mapping

MESSAGES: Mapping[str, tuple[str, str]] = {
    "other_policy": ("the policy `{found}`, not `{policy}`", "a rulebook holds the versions of one policy"),
    "version_twice": (
        "version {version} stands in two files with the same content; the other is {other}",
        "take one of them away",
    ),
    "version_two_contents": (
        "version {version} has two contents; the other is {other}",
        "any change but of comments and layout needs a new number",
    ),
    "versions_differ": (
        "`{key}` is {found}, and {wanted} in version {version}",
        "versions whose tables differ in `{key}` are scored apart",
    ),
    "fact_type_differs": (
        "`{fact}` ({label}) is {found} here, and {wanted} in version {version}",
        "give it another id: one column cannot be read as both",
    ),
    "days_backwards": (
        "version {next} begins on {found}, before version {version} begins on {from}",
        "a higher number begins later",
    ),
    "days_overlap": (
        "version {version} holds until {to}, and version {next} begins on {begins}",
        "leave out `to`: a version holds until the next begins",
    ),
    "days_same": (
        "versions {version} ({other}) and {next} overlap: both begin on {from}",
        "take away the one that holds no longer, or give the later one the day on which it begins",
    ),
    "days_gap": (
        "version {version} holds until {to}, and version {next} only begins on {begins}",
        "leave out `to`: a version holds until the next begins",
    ),
    "assumed_kept": (
        "version {version} begins on another day than version {next}, and {day} is still assumed",
        "a revision says when it begins; leave out `assumed`, if it was only copied",
    ),
    "fact_of_one_version": (
        "version {version} asks for `{fact}` ({label}), and rows do not give it: {rows}",
        "give it in the tables, or say what to try: --assume {fact}=VALUE",
    ),
    "assume_unknown": (
        "`{fact}` is no fact that only one of the versions asks for",
        "such facts are {allowed}; what both ask for stands in the tables",
    ),
    "no_rule_files": ("the folder has no rule file", "a rule file ends in .yaml"),
    "bad_path": (
        "`{path}` is no path",
        "write it as `indicators.o2.rules[0].target`",
    ),
    "unknown_path": ("there is no `{part}`", "here there are {allowed}"),
}
