"""
`assess-rules new`: a rule file to begin with.
"""

import datetime
import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import click
from click.core import ParameterSource

from assess_rules.cli.common import exits, language_option
from assess_rules.exact import parse_number
from assess_rules.fields import ID
from assess_rules.labels import Language
from assess_rules.marks import visible
from assess_rules.model.common import PERIODS
from assess_rules.policy import Policy
from assess_rules.schema import matches
from assess_rules.starter import YAML_WORDS, Start, starter

MOST = 999_999_999
UNNAMED = {"zh": ("工作人员", "考核办法（草稿）"), "en": ("Staff", "Appraisal policy (draft)")}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
AN_ID = "an id has a-z or Chinese characters, digits and _, a letter first, and is no word as yes, no, on, null"


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--role", "roles", metavar="ID=LABEL", multiple=True, help="A role. May be repeated.")
@click.option(
    "--subject", metavar="ID=LABEL", help="Who is appraised, where it is no person: as supplier=Supplier, crew=班组."
)
@click.option(
    "--period", type=click.Choice(PERIODS), default="month", show_default=True, help="How often it is scored."
)
@click.option(
    "--base", type=click.IntRange(2, MOST), default=100, show_default=True, help="What can be earned: a whole number."
)
@click.option("--pass-mark", metavar="NUMBER", help="The score that passes; without it no verdict.")
@click.option("--title", metavar="TEXT", help="The title of the document.")
@click.option(
    "--from",
    "first_day",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day from which it holds, as 2024-01-01; without it the first of this year.",
)
@language_option
@click.pass_context
def new(
    context: click.Context,
    file: str,
    roles: tuple[str, ...],
    subject: str | None,
    period: str,
    base: int,
    pass_mark: str | None,
    title: str | None,
    first_day: datetime.datetime | None,
    lang: Language,
) -> None:
    """
    Start a policy: write FILE, a rule file that is valid as it stands, with comments that teach how to go on.

    Its name without the ending is the policy's id. Where the title or a label is Chinese, so is the file, unless --lang
    says otherwise. A file that exists is never replaced.
    """
    path = Path(file)
    if path.suffix != ".yaml" or not is_id(path.stem):
        raise click.BadParameter(f"{visible(file)}: write NAME.yaml; {AN_ID}", param_hint="FILE")
    labels = {key: named(key, texts) for key, texts in (("--role", roles), ("--subject", [subject] if subject else []))}
    given = context.get_parameter_source("lang") is ParameterSource.COMMANDLINE
    said = "".join((title or "", *(label for each in labels.values() for label in each.values())))
    language: Language = "zh" if CHINESE.search(said) and not given else lang
    someone, draft = UNNAMED[language]
    day = datetime.date(datetime.datetime.now(tz=datetime.UTC).year, 1, 1) if first_day is None else first_day.date()
    mark = None if pass_mark is None else passing(pass_mark, base)
    roles_of = labels["--role"] or {"staff": someone}
    start = Start(path.stem, title or draft, day, period, base, mark, roles_of, labels["--subject"])
    text = starter(start, language)
    with exits(lang):
        Policy.from_text(text, file)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise click.BadParameter(f"{visible(file)}: exists, and is not replaced", param_hint="FILE") from None
    then = f"已写好，现在即可检查：assess-rules check {file} --strict"
    click.echo(then if lang == "zh" else f"written; check it: assess-rules check {file} --strict")


def named(option: str, texts: Sequence[str]) -> dict[str, str]:
    """
    Give the ids that an option names, each with its label.
    """
    found: dict[str, str] = {}
    for each in texts:
        id_, _, label = each.partition("=")
        if "=" in label:
            raise click.BadParameter(f"{visible(each)}: one ID=LABEL in each {option}", param_hint=option)
        if not label.strip():
            raise click.BadParameter(f"{visible(each)}: write ID=LABEL", param_hint=option)
        if not is_id(id_):
            raise click.BadParameter(f"{visible(id_)}: {AN_ID}", param_hint=option)
        if id_ in found:
            raise click.BadParameter(f"{id_}: twice", param_hint=option)
        found[id_] = label.strip()
    return found


def passing(text: str, base: int) -> Fraction:
    """
    Give the score that passes.
    """
    number = None if text.endswith("%") else parse_number(text)
    if number is None or not 0 <= number <= base:
        raise click.BadParameter(f"{visible(text)}: write a number from 0 to {base}", param_hint="--pass-mark")
    return number


def is_id(text: str) -> bool:
    """
    Say whether a rule file may use a text as an id: none that YAML reads as something else.
    """
    return text.casefold() not in YAML_WORDS and len(text) <= ID["maxLength"] and matches(ID["pattern"], text)
