"""
What the commands share: options, exit codes, and how refusals are said.
"""

import locale
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from assess_rules.cli.asked import asked
from assess_rules.decoding import ENCODINGS, Encoding, Encodings
from assess_rules.diagnostics import MAX_FOUND, Diagnostic, nearest
from assess_rules.errors import FactsError, InputError, LimitError, PolicyError
from assess_rules.facts import Accepted, Door
from assess_rules.labels import Language
from assess_rules.marks import visible
from assess_rules.outcomes import Pending
from assess_rules.outcomes.history import standing_results
from assess_rules.output import NotAppraised, json_text, not_appraised, run_record_path
from assess_rules.periods import EXAMPLES, Span, is_longer, parse_period
from assess_rules.policy import Policy, load_policy
from assess_rules.result import Result
from assess_rules.rulebook import Rulebook, load_rulebook
from assess_rules.tables import read_rows
from assess_rules.typed import label_words, naming

DONE, ANSWERED_NO, WRONG_COMMAND = 0, 1, 2
RULES_REJECTED, FACTS_REJECTED, LIMIT_EXCEEDED = 3, 4, 5
NOT_WRITTEN, OUR_FAULT = 6, 70
MOST_SHOWN = MAX_FOUND + 1  # the last says that there are more


def default_language() -> Language:
    """
    Take Chinese in a Chinese locale, else English. Windows sets no variables, and calls it `Chinese (Simplified)_China`.
    """
    said = next((os.environ[each] for each in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(each)), None)
    name = locale.setlocale(locale.LC_CTYPE) if said is None else said
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


language_option = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=default_language,
    show_default="zh in a Chinese locale, else en",
    help="Language of messages and reports.",
)
rules_argument = click.argument("rules", metavar="RULES")
facts_argument = click.argument("facts", metavar="FACTS...", nargs=-1, required=True)
period_option = click.option("--period", metavar="PERIOD", help="Only this period, as 2024-03.")


def encodings(_context: click.Context, _option: click.Parameter, texts: Sequence[str]) -> Encodings:
    """
    Give the encoding of each table that has one of its own, and under "" that of the others.
    """
    found: dict[str, Encoding] = {}
    for each in texts:
        file, _, name = each.rpartition("=")
        if name not in ENCODINGS:
            raise click.BadParameter(f"'{visible(name)}' is not one of {', '.join(map(repr, ENCODINGS))}")
        if file and not Path(file).exists():
            raise click.BadParameter(f"{visible(file)}: No such file or directory")
        key = file and str(Path(file))
        if found.setdefault(key, name) != name:
            raise click.BadParameter(f"{visible(file or 'others')}: two values at once")
    return found


encoding_option = click.option(
    "--encoding",
    metavar="[FILE=]ENCODING",
    multiple=True,
    callback=encodings,
    help="Of tables: utf-8 (the default) or gb18030; behind FILE= of that table alone. One that begins with a byte order "
    "mark is UTF-8 all the same. May be repeated.",
)
complete_option = click.option(
    "--complete",
    metavar="FACT",
    multiple=True,
    help="No row of a long table means none of this fact; `all`: of every count and flag. May be repeated.",
)
reading_option = click.option(
    "--reading",
    "readings",
    metavar="NAME=OPTION",
    multiple=True,
    help="A what-if: choose another option of a reading. May be repeated.",
)
pending_option = click.option(
    "--pending",
    metavar="FILE",
    help="A table of the reviews that are not finished (person, period): what rests on them is marked provisional.",
)
role_option = click.option("--role", metavar="ROLE", help="Only this role: its id or its label.")
set_option = click.option(
    "--set",
    "changes",
    metavar="PATH=VALUE",
    multiple=True,
    help="A what-if: put another value in the rule file, as indicators.o2.rules[0].target=10%. May be repeated.",
)
form_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="Of what is printed.",
)
output_option = click.option(
    "-o", "--output", metavar="FILE", help="Write results to a .csv or .json file, with FILE.run.json beside it."
)
people_option = click.option(
    "--people", is_flag=True, help="With --reading or --set: name people; without it they are summed up."
)


