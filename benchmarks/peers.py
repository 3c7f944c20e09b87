"""
The shipped policy, written three other ways: plain Python, JsonLogic and a ZEN expression.

They take the equal form of a record and check nothing. Plain Python and JsonLogic count in tenths of a point, so that
whole numbers suffice; ZEN counts in points and gives a float.
"""

from records import VETOES, Record

# Indicators of counted items: the cap, and what each item costs, in tenths of a point.
Items = tuple[tuple[int, dict[str, int]], ...]
COMMON: Items = (
    (100, {"improper_enforcement_cases": 5}),
    (
        100,
        {
            "petition_cases": 5,
            "beijing_petition_cases": 5,
            "unresolved_petition_cases": 5,
            "overdue_supervised_cases": 5,
        },
    ),
    (50, {"duty_breaches": 5}),
    (50, {"assigned_task_failures": 5}),
    (50, {"mass_incidents": 5, "unreported_major_matters": 5}),
    (50, {"criticism_notices": 5}),
)
OFFICER: Items = ((80, {"defective_terminations": 5}), (80, {"overdue_closings": 5}))
CLERK: Items = (
    (120, {"node_delays": 5, "archive_delays": 5}),
    (120, {"document_errors": 5, "service_delays": 2}),
    (120, {"unapproved_overruns": 10}),
    (120, {"unreported_closures": 5}),
    (120, {"faulty_terminations": 20}),
)
RATES = {"stock12": 8, "asset": 5, "termproc": 5}  # the target in percent; the cap is 80 tenths


def plain_total(r: Record) -> int | None:
    """
    Give the total in tenths, as one would write it by hand for speed; None under a veto.
    """
    if r["falsified_data"] or r["criminal_or_disciplinary"] or r["grave_incident"] or r["state_compensation"]:
        return None
    total = 400 - min(100, 5 * r["improper_enforcement_cases"])
    total -= min(
        100,
        5 * r["petition_cases"]
        + 5 * r["beijing_petition_cases"]
        + 5 * r["unresolved_petition_cases"]
        + 5 * r["overdue_supervised_cases"],
    )
    total -= min(50, 5 * r["duty_breaches"])
    total -= min(50, 5 * r["assigned_task_failures"])
    total -= min(50, 5 * r["mass_incidents"] + 5 * r["unreported_major_matters"])
    total -= min(50, 5 * r["criticism_notices"])
    if r["role"] == "clerk":
        total += 600 - min(120, 5 * r["node_delays"] + 5 * r["archive_delays"])
        total -= min(120, 5 * r["document_errors"] + 2 * r["service_delays"])
        total -= min(120, 10 * r["unapproved_overruns"])
        total -= min(120, 5 * r["unreported_closures"])
        return total - min(120, 20 * r["faulty_terminations"])  # type: ignore[no-any-return]
    gap = r["closed"] - r["closing_target"]
    total += 200 + 20 * gap if gap >= 0 else 200 - min(200, -30 * gap)
    total += _rate(r["stock12_opening"], r["stock12_reduced"], 8)
    total += _rate(r["asset_opening"], r["asset_reduced"], 5)
    total += _rate(r["termproc_opening"], r["termproc_reduced"], 5)
    total += 160 - min(80, 5 * r["defective_terminations"])
    return total - min(80, 5 * r["overdue_closings"])  # type: ignore[no-any-return]


def _rate(opening: int, reduced: int, target: int) -> int:
    if opening == 0:
        return 80
    distance = 100 * reduced - target * opening
    if distance >= 0:
        return 80 + 5 * (distance // opening)
    return 80 - min(80, 5 * (-distance // opening))


def json_logic() -> object:
    """
    Give the policy as one JsonLogic tree, in tenths.

    JsonLogic has no floor, so whole steps are (distance − distance % opening) ÷ opening.
    """

    def var(name: str) -> object:
        return {"var": name}

    def lost(cap: int, costs: dict[str, int]) -> object:
        return {"min": [cap, {"+": [{"*": [cost, var(name)]} for name, cost in costs.items()]}]}

    def items(group: Items) -> list[object]:
        return [{"-": [cap, lost(cap, costs)]} for cap, costs in group]

    def rate(name: str, target: int) -> object:
        opening = var(f"{name}_opening")
        got, asked = {"*": [100, var(f"{name}_reduced")]}, {"*": [target, opening]}
        above, below = {"-": [got, asked]}, {"-": [asked, got]}

        def steps(distance: object) -> object:
            return {"*": [5, {"/": [{"-": [distance, {"%": [distance, opening]}]}, opening]}]}

        missed = {"-": [80, {"min": [80, steps(below)]}]}
        return {"if": [{"==": [opening, 0]}, 80, {">=": [above, 0]}, {"+": [80, steps(above)]}, missed]}

    gap = {"-": [var("closed"), var("closing_target")]}
    short = {"-": [200, {"min": [200, {"*": [-30, gap]}]}]}
    closing = {"if": [{">=": [gap, 0]}, {"+": [200, {"*": [20, gap]}]}, short]}
    officer = {"+": [closing, *(rate(*each) for each in RATES.items()), *items(OFFICER)]}
    own = {"if": [{"==": [var("role"), "clerk"]}, {"+": items(CLERK)}, officer]}
    return {"if": [{"or": [var(each) for each in VETOES]}, None, {"+": [*items(COMMON), own]}]}


def zen_expression() -> str:
    """
    Give the policy as one expression of ZEN, in points; null under a veto.
    """

    def points(tenths: int) -> str:
        return f"{tenths // 10}.{tenths % 10}"

    def kept(cap: int, costs: dict[str, int]) -> str:
        lost = " + ".join(f"{points(cost)} * {name}" for name, cost in costs.items())
        return f"{points(cap)} - min([{points(cap)}, {lost}])"

    def items(group: Items) -> str:
        return " + ".join(kept(*each) for each in group)

    def rate(name: str, target: int) -> str:
        opening, got, asked = f"{name}_opening", f"100 * {name}_reduced", f"{target} * {name}_opening"
        above = f"8 + 0.5 * floor(({got} - {asked}) / {opening})"
        below = f"8 - min([8, 0.5 * floor(({asked} - {got}) / {opening})])"
        return f"({opening} == 0 ? 8 : ({got} >= {asked} ? {above} : {below}))"

    gap = "closed - closing_target"
    closing = f"({gap} >= 0 ? 20 + 2 * ({gap}) : 20 - min([20, -3 * ({gap})]))"
    officer = " + ".join([closing, *(rate(*each) for each in RATES.items()), items(OFFICER)])
    return f"{' or '.join(VETOES)} ? null : {items(COMMON)} + (role == 'clerk' ? {items(CLERK)} : {officer})"
