"""
What people read: one person's statement, the rows of a table of results.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from assess_rules.amounts import ByReading, parts
from assess_rules.arithmetic import added, arithmetic_lines, more, parts_of, scaled
from assess_rules.exact import both_texts, minus, plain_text, short_text, signed
from assess_rules.ir import Max, Min, Plan, walk
from assess_rules.labels import LANGUAGES, Label, Language, one_of
from assess_rules.lines import Line, Reference, SectionResult, Stamp
from assess_rules.marks import visible, width
from assess_rules.model import PolicySpec
from assess_rules.outputs import RowOutput
from assess_rules.records import Record, field, record
from assess_rules.result import Result, nil_facts
from assess_rules.words import word

MOST_TEXT_WIDTH = 60


@record
class Notes(Record):
    """
    What a statement says beside the arithmetic: below the score, an indicator's line and the total, and at the end.

    `options` are those chosen of all readings, of which a result has those that its arithmetic rests on.
    """

    options: Mapping[str, str] = field(factory=dict)
    score: Sequence[str] = ()
    lines: Mapping[str, Sequence[str]] = field(factory=dict)
    total: Sequence[str] = ()
    end: Sequence[str] = ()


def explain(result: Result, language: Language = "zh", *, arithmetic: bool = False, notes: Notes | None = None) -> str:
    """
    Write one result clause by clause, as arithmetic that can be checked with a pencil.

    Under a veto there is no evaluation, and the statement ends there; `arithmetic` asks for the sum all the same. Raises
    `ValueError` for a language other than these.
    """
    one_of("language", language, LANGUAGES)
    return "\n".join(_statement(result, language, notes or Notes(), arithmetic=arithmetic)) + "\n"


def moved(result: Result, language: Language) -> Iterator[str]:
    """
    Write what each indicator lost and gained of the total, as `o1 −6`, and which are left out.
    """
    gone: dict[str, None] = {}
    out: list[str] = []
    for each in result.lines:
        around = result.around(each)
        left = next((section.id for section in reversed(around) if section.left_out), None)
        if left is not None:
            gone[left] = None
        elif each.left_out:
            out.append(each.indicator)
        else:
            said = changes(each, result.weight_of(each))
            yield from [said] if said else []
    yield from (f"{each} {word('not_applicable', language)}" for each in (*gone, *out))


def changes(line: Line, weight: Fraction = Fraction(1)) -> str:
    """
    Write what a line lost and gained, as `o1 −6`: what counts, without what is listed apart or lost above the cap.
    """
    gained = line.points - line.start + line.deducted
    found = [signed(each * weight) for each in (-line.deducted, gained) if each]
    return f"{line.indicator} {' '.join(found)}" if found else ""


def vetoed_by(result: Result, language: Language) -> Iterator[str]:
    """
    Name the veto events that hold, as `veto: Fraud [5]`, whether they leave a score or not; or say that nothing is left.
    """
    for veto in result.plan.vetoes:
        if veto.id in result.vetoes:
            label = veto.label.text(language)
            yield f"{word('veto', language)}: {label} [{_at(veto.at)}]" if veto.at else label


def heading(result: Result, language: Language, options: Mapping[str, str]) -> Iterator[str]:
    """
    Write by which policy a result is, whose it is, and whether it is a what-if.
    """
    who = (result.person, result.plan.role_label, result.team, result.period)
    options = {each.id: each.option for each in result.readings} | dict(options)
    yield from head_lines(result.stamp, who, options, language)


def head_lines(
    stamp: Stamp, who: tuple[str | None, Label, str | None, str | None], options: Mapping[str, str], language: Language
) -> Iterator[str]:
    """
    Write by which policy something is, whose it is (person, role, team, period), and what a what-if tries.
    """
    person, role, team, period = who
    said = [person, role.text(language), team and f"{word('team', language)} {team}", period]
    yield f"{stamp.title.text(language)} {stamp.version}"
    yield " · ".join(visible(each) for each in said if each)
    if stamp.trial:
        chosen = (f"{each} = {options[each]}" if each in options else each for each in stamp.trial)
        yield f"【{word('trial', language)}】{', '.join(chosen)}"


def _statement(result: Result, language: Language, notes: Notes, *, arithmetic: bool) -> Iterator[str]:
    def say(key: str) -> str:
        return word(key, language)

    yield from heading(result, language, notes.options)
    mark = result.plan.pass_mark
    said = [f"{say('score')} {score_text(result)}"]
    said += [judged(result, language)] if result.verdict is not None else []
    said += [f"← {result.reached_from}"] if result.reached_from is not None else []
    said += [f"({say('pass_mark')} {plain_text(mark)})"] if mark is not None else []
    yield "  ".join(said)
    yield from notes.score
    yield from vetoed_by(result, language)
    yield from evidence_lines(result, result.veto_evidence, language)
    if result.verdict == "vetoed" and not arithmetic:
        yield from notes.end
        return
    widths = (width(_head(each, language)) + 2 * len(result.around(each)[1:]) for each in result.lines)
    column = min(MOST_TEXT_WIDTH, max(widths, default=0))
    outer: list[SectionResult | None] = [each for each in result.sections if each.within is None]
    for section in outer or [None]:
        yield from _part(result, section, language, notes, column)
    yield ""
    yield from _total(result, language)
    yield from notes.total
    yield from _notes(result, language)
    yield from notes.end


def _part(
    result: Result, section: SectionResult | None, language: Language, notes: Notes, column: int
) -> Iterator[str]:
    """
    Write a section with all that lies in it, what is within further to the right; None where there are no sections.
    """
    id_ = None if section is None else section.id
    yield ""
    if section is not None:
        yield f"{_at(section.at)} {section.label.text(language)}"
    for inner in result.sections:
        if section is not None and inner.within == id_:
            yield from (each and f"  {each}" for each in _part(result, inner, language, notes, column - 2))
    for line in result.lines:
        if line.section == id_:
            yield from _line(result, line, language, column)
            yield from (f"      {each}" for each in notes.lines.get(line.indicator, ()))
    if section is not None:
        yield from _sums(result, section, language)


def _head(line: Line, language: Language) -> str:
    return f"  {_at(line.at)} {line.indicator} {line.label.text(language)}"


def _line(result: Result, line: Line, language: Language, column: int) -> Iterator[str]:
    def say(key: str) -> str:
        return word(key, language)

    head = _head(line, language)
    cap = f"{say('cap')} {plain_text(line.cap)}" if line.cap is not None else say("no_cap")
    begin = f"{head}{' ' * max(2, column + 2 - width(head))}"
    if line.decided is not None and line.left_out:
        yield f"{begin}{cap}  {say('not_applicable')}"
        yield from _decided(line.decided, None, _why(result, line.indicator, language), "      ", language)
        yield from (f"      {each}" for each in evidence_lines(result, line.evidence, language))
        return
    figures_moved = "  ".join(
        f"{say(key)} {both_texts(value)}"
        for key, value in (
            ("deducted", line.deducted),
            ("bonus" if line.start or line.extra else "earned", line.bonus),
            ("unearned", line.unearned),
        )
        if value
    )
    figures = [say("extra") if line.extra else "", cap, figures_moved, f"{say('points')} {both_texts(line.points)}"]
    yield f"{begin}{'  '.join(filter(None, figures))}"
    yield from (f"      {each}" for each in arithmetic_lines(line, language))
    yield from (f"      {each}" for each in evidence_lines(result, line.evidence, language))
    if line.apart:
        yield f"      {say('apart')}: {both_texts(line.apart)}"
    if line.lost:
        yield f"      {say('lost')}: {both_texts(line.lost)}"
    if line.cut:
        yield f"      {say('cut')}: −{both_texts(line.cut)}"
    yield from _decided(line.decided, line.changed, "", "      ", language)
    if line.rounding:
        yield f"      {say('rounding')}: {signed(line.rounding)}"


def _decided(
    row: RowOutput | None, changed: Fraction | None, why: str, indent: str, language: Language
) -> Iterator[str]:
    """
    Say which row of `points_when` decided, where one did, what that changed, and why if that is given.
    """
    if row is not None:
        said = word("neither" if row.left_out else "by_condition", language)
        end = f": {signed(changed)}" if changed is not None and (changed or not row.left_out) else ""
        yield f"{indent}{said}  [{_at(row.at)}]{end}" + (f"  ({why})" if why else "")


def _why(result: Result, id_: str, language: Language) -> str:
    """
    Write what made the row of `points_when` hold that decided an indicator or a section.
    """
    rows = {each.id: each.row for each in result.plan.indicators} | {each.id: each.row for each in result.plan.sections}
    (step,) = result.trace([str(rows[id_])])
    return step.why(language)


def evidence_lines(result: Result, evidence: Sequence[Reference], language: Language) -> Iterator[str]:
    """
    Write the references of each fact, and of how many of a count each is where that is not one.
    """
    labels = {each.name: each.label.text(language) for each in result.plan.inputs}
    for fact, references in groupby(evidence, key=lambda each: each.fact):
        yield f"{labels[fact]} {word('evidence', language)}: {references_text(references)}"


def references_text(references: Iterable[Reference]) -> str:
    """
    Write references one after the other, each with how many of a count it is where that is not one.
    """
    return ", ".join(
        visible(each.ref) + ("" if each.count in (None, 1) else f" ×{plain_text(each.count)}") for each in references
    )


def _sums(result: Result, own: SectionResult, language: Language) -> Iterator[str]:
    points = added(each for each in parts_of(result, own.id) if not each.left_out)
    if own.cut:
        points += more(-own.cut, word("cut", language))
    if own.changed:
        points += more(own.changed)
    yield f"  {word('subtotal', language)}: {points} = {both_texts(own.points)}"
    if own.decided is not None:
        yield from _decided(own.decided, own.changed, _why(result, own.id, language), "  ", language)


def _total(result: Result, language: Language) -> Iterator[str]:
    left = Fraction(result.trace(["total.left"])[0].value) if result.scaling else None
    text = scaled(result, left) if left else added(parts_of(result))
    cut = result.cuts.get("total")
    if cut:
        text += more(-cut, word("cut", language))
    if result.adjusted:
        text += more(result.adjusted, adjusted_by(result, language))
    mark = result.plan.pass_mark
    total = both_texts(result.arithmetic)
    key = "arithmetic" if result.verdict == "vetoed" else "total"
    end = ""
    if mark is not None and result.verdict != "vetoed":
        signs = {"higher": ("<", "≥"), "lower": (">", "≤")}[result.plan.better]
        end = f" {signs[_meets(result, result.arithmetic)]} {plain_text(mark)}, {judged(result, language)}"
    elif result.grade is not None:
        end = f", {judged(result, language)}"
    yield f"{word(key, language)}: {text} = {total}{end}"
    if left:
        base = plain_text(result.plan.base)
        yield f"  {word('scaled_from', language).format(left=short_text(left), base=base)}"
    for event in result.grade_events:
        yield f"  {event.label.text(language)}  [{_at(event.at)}]"
    if result.verdict != "vetoed":
        yield from (f"  {each}" for each in vetoed_by(result, language))
    for each in result.grades_missed:
        said = word("not_grade", language).format(grade=each.grade.label.text(language))
        clauses = f"  [{_at(each.grade.at)}]" if each.grade.at else ""
        yield f"  {said}: {each.why.text(language)}{clauses}"


def adjusted_by(result: Result, language: Language) -> str:
    """
    Say by what the total is changed in the end: a veto, or those of limits and rounding that the policy has.
    """
    if result.is_zeroed:
        return word("veto", language)
    steps = {each.name: each.expr for each in result.plan.steps}
    rounds = "total.rounded" in steps
    limits = any(isinstance(each, Min | Max) for each in walk(steps["total.rounded" if rounds else "total.held"]))
    return word("adjusted" if rounds and limits else "rounding" if rounds else "limits", language)


def _meets(result: Result, total: Fraction | Decimal) -> bool:
    mark = result.plan.pass_mark
    assert mark is not None
    return total >= mark if result.plan.better == "higher" else total <= mark


def _notes(result: Result, language: Language) -> Iterator[str]:
    if result.defaulted:
        yield facts_said("defaulted", result.defaulted, [result.plan], language)
    if result.unneeded:
        yield facts_said("unneeded", result.unneeded, [result.plan], language)
    yield from nil_said([result], language)
    if result.provisional:
        yield f"{word('provisional', language)}:"
        for each in result.provisional:
            yield _reading(each.id, each.option, each.question, each.label, each.at, language)


def nil_said(results: Iterable[Result], language: Language) -> Iterator[str]:
    """
    Say which facts were nil because no row of a long table names them, if any were.
    """
    results = list(results)
    facts = nil_facts(results)
    if facts:
        yield facts_said("complete", facts, (each.plan for each in results), language)


def facts_said(key: str, facts: Iterable[str], plans: Iterable[Plan], language: Language) -> str:
    """
    Write a line that names facts as their plans label them; `key` is the word of reports that says what they are.
    """
    labels = {each.name: each.label.text(language) for plan in plans for each in plan.inputs}
    return f"{word(key, language)}: {('、' if language == 'zh' else ', ').join(labels[each] for each in facts)}"


def provisional_readings(spec: PolicySpec, language: Language, *, scoring: bool = False) -> Iterator[str]:
    """
    Name the readings of a policy that nobody has decided yet; with `scoring` only those that scores rest on.
    """
    outside = set(_names(spec.outcomes)) | set(_names((spec.vetoes,) if spec.vetoes is not None else ()))
    undecided = [each for each in spec.readings.items() if each[1].decided is None]
    found = [each for each in undecided if not (scoring and each[0] in outside)]
    if found:
        yield f"{word('provisional', language)}:"
        for id_, each in found:
            chosen = each.chosen.name
            yield _reading(id_, chosen, each.question, each.options[chosen].label, each.at, language)


def _reading(id_: str, option: str, question: Label, label: Label, at: Sequence[str], language: Language) -> str:
    colon = "：" if language == "zh" else ": "
    return f"  {id_} = {option}  {question.text(language)}{colon}{label.text(language)}  [{_at(at)}]"


def _names(value: object) -> Iterator[str]:
    return (each.reading.name for each in parts(value) if isinstance(each, ByReading))


def judged(result: Result, language: Language) -> str:
    """
    Give the verdict's word; where there are grades, grade and verdict under their headings, once if called the same.
    """
    said = word(result.verdict or "none", language)
    if result.grade is None:
        return said
    label = result.grade.label.text(language)
    grade = f"{word('grade', language)} {label}"
    return grade if label == said else f"{grade}  {word('verdict', language)} {said}"


def score_text(result: Result) -> str:
    """
    Write the rounded score; with the exact one where the rounded one would belie the verdict, as 90.00 of 89.996.
    """
    if result.score is None or result.exact is None:
        return "—"
    mark = result.plan.pass_mark
    belied = mark is not None and _meets(result, result.score) != _meets(result, result.exact)
    score = minus(str(result.score))
    return f"{score} ({plain_text(result.exact)})" if belied else score


def _at(clauses: Sequence[str]) -> str:
    return " ".join(clauses)