@contextmanager
def exits(language: Language, form: str = "text") -> Iterator[None]:
    """
    Turn refusals into messages on stderr and the exit code of their phase.
    """
    try:
        yield
    except InputError as error:
        say(error.diagnostics, language, form)
        sys.exit(exit_code(error))


class UnknownReadingError(InputError):
    """
    A command asks for a reading or an option that the policy does not have.
    """


def exit_code(error: InputError) -> int:
    """
    Give the exit code of a refusal.
    """
    if isinstance(error, UnknownReadingError):
        return WRONG_COMMAND
    if isinstance(error, LimitError):
        return LIMIT_EXCEEDED
    return RULES_REJECTED if isinstance(error, PolicyError) else FACTS_REJECTED


def say(diagnostics: Sequence[Diagnostic], language: Language, form: str) -> None:
    """
    Write diagnostics to stderr: as many as a refusal has at most, then how many more there are.
    """
    shown, more = diagnostics[:MOST_SHOWN], len(diagnostics) - MOST_SHOWN
    if form == "json":
        data = {"diagnostics": [each.to_dict(language) for each in shown], **({"more": more} if more > 0 else {})}
        if shown:
            click.echo(json_text(data), err=True, nl=False)
        return
    for each in shown:
        click.echo(each.render(language), err=True)
    if more > 0:
        click.echo(f"另有 {more} 处" if language == "zh" else f"and {more} more", err=True)


def load(rules: str, readings: Sequence[str] = (), changes: Sequence[str] = ()) -> Policy:
    """
    Load a policy, with the readings and the values of a what-if.
    """
    options, values = chosen(readings), chosen(changes, "--set", "PATH=VALUE")
    with read_whole(rules):
        policy = load_policy(rules)
    policy = policy.with_changes(values) if values else policy
    with asked_for():
        return policy.with_readings(options) if options else policy


def load_book(rules: str, readings: Sequence[str] = (), changes: Sequence[str] = ()) -> Rulebook:
    """
    Load a policy, or a folder of its versions, with the readings and the values of a what-if.
    """
    options, values = chosen(readings), chosen(changes, "--set", "PATH=VALUE")
    with read_whole(rules):
        book = load_rulebook(rules)
    book = book.with_changes(values) if values else book
    with asked_for():
        return book.with_readings(options) if options else book


@contextmanager
def asked_for() -> Iterator[None]:
    """
    Turn a reading or an option that the policy does not have into a wrong command line: the rules are not at fault.
    """
    try:
        yield
    except PolicyError as error:
        if {each.code for each in error.diagnostics} <= {"unknown_reading_asked", "no_readings", "unknown_option"}:
            raise UnknownReadingError(error.diagnostics) from None
        raise


@contextmanager
def read_whole(rules: str) -> Iterator[None]:
    """
    Turn a rule file that cannot be read into a wrong command line.
    """
    try:
        yield
    except OSError as error:
        raise click.UsageError(f"{visible(str(error.filename or rules))}: {error.strerror}") from None


def chosen(texts: Sequence[str], hint: str = "--reading", form: str = "NAME=OPTION") -> dict[str, str]:
    """
    Give what a what-if chooses: options by reading, or values by path.
    """
    options: dict[str, str] = {}
    for each in texts:
        name, equals, option = each.partition("=")
        if not equals:
            raise click.BadParameter(f"{each}: write {form}", param_hint=hint)
        if options.setdefault(name, option) != option:
            raise click.BadParameter(f"{name}: two values at once", param_hint=hint)
    return options


def is_watched() -> bool:
    """
    Say whether anybody sees how far a long run is.
    """
    return sys.stderr.isatty()


def progress(done: int, total: int) -> None:
    """
    Say on stderr how far a long run is.
    """
    click.echo(f"\r{done}/{total}", nl=done == total, err=True)


