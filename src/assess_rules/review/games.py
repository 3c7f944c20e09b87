"""
The exact points of each corrected item of one person's period.

An item's points are its share (`shapley`) in what all of them change together, in whichever order they could be corrected.

Items of different indicators never act on one another, so that each indicator is a game of its own; where bonuses are
limited over a section or in all, the total is the only game.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from assess_rules.amounts import ByReading, ReadingIs, parts
from assess_rules.diagnostics import Diagnostic
from assess_rules.errors import FactsError, LimitError
from assess_rules.facts import Accepted
from assess_rules.ir import Add, Expr, Input, Plan, Ref, Step, Value, steps_read
from assess_rules.labels import Label
from assess_rules.lines import NOBODY, facts_behind
from assess_rules.marks import Mark, Source
from assess_rules.outcomes import Entry
from assess_rules.policy import Policy
from assess_rules.records import Record, evolve, record
from assess_rules.shapley import Share, shapley, subsets

MOST_ITEMS = 16
MOST_READINGS = 8
TOTAL = Label("合计", "the total")

Player = tuple[str, str]  # what it is, `fact`, `reading`, `role` or `version`, and its name
Chosen = frozenset[Player]


@record
class Game(Record):
    """
    A figure that items change together, the id of an indicator or None for the total, and the items that may matter to it.
    """

    of: str | None
    label: Label
    players: frozenset[Player]


def decided(before: Policy, after: Policy) -> dict[str, tuple[str, str]]:
    """
    Give the readings that one rule file takes otherwise after than before, with both options; none for two files.
    """
    if before.stamp.source_hash != after.stamp.source_hash:
        return {}
    options = {
        id_: (each.chosen.name, after.spec.readings[id_].chosen.name) for id_, each in before.spec.readings.items()
    }
    return {id_: each for id_, each in options.items() if each[0] != each[1]}


class Frame:
    """
    Two policies, or two roles, between which records are corrected: the plans with some of it corrected, and the games.

    `decided` are the readings that scores may rest on and for which the two differ, where they are one rule file; else the
    version, and otherwise the role, changes as a `whole`.
    """

    def __init__(self, before: tuple[Policy, str], after: tuple[Policy, str]) -> None:
        self.before, self.after = before, after
        old, new = before[0], after[0]
        rests_on = parts(evolve(old.spec, outcomes=None))
        scoring = {each.reading.name for each in rests_on if isinstance(each, (ByReading, ReadingIs))}
        self.decided = {id_: option for id_, (_, option) in decided(old, new).items() if id_ in scoring}
        if len(self.decided) > MOST_READINGS:
            params = {"count": len(self.decided), "limit": MOST_READINGS}
            raise LimitError([Diagnostic("many_decided", Mark(Source(new.spec.policy.mark.source.name), 0), params)])
        self.whole: Player | None = None
        if old.stamp.source_hash != new.stamp.source_hash:
            self.whole = ("version", "version")
        elif before[1] != after[1]:
            self.whole = ("role", "role")
        inputs = [{each.name: each for each in policy.plans[role].inputs} for policy, role in (before, after)]
        self.known = {
            name: _domain(inputs[0][name]) == _domain(each) for name, each in inputs[1].items() if name in inputs[0]
        }
        """
        The facts that both plans know, and whether they may be the same there.
        """
        self._policies: dict[Chosen, tuple[Policy, str]] = {}
        self.games = tuple(self._games())

    @property
    def plan_players(self) -> tuple[Player, ...]:
        """
        Give the items that change the plan.
        """
        whole = () if self.whole is None else (self.whole,)
        return (*whole, *(("reading", each) for each in self.decided))

    def side(self, chosen: Iterable[Player]) -> tuple[Policy, str]:
        """
        Give the policy and the role once some items are corrected.
        """
        key = frozenset(each for each in chosen if each[0] != "fact")
        found = self._policies.get(key)
        if found is None:
            policy, role = self.after if self.whole in key else self.before
            if self.decided:
                options = {id_: option for id_, option in self.decided.items() if ("reading", id_) in key}
                policy = self.before[0].with_readings(options) if options else self.before[0]
            found = self._policies[key] = (policy, role)
        return found

    def plan(self, chosen: Iterable[Player]) -> Plan:
        """
        Give the plan once some items are corrected.
        """
        policy, role = self.side(chosen)
        return policy.plans[role]

    def _games(self) -> Iterator[Game]:
        """
        Give a game for each indicator that any of the plans has, or the one of the total.
        """
        plans = {each: self.plan(each) for each in subsets(self.plan_players)}
        behind = {each: facts_behind(plan.steps) for each, plan in plans.items()}
        if not all(map(_adds_up, plans.values())):
            facts = {("fact", each.name) for plan in plans.values() for each in plan.inputs if each.read}
            yield Game(None, TOTAL, frozenset((*self.plan_players, *facts)))
            return
        for id_, label in {each.id: each.label for plan in plans.values() for each in plan.indicators}.items():
            computed = {each: _computed(plan, id_) for each, plan in plans.items()}
            names = {
                name
                for each, plan in plans.items()
                for line in plan.indicators
                if line.id == id_
                for name in behind[each][line.points]
            }
            moved = {
                player
                for player in self.plan_players
                if player == self.whole or any(steps != computed[each | {player}] for each, steps in computed.items())
            }
            yield Game(id_, label, frozenset((*moved, *(("fact", name) for name in names))))


def _adds_up(plan: Plan) -> bool:
    """
    Say whether the total is the sum of the indicators' points, without weights, limits or conditions on the way.
    """
    steps = {each.name: each.expr for each in plan.steps}
    lines = {each.points for each in plan.indicators}
    found: list[str] = []
    open_: list[Expr] = [Ref(plan.score)]
    while open_:
        match open_.pop():
            case Ref(step) if step in lines:
                found.append(step)
            case Ref(step):
                open_.append(steps[step])
            case Add(terms):
                open_ += terms
            case _:
                return False
    return sorted(found) == sorted(lines)


def _computed(plan: Plan, indicator: str) -> tuple[Step, ...]:
    """
    Give the steps on which an indicator's points rest, none where the plan does not have it.
    """
    wanted = {each.points for each in plan.indicators if each.id == indicator}
    found = []
    for step in reversed(plan.steps):
        if step.name in wanted:
            wanted.update(steps_read(step.expr))
            found.append(step)
    return tuple(found)


class Correction:
    """
    One person's period, corrected in a frame; both records have a result.
    """

    def __init__(self, frame: Frame, before: Entry, after: Entry) -> None:
        assert before.result is not None
        assert after.result is not None
        self.frame, self.person, self.period = frame, before.person, before.period.text
        self.old, self.new = (
            {**_unneeded(each.result.plan), **each.given, **each.result.facts}
            for each in (before, after)
            if each.result is not None
        )
        self.given = (
            {name: each for name, each in self.old.items() if name not in before.result.unneeded},
            {name: each for name, each in self.new.items() if name not in after.result.unneeded},
        )
        """
        What the two records give.
        """
        self.corrected = tuple(name for name in frame.known if self.old.get(name) != self.new.get(name))
        """
        The corrected facts that both plans know.
        """
        self.facts = tuple(
            name for name in self.corrected if frame.known[name] and name in self.old and name in self.new
        )
        """
        Those that are items of their own. The others go with the version or the role, which ask for something else.
        """
        self.players: tuple[Player, ...] = (*frame.plan_players, *(("fact", name) for name in self.facts))

    def shares(self) -> Mapping[Player, Share]:
        """
        Give the points of every item.

        Raises `LimitError` where more items than `MOST_ITEMS` act on one another, and `FactsError` where a fact is not given
        that only some of the decided readings together ask for.
        """
        points, alone = (dict.fromkeys(self.players, Fraction(0)) for _ in range(2))
        for game in self.frame.games:
            players = [each for each in self.players if each in game.players]
            if not players:
                continue
            if len(players) > MOST_ITEMS:
                params = {"count": len(players), "of": game.label, "limit": MOST_ITEMS}
                raise LimitError([Diagnostic("many_items", self._mark, params)])
            worth = {each: self._worth(game, each) for each in subsets(players)}
            for player, share in shapley(players, worth).items():
                points[player] += share.points
                alone[player] += share.alone
        return {each: Share(points[each], alone[each]) for each in self.players}

    def _worth(self, game: Game, chosen: Chosen) -> Fraction:
        """
        Give the figure of a game once some items are corrected.
        """
        policy, role = self.frame.side(chosen)
        inputs = [each.name for each in policy.plans[role].inputs if each.read]
        values = {name: self._value(name, chosen) for name in inputs}
        result = policy.score_accepted(Accepted(role, values, NOBODY))
        if game.of is None:
            return result.arithmetic
        return sum((each.points for each in result.lines if each.indicator == game.of), Fraction(0))

    def _value(self, name: str, chosen: Chosen) -> Value:
        """
        Give a fact's value: what goes with the role or the version is new where that is, and what only one side has is that.
        """
        new = ("fact", name) in chosen if name in self.facts else self.frame.whole in chosen
        first, second = (self.new, self.old) if new else (self.old, self.new)
        if name not in first and name not in second:
            raise FactsError(
                [Diagnostic("fact_between", self._mark, {"fact": name, "readings": tuple(self.frame.decided)})]
            )
        return first[name] if name in first else second[name]

    @property
    def _mark(self) -> Mark:
        return Mark(Source(f"{self.person} {self.period}"), 0)


def _unneeded(plan: Plan) -> Mapping[str, Value]:
    """
    Give the facts that are not always needed, as they stand where they are not.
    """
    return {each.name: each.default for each in plan.inputs if each.needed is not None and each.default is not None}


def _domain(each: Input) -> tuple[object, ...]:
    """
    Give what a fact may be; that a plan reads it or not is no matter.
    """
    return each.type, each.minimum, each.maximum, each.places, each.allowed, each.options
