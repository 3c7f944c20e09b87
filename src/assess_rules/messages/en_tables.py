"""
English wording of what is said of tables of facts; see `en`.
"""

from collections.abc import Mapping

MESSAGES: Mapping[str, tuple[str, str]] = {
    # Tables
    "is_folder": ("a folder, no table", "name the tables in it"),
    "unknown_ending": ("`{found}` is neither .csv nor .jsonl", "save a spreadsheet as CSV (UTF-8)"),
    "table_too_large": ("the file has more than {limit} bytes", "give the table in several files"),
    "too_many_columns": (
        "the table has {found} columns, more than {limit}",
        "look for commas at the end of the header",
    ),
    "long_line": ("a line of {length} characters, more than {limit}", "one object on each line"),
    "not_utf8_table": (
        "byte {byte} is not UTF-8",
        "save as UTF-8, or say `--encoding gb18030` if Excel saved it in Chinese; of one table, `--encoding {file}=gb18030`",
    ),
    "utf16": ("the file is UTF-16", "save it as UTF-8; Excel and Notepad call UTF-16 Unicode"),
    "not_gb18030": (
        "byte {byte} is not GB18030",
        "leave `--encoding` out if the file is UTF-8; of one table, `--encoding {file}=utf-8`",
    ),
    "bad_csv": ("not a CSV table: {problem}", "look for a quote that is not closed"),
    "no_rows": ("the table has no rows", "a header and a row for each person and period"),
    "column_missing": ("the column `{column}` is missing", "it may be headed {allowed}"),
    "unnamed_row": ("the row has no `{column}`", "every row says who and when"),
    "other_separator": ("the header is a single cell", "save the table with commas between its cells"),
    "repeated_key": ("the key `{column}` stands twice in the object", "keep one of them"),
    "duplicate_column": ("`{column}` repeats the column `{first}`", "keep one of them"),
    "unknown_column": ("unknown column `{column}`", "name a fact by its id or its label"),
    "shared_label": ("`{column}` is the label of several columns", "name the one that is meant by its id: {allowed}"),
    "row_length": ("the row has {found} cells, the header {wanted}", "look for a comma or a quote too many or too few"),
    "cell_blanks": ("`{found}` has {blanks}", "delete them"),
    "bad_json": ("not a JSON object: {problem}", "one object on each line"),
    "nested_value": ("`{column}` holds a list or an object", "a text, a number, true or false"),
    "duplicate_row": (
        "`{person}` in {period} stands on line {line} of {file} already",
        "one row for each person and period in a table",
    ),
    "period_twice": (
        "`{person}` has {times} records of {period}",
        "give one record for each person and period",
    ),
    "two_tables": (
        "`{column}` is given by {file} too, of `{person}` in {period} to begin with",
        "give it in one table only",
    ),
    "same_table": ("the same table as {file}, byte for byte", "give each table once"),
    "tables_differ": (
        "`{column}` of `{person}` in {period} is `{found}` here and `{other}` in {file}",
        "correct one of them",
    ),
    "no_match": ("{what}", "{there}"),
    "unknown_policy": ("no shipped policy `{policy}`", "shipped: {allowed}; a file is named with its ending"),
    # Long tables
    "unknown_long_column": ("unknown column `{column}` in a long table", "its columns: {allowed}"),
    "empty_entry": ("the row has no `{column}`", "each row of a long table names a fact and gives its value"),
    "bad_ref": (
        "`{found}`{sort} is no reference",
        "a text on one line, at most 200 characters; where there is none, leave it out",
    ),
    "fact_twice": (
        "`{fact}` {label} of `{person}` in {period} stands on line {line} of {file} already",
        "only counts add up; give any other value once",
    ),
    "ref_twice": (
        "`{ref}` stands for `{fact}` {label} of `{person}` in {period} on line {line} of {file} already",
        "delete the row that repeats it, or correct the reference",
    ),
    "not_in_roster": (
        "`{person}` in {period} is in no roster",
        "put everybody who is appraised into the roster, with the role",
    ),
    "no_roster": (
        "a long table alone does not say who is appraised",
        "give a roster too: a wide table with {column}, role, team, period",
    ),
    "wide_and_long": (
        "`{fact}` {label} is given by the wide table {file} too",
        "give it in wide tables or in long ones",
    ),
    "complete_alone": (
        "`{found}` is said to be complete, but no long table is given",
        "give the table that has the rows; a header alone says that there are none",
    ),
    "complete_unknown": ("unknown fact `{found}`", "name each fact by its id or its label, or say `all`"),
    "complete_no_nil": ("`{fact}` {label} has no nil", "no row means none only for counts and flags"),
    "complete_wide": (
        "`{fact}` {label} is given by the wide table {file}",
        "only what long tables give can be complete",
    ),
}