def named_role(policy: Policy, text: str) -> str:
    """
    Give the role of an id, or of a label that only one role has.
    """
    words = {id_: label_words(label) for id_, label in policy.roles.items()}
    names = naming(words)
    if text in names:
        return names[text]
    allowed = ", ".join(f"{id_} ({' '.join(own)})" for id_, own in words.items())
    near = nearest(text, names)
    meant = "" if near is None else f"; did you mean `{near}`?"
    raise click.BadParameter(f"{visible(text)}: use one of {allowed}{meant}", param_hint="--role")


def score_all(
    rules: Policy | Rulebook,
    facts: Sequence[str],
    encoding: Encodings,
    period: str | None = None,
    person: str | None = None,
    language: Language | None = "en",
    complete: Sequence[str] = (),
    hashes: dict[str, str] | None = None,
    apart: list[NotAppraised] | None = None,
) -> list[Result]:
    """
    Read tables and score the rows of a period and a person, or of all, each by the version of its period.

    Every row is checked, asked for or not. A veto reaches other periods of the tables as the policy says. Who is not
    appraised goes into `apart`, and is said on stderr with the reason that the table gives; without a language, nobody is
    named.
    """
    book = rules if isinstance(rules, Rulebook) else Rulebook((rules,))
    check_period(period, book.latest.spec.period)
    with read_whole(facts[0]):
        accepted = book.read(facts, encoding, complete, hashes)
    kept = asked(accepted, facts[0], period, person, language)
    if apart is not None:
        for policy in book.versions:
            inside = (each for own, each in accepted if own is policy and period in (None, each.context.period))
            apart += not_appraised(policy, inside)
    return standing_results(accepted, kept)


def read_pending(
    path: str, door: Door, encoding: Encodings, records: Iterable[Accepted], hashes: dict[str, str]
) -> list[Pending]:
    """
    Read the table of reviews that are not finished, each of a person's period that is among the records.
    """
    with read_whole(path):
        rows = read_rows([path], door, encoding, hashes=hashes)
    known = {(str(each.context.person), str(each.context.period)) for each in records}
    found, pending = [], []
    for row in rows:
        person, period = row.key(door.subject)
        pending.append(Pending(person, period))
        if (person, period) not in known:
            near = nearest(person, {who for who, when in known if when == period} - {person})
            params = {"person": person, "period": period}
            found.append(Diagnostic("pending_unknown", row.place(door.subject), params, near=near))
    if found:
        raise FactsError(found)
    return pending


def check_period(text: str | None, each: Span, option: str = "--period", *, longer: bool = False) -> None:
    """
    Refuse what is no period, nor a longer span where one may be asked for.
    """
    if text is None or parse_period(text, each) is not None or (longer and is_longer(text, each)):
        return
    spans = [example for example in EXAMPLES.values() if longer and is_longer(example, each)]
    more = f", or a longer span as {', '.join(spans)}" if spans else ""
    raise click.BadParameter(f"{visible(text)}: write it as {EXAMPLES[each]}{more}", param_hint=option)


def output_path(text: str | None, endings: Sequence[str], inputs: Sequence[str]) -> Path | None:
    """
    Check an output file before any work is done: that its ending says a format, and that it is none of the inputs.
    """
    if text is None:
        return None
    path = Path(text)
    if path.is_dir():
        use = f"a folder; name a file in it that ends in one of {', '.join(endings)}"
        raise click.BadParameter(f"{text}: {use}", param_hint="-o")
    if path.suffix.lower() not in endings:
        use = f"the ending says the format; use one of {', '.join(endings)}"
        raise click.BadParameter(f"{text}: {use}", param_hint="-o")
    for written in (path, run_record_path(path)):
        if written.exists() and any(Path(each).exists() and written.samefile(each) for each in inputs):
            raise click.BadParameter(f"{written}: an input; results would replace it", param_hint="-o")
    return path
