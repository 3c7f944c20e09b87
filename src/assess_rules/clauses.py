"""
Clause coverage: what becomes of each sentence of the document, compared with the rule file from both sides.

A clause file, NAME.clauses.yaml beside NAME.yaml, accounts for every sentence. Nothing may be left over: no citation of
what is no clause, no item that no sentence names, no figure that stands on one side alone without a reason.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assess_rules.amounts import Figure
from assess_rules.build import read_clauses
from assess_rules.cited import Held, Item, Items, Words, figure_text, place_of
from assess_rules.data import data_file
from assess_rules.diagnostics import Diagnostic, in_file_order, nearest
from assess_rules.labels import Language, same_label
from assess_rules.marks import Mark
from assess_rules.model import FactSpec, PolicySpec, Reading
from assess_rules.model.clauses import ACCOUNTS, ClauseFile, Sentence
from assess_rules.policy import Policy
from assess_rules.reader import MAX_BYTES
from assess_rules.records import Record, record
from assess_rules.words import word

ENDING = ".clauses.yaml"


@record
class Coverage(Record):
    """
    What a clause file comes to: sentences by account, figures by where they are, and all that is left over.
    """

    name: str
    sentences: int
    accounts: Mapping[str, int]
    figures: int
    carried: int
    apart: int
    ours: int
    faults: tuple[Diagnostic, ...]

    def to_dict(self) -> dict[str, object]:
        """
        Give the counts as JSON data.
        """
        return {
            "file": self.name,
            "sentences": self.sentences,
            "accounts": dict(self.accounts),
            "figures": {"all": self.figures, "carried": self.carried, "apart": self.apart, "ours": self.ours},
            "faults": len(self.faults),
        }

    def table(self, language: Language) -> Iterator[str]:
        """
        Write the counts, a line for each: whole numbers of whole numbers, nothing rounded.
        """
        of = "/" if language == "zh" else "of"
        yield f"{self.name}: {self.sentences} {word('sentences', language)}"
        for account, number in self.accounts.items():
            yield f"  {account} {number} {of} {self.sentences}: {word(account, language)}"
        for key, number in (("figures_carried", self.carried), ("figures_apart", self.apart)):
            yield f"  {number} {of} {self.figures}: {word(key, language)}"
        yield f"  {self.ours}: {word('figures_ours', language)}"
        yield f"  {word('left_over', language)}: {len(self.faults)}"


def clause_file(rules: str) -> Path | None:
    """
    Give the clause file beside a rule file, or of a shipped policy by its name; None where there is none.
    """
    path = Path(rules)
    name = f"{path.stem}{ENDING}"
    found = path.with_name(name) if path.suffix or path.name != rules else data_file("rules", name)
    return found if found.is_file() else None


def is_alone(rules: str, policy: Policy) -> bool:
    """
    Say whether a rule file is a copy of a shipped policy that has a clause file, and none stands beside the copy.
    """
    return clause_file(rules) is None and data_file("rules", f"{policy.id}{ENDING}").is_file()


def rule_file(path: str) -> str:
    """
    Give the rule file that a path means: a clause file is checked with its rule file.
    """
    return f"{path.removesuffix(ENDING)}.yaml" if path.endswith(ENDING) else path


def cover(policy: Policy, path: Path) -> Coverage:
    """
    Compare a policy with a clause file.

    Raises `PolicyError` or `LimitError` where the file itself is wrong, `OSError` where it cannot be read.
    """
    with path.open("rb") as file:
        return compare(policy.spec, read_clauses(file.read(MAX_BYTES + 1), str(path)))


def compare(spec: PolicySpec, file: ClauseFile) -> Coverage:
    """
    Compare a policy with the sentences of its document; what is left over on either side stands in `faults`.
    """
    return _Comparison(spec, file).coverage()


@record
class _Named(Record):
    """
    What a sentence names: an item, the words of a part inside it, and where the name stands.
    """

    item: Item
    words: Words
    mark: Mark


class _Comparison:
    """
    Compares one policy with one clause file.
    """

    def __init__(self, spec: PolicySpec, file: ClauseFile) -> None:
        self.spec, self.file, self.items = spec, file, Items(spec)
        self.in_rules: list[Diagnostic] = []
        self.in_clauses: list[Diagnostic] = []
        self.unclear: set[int] = set()  # the sentences with a misspelt name, which may be what is missing
        self.meant: set[str] = set()  # the items that misspelt names most likely mean
        self.clauses: dict[str, list[Sentence]] = {}
        for each in file.clauses:
            self.clauses.setdefault(same_label(each.at), []).append(each)
        self.named = [self._named(number, each) for number, each in enumerate(file.clauses)]
        # the sentences that name an item, with the words in it
        self.naming: dict[int, list[tuple[Sentence, Words]]] = {}
        for sentence, named in zip(file.clauses, self.named, strict=True):
            for one in named:
                self.naming.setdefault(id(one.item), []).append((sentence, one.words))
        self.carried = self.apart = self.ours = 0
        self.reasoned: set[tuple[str, int | None, Figure]] = set()  # of `ours`, where there is need of it
        self.lost: dict[Sentence, list[Figure]] = {}  # figures that nothing named holds

    def coverage(self) -> Coverage:
        """
        Make all comparisons.
        """
        file = self.file
        self._head()
        for number, (sentence, named) in enumerate(zip(file.clauses, self.named, strict=True)):
            self._account(number, sentence, named)
            self._figures(number, sentence, named)
        for item in self.items.all:
            self._citations(item)
            for held in item.figures:
                self._held(item, held)
        self._ours_needless()
        counts = Counter(each.account for each in file.clauses)
        return Coverage(
            name=Path(file.mark.source.name).name,
            sentences=len(file.clauses),
            accounts={account: counts[account] for account in ACCOUNTS},
            figures=sum(len(each.figures) for each in file.clauses),
            carried=self.carried,
            apart=self.apart,
            ours=self.ours,
            faults=(*in_file_order(self.in_rules), *in_file_order(self.in_clauses)),
        )

    def _say(self, code: str, mark: Mark, number: int | None = None, near: str | None = None, **params: Any) -> None:
        path = "" if number is None else f"clauses[{number}]"
        self.in_clauses.append(Diagnostic(code, mark, params, near=near, path=path))

    def _say_in_rules(self, code: str, mark: Mark, item: Item, near: str | None = None, **params: Any) -> None:
        params["item"] = item.name
        self.in_rules.append(Diagnostic(code, mark, params, near=near, path=item.name))

    def _say_once(self, code: str, mark: Mark, item: Item, **params: Any) -> None:
        """
        Say what is found at each of several figures, once.
        """
        fault = Diagnostic(code, mark, {**params, "item": item.name}, path=item.name)
        if (fault, mark) not in ((each, each.mark) for each in self.in_rules):
            self.in_rules.append(fault)

    # The clause file by itself.

    def _head(self) -> None:
        file = self.file
        policy = self.spec.policy.name
        if file.policy.name != policy:
            self._say("clauses_of_other", file.policy.mark, found=file.policy.name, policy=policy)
        if file.sentences != len(file.clauses):
            mark = file.mark.of("sentences")
            self._say("sentence_count", mark, said=file.sentences, found=len(file.clauses))
        for each in self.clauses.values():
            numbers = [sentence.sentence for sentence in each]
            if numbers not in ([None], list(range(1, len(each) + 1))):
                mark = next(s.mark for n, s in enumerate(each, 1) if s.sentence != n)
                shown = tuple("—" if number is None else str(number) for number in numbers)
                self._say("sentence_numbers", mark, at=each[0].at, found=shown, count=len(each))

    def _named(self, number: int, sentence: Sentence) -> list[_Named]:
        label = same_label(sentence.at)
        found = []
        for ident in sentence.by:
            pairs = self.items.find(ident.name, label)
            if not pairs:
                near = nearest(ident.name, [each.name for each in self.items.all])
                self.meant.add(near or "")
                rules = Path(self.spec.mark.source.name).name
                self._say("names_nothing", ident.mark, number, near=near, found=ident.name, file=rules)
                self.unclear.add(number)
            for item, words in pairs:
                if not item.cites(label):
                    cited = tuple(self.items.written[each] for each in sorted(item.clauses or ()))
                    place, at = place_of(item.mark), sentence.at
                    self._say("other_clause", ident.mark, number, item=item.name, place=place, at=at, cited=cited)
                found.append(_Named(item, words, ident.mark))
        return found

    def _account(self, number: int, sentence: Sentence, named: list[_Named]) -> None:
        """
        Report what an account needs and the sentence does not give.
        """
        account = sentence.account
        mark = sentence.mark.of("account")
        if account == "procedure" and sentence.why is None:
            self._say("why_missing", mark, number)
        if account in ("computed", "counted", "open") and not sentence.by:
            self._say("by_missing", mark, number, account=account)
            return
        if number in self.unclear:
            return
        readings = [each for each in named if isinstance(each.item.value, Reading)]
        if account == "open" and not readings:
            self._say("reading_missing", mark, number)
        elif account in ("computed", "counted") and readings:
            self._say("reading_decides", readings[0].mark, number, account=account, item=readings[0].item.name)
        if account == "counted":
            facts = [each for each in named if isinstance(each.item.value, FactSpec)]
            if not facts:
                self._say("counted_fact_missing", mark, number)
            for each in facts:
                if isinstance(each.item.value, FactSpec) and each.item.value.counts is None:
                    place = place_of(each.item.mark)
                    self._say("counts_missing", each.mark, number, item=each.item.name, place=place)

    # Figures of the document.

    def _figures(self, number: int, sentence: Sentence, named: list[_Named]) -> None:
        """
        Report figures of a sentence that are nowhere, and reasons that are none.
        """
        held = {each.figure: each.mark for one in named for each in one.item.figures if each.under(one.words)}
        reasons = {figure for figure, _ in sentence.apart}
        self.apart += sum(each in reasons for each in sentence.figures)
        self.carried += sum(each in held and each not in reasons for each in sentence.figures)
        lost = [each for each in dict.fromkeys(sentence.figures) if each not in held and each not in reasons]
        self.lost[sentence] = [] if number in self.unclear else lost
        for figure in self.lost[sentence]:
            by = tuple(each.name for each in sentence.by)
            places = tuple(dict.fromkeys(place_of(each.item.mark) for each in named))
            code = "figure_not_carried" if by else "figure_alone"
            self._say(code, figure.mark, number, figure=figure_text(figure), by=by, places=places)
        for figure, _ in sentence.apart:
            if figure not in sentence.figures:
                self._say("reason_for_nothing", figure.mark, number, figure=figure_text(figure))
            elif figure in held:
                self._say(
                    "reason_needless", figure.mark, number, figure=figure_text(figure), place=place_of(held[figure])
                )

    # The rule file.

    def _citations(self, item: Item) -> None:
        """
        Report clauses that the document does not have, and an item that no sentence of its clause names.
        """
        for citation in item.citations:
            for at in citation.at:
                sentences = self.clauses.get(same_label(at), [])
                if not sentences:
                    near = nearest(at, [each.at for each in self.file.clauses])
                    self._say_in_rules(
                        "no_such_clause", citation.mark.of("at"), item, near=near, at=at, file=self._file_name()
                    )
                elif not self._naming(item, frozenset([same_label(at)])) and item.name not in self.meant:
                    places = tuple(place_of(each.mark) for each in sentences)
                    self._say_in_rules("named_by_no_sentence", citation.mark.of("at"), item, at=at, places=places)

    def _naming(self, item: Item, labels: frozenset[str]) -> list[tuple[Sentence, Words]]:
        """
        Give the sentences of some clauses, or of all where there are none, that name an item, with the words inside it.
        """
        naming = self.naming.get(id(item), [])
        return [each for each in naming if not labels or same_label(each[0].at) in labels]

    def _held(self, item: Item, held: Held) -> None:
        """
        Report a figure that no sentence of its clauses has which names the part that holds it, or not as often.
        """
        naming = self._naming(item, held.clauses)
        if not held.required or item.name in self.meant or (item.citations and not naming):
            return  # a misspelt name, or what is said of the item, explains it
        reaching = [sentence for sentence, words in naming if held.under(words)]
        figure = figure_text(held.figure)
        if self._is_ours(reaching, held):
            return
        if not reaching and (naming or not self._naming(item, frozenset())):
            self._nowhere(item, held, named=bool(naming))
            return
        if not any(held.figure in sentence.figures for sentence in reaching):
            places = tuple(dict.fromkeys(place_of(each.mark) for each in reaching)) or (self._file_name(),)
            if not self._differs(item, held, reaching):
                self._say_in_rules("figure_not_in_document", held.mark, item, figure=figure, places=places)
            return
        anywhere = self._naming(item, frozenset())
        same = [  # of a part that no sentence of its clauses names that is said
            each
            for each in item.needing(held.figure)
            if not each.required or any(each.under(words) for _, words in self._naming(item, each.clauses))
        ]
        saying = [sentence for sentence, words in anywhere if any(each.under(words) for each in same)]
        said = sum(sentence.figures.count(held.figure) for sentence in dict.fromkeys(saying))
        needed = len({each.key for each in same})
        last = [each for each in same if each.required][-1]  # points stand behind their cap
        if needed > said and not self._differs(item, last, saying):
            places = tuple(place_of(each.mark) for each in dict.fromkeys(saying))
            in_order = sorted(same, key=lambda each: (each.mark.line, each.mark.column))
            holding = tuple(dict.fromkeys(each.place for each in in_order))
            params = {"figure": figure, "said": said, "needed": needed, "holding": holding, "places": places}
            self._say_once("figure_said_less", last.mark, item, **params)

    def _nowhere(self, item: Item, held: Held, *, named: bool) -> None:
        """
        Say that no sentence names an item that has a figure, or the part that has it, and which sentence may carry it.
        """
        part = [each for each in held.words if not each.startswith("[")][-1:] if named else []
        of_clause = [each for each in self.file.clauses if same_label(each.at) in held.clauses]
        having = [each for each in of_clause or self.file.clauses if held.figure in each.figures]
        places = tuple(place_of(each.mark) for each in having or of_clause) or (self._file_name(),)
        part_name = ".".join((item.name, *part))
        if not any(each.code == "named_nowhere" and each.params["part"] == part_name for each in self.in_rules):
            figure = figure_text(held.figure)
            self._say_in_rules("named_nowhere", held.mark, item, part=part_name, figure=figure, places=places)

    def _is_ours(self, sentences: list[Sentence], held: Held) -> bool:
        """
        Say whether sentences that do not have a figure give the reason why the rule file has it.
        """
        giving = [
            (each.at, each.sentence, held.figure)
            for each in sentences
            if held.figure in dict(each.ours) and held.figure not in each.figures
        ]
        self.reasoned.update(giving)
        self.ours += bool(giving)
        return bool(giving)

    def _ours_needless(self) -> None:
        for number, sentence in enumerate(self.file.clauses):
            for figure, _ in sentence.ours:
                if (sentence.at, sentence.sentence, figure) not in self.reasoned:
                    self._say("ours_needless", figure.mark, number, figure=figure_text(figure))

    def _differs(self, item: Item, held: Held, sentences: list[Sentence]) -> bool:
        """
        Say, once, what the rule file has in the place of figures of its sentences; False where these have their places.
        """
        losing = [each for each in dict.fromkeys(sentences) if self.lost[each]]
        if not losing:
            return False
        said = tuple(figure_text(figure) for each in losing for figure in self.lost[each])
        params = {
            "figure": figure_text(held.figure),
            "said": said,
            "places": tuple(place_of(each.mark) for each in losing),
        }
        self._say_once("figure_differs", held.mark, item, **params)
        return True

    def _file_name(self) -> str:
        return Path(self.file.mark.source.name).name
