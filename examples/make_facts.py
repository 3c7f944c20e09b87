"""
Write the example data: a made-up year of 36 people, and one month of it as several systems would deliver it.

Everything is invented here, from a seed and from the edges in PLACED; nothing describes any real person. The same
script writes the same bytes on every version of Python: it draws whole numbers only and has no other source.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
from pathlib import Path

SEED = 2023_127
MONTHS = tuple(f"2024-{month:02d}" for month in range(1, 13))
QUARTER_ENDS = ("2024-03", "2024-06", "2024-09", "2024-12")
MONTH_OF_TABLES = "2024-03"

# Each team has 3 judges, 4 assistants and 5 clerks: E001 to E012, E013 to E024, E025 to E036.
TEAMS = ("1", "2", "3")
TEAM_ROLES = ("judge",) * 3 + ("assistant",) * 4 + ("clerk",) * 5
PEOPLE = {
    f"E{number:03d}": (role, team)
    for number, (team, role) in enumerate(((team, role) for team in TEAMS for role in TEAM_ROLES), start=1)
}

ROLE_LABELS = {"judge": "员额法官", "assistant": "审判辅助人员", "clerk": "书记员"}
KEY_LABELS = {"person": "被考核人", "role": "岗位", "team": "实施团队", "period": "考核周期"}

COMMON = {
    "improper_enforcement_cases": "消极、违法、选择性执行案件",
    "petition_cases": "执行信访案件",
    "beijing_petition_cases": "进京访案件",
    "unresolved_petition_cases": "未及时化解的信访案件",
    "overdue_supervised_cases": "未按要求办理的督办案件",
    "duty_breaches": "违反岗位职责、值班制度",
    "assigned_task_failures": "交办事项、制度贯彻不力",
    "mass_incidents": "因执行不当造成的群体性事件",
    "unreported_major_matters": "重大事项未及时上报或隐瞒不报",
    "criticism_notices": "因执行不当或作风不实被上级法院通报批评",
}
CASES = {
    "closed": "结案数",
    "closing_target": "结案指标数",
    "stock12_opening": "12个月以上案件上月存量",
    "stock12_closing": "12个月以上案件本月存量",
    "stock12_digested": "12个月以上案件本月办结数",
    "asset_opening": "待处置资产案件上月存量",
    "asset_closing": "待处置资产案件本月存量",
    "asset_digested": "待处置资产案件本月处置数",
    "termproc_opening": "超3个月符合终本条件案件上月存量",
    "termproc_closing": "超3个月符合终本条件案件本月存量",
    "termproc_digested": "超3个月符合终本条件案件本月终本数",
    "defective_terminations": "终本不合格案件",
    "overdue_closings": "超法定期限案件",
}
RECORDS = {
    "node_delays": "未及时纳入节点管理的案件",
    "archive_delays": "超期流转卷宗的案件",
    "document_errors": "有差错的执行法律文书",
    "service_delays": "文书未及时送达的案件",
    "unapproved_overruns": "超法定期限未及时报批的案件",
    "unreported_closures": "具备报结条件未及时报结的案件",
    "faulty_terminations": "无财产可供执行终本不合格的案件",
}
APPRAISAL = {"clerk_quarter_appraisal": "书记员季度考评得分"}  # in hundredths of a point until it is written
VETOES = {
    "falsified_data": "执行数据弄虚作假",
    "criminal_or_disciplinary": "因违法违纪被追究刑事责任或受党纪政纪处分",
    "grave_incident": "因违法或不当执行激化矛盾的重大恶性事件（全国、全省、全市影响恶劣）",
    "state_compensation": "因违法或不当执行造成国家赔偿",
}
LABELS = COMMON | CASES | RECORDS | APPRAISAL | VETOES  # in the order of the rule file
STOCKS = {"stock12": 8, "asset": 5, "termproc": 5}  # the target of each, in percent
THREE_STOCKS = [f"{stock}_{end}" for stock in STOCKS for end in ("opening", "closing")]


def three_stocks(stock12: tuple[int, int], asset: tuple[int, int], termproc: tuple[int, int]) -> dict[str, int]:
    """
    The opening and the closing of all three stocks.
    """
    return dict(zip(THREE_STOCKS, (*stock12, *asset, *termproc), strict=True))


# A month with an edge is otherwise a quiet one: nothing to deduct, closings on target, stocks less than a whole point
# from their targets. So its score can be worked out by hand. "over" is closed less closing_target. The month before
# closes with the stock that an edge opens with.
PLACED: dict[tuple[str, str], dict[str, int]] = {
    # Common indicators, 四（一）.
    ("E011", "2024-02"): {"improper_enforcement_cases": 20},  # c1: the cap of 10 exactly met, and a total of 90
    ("E026", "2024-04"): {"improper_enforcement_cases": 23},  # c1: the cap passed
    ("E019", "2024-03"): {  # c2: the cap of 10 exactly met, by all four facts: 4 + 4 + 1 + 1
        "petition_cases": 12,
        "beijing_petition_cases": 4,
        "unresolved_petition_cases": 2,
        "overdue_supervised_cases": 2,
    },
    ("E001", "2024-08"): {  # c2: the cap passed: 6 + 6 + 1.5 + 0.5
        "petition_cases": 18,
        "beijing_petition_cases": 6,
        "unresolved_petition_cases": 3,
        "overdue_supervised_cases": 1,
    },
    ("E020", "2024-03"): {"petition_cases": 3, "beijing_petition_cases": 1},  # c2: one petition of three to Beijing
    ("E005", "2024-05"): {"petition_cases": 2, "beijing_petition_cases": 2},  # c2: every petition to Beijing
    ("E021", "2024-03"): {"duty_breaches": 10},  # c3: the cap of 5 exactly met
    ("E028", "2024-05"): {"duty_breaches": 12},  # c3: the cap passed
    ("E007", "2024-06"): {"assigned_task_failures": 10},  # c4: the cap of 5 exactly met
    ("E034", "2024-03"): {"assigned_task_failures": 11},  # c4: the cap passed
    ("E015", "2024-09"): {"mass_incidents": 3, "unreported_major_matters": 7},  # c5: the cap of 5 exactly met
    ("E032", "2024-10"): {"mass_incidents": 6, "unreported_major_matters": 8},  # c5: the cap passed
    ("E023", "2024-11"): {"criticism_notices": 10},  # c6: the cap of 5 exactly met
    ("E002", "2024-07"): {"criticism_notices": 14},  # c6: the cap passed
    # Closings, 四（二）1: three points a case never meet the cap of 20 exactly.
    ("E001", "2024-02"): {"over": -1},  # o1: one case short
    ("E001", "2024-03"): {"over": 1},  # o1: one case over
    ("E014", "2024-05"): {"over": -6},  # o1: the last step before the cap, 18
    ("E031", "2024-06"): {"over": -7},  # o1: the cap passed by one point
    ("E017", "2024-11"): {"over": -12},  # o1: the cap far passed
    ("E019", "2024-02"): {"closing_target": 0, "over": 0},  # o1: a target of 0, and nothing closed
    ("E028", "2024-07"): {"closing_target": 0, "over": 3},  # o1: a target of 0, and three closed
    ("E013", "2024-12"): {"over": 25},  # o1: a large bonus
    # Stocks, 四（二）2 to 4.
    ("E001", "2024-01"): three_stocks((150, 138), (120, 114), (160, 152)),  # every target met exactly: 8 %, 5 %, 5 %
    ("E002", "2024-01"): three_stocks((100, 91), (100, 94), (150, 141)),  # one step above: 9 %, 6 %, 6 %
    ("E013", "2024-01"): three_stocks((100, 93), (100, 96), (150, 144)),  # one step below: 93 of 100 left, 4 %, 4 %
    ("E014", "2024-01"): three_stocks((200, 142), (100, 71), (200, 142)),  # exactly 29 %: 21, 24, 24 steps above
    ("E015", "2024-01"): three_stocks((108, 100), (105, 99), (104, 99)),  # less than a step off: 7.4 %, 5.7 %, 4.8 %
    ("E006", "2024-01"): {"stock12_opening": 125, "stock12_closing": 135},  # o2: -8 %, the cap exactly met
    ("E006", "2024-02"): {"stock12_opening": 135, "stock12_closing": 150},  # o2: -11.1 %, the cap passed
    ("E007", "2024-01"): {"asset_opening": 100, "asset_closing": 111},  # o3: -11 %, the cap exactly met
    ("E007", "2024-02"): {"asset_opening": 111, "asset_closing": 130},  # o3: -17.1 %, the cap passed
    ("E016", "2024-01"): {"termproc_opening": 100, "termproc_closing": 111},  # o4: -11 %, the cap exactly met
    ("E016", "2024-02"): {"termproc_opening": 111, "termproc_closing": 128},  # o4: -15.3 %, the cap passed
    ("E031", "2024-01"): three_stocks((100, 118), (90, 105), (80, 96)),  # three caps passed in one month
    ("E017", "2024-01"): {  # two growing stocks, -4 % and -3 %, below their caps: 6 and 4, and a total of 90
        "stock12_opening": 125,
        "stock12_closing": 130,
        "asset_opening": 100,
        "asset_closing": 103,
    },
    ("E004", "2024-01"): {"stock12_opening": 2, "stock12_closing": 0},  # the last two cases go: 100 %, 92 steps
    ("E004", "2024-02"): {"stock12_opening": 0, "stock12_closing": 0},  # zero stock
    ("E004", "2024-03"): {"stock12_opening": 0, "stock12_closing": 3},  # opening 0 with closing > 0
    ("E004", "2024-04"): {"stock12_opening": 3, "stock12_closing": 3},  # a rate of 0
    ("E004", "2024-05"): {"stock12_opening": 3, "stock12_closing": 4},  # one case more is -33.3 %, past the cap
    ("E005", "2024-01"): three_stocks((0, 0), (0, 0), (0, 0)),  # zero stock, all three
    ("E005", "2024-02"): three_stocks((0, 60), (0, 40), (0, 20)),  # opening 0 with closing > 0, all three
    ("E005", "2024-03"): three_stocks((60, 48), (40, 38), (20, 19)),  # 20 %, 5 %, 5 %
    # Terminations and limits, 四（二）5 and 6.
    ("E013", "2024-04"): {"defective_terminations": 16},  # o5: the cap of 8 exactly met
    ("E016", "2024-10"): {"defective_terminations": 17},  # o5: the cap passed
    ("E006", "2024-07"): {"overdue_closings": 16},  # o6: the cap of 8 exactly met
    ("E025", "2024-02"): {"overdue_closings": 19},  # o6: the cap passed
    # Clerks, 四（三）. E033 has five failed months: each meets a cap of 12 exactly.
    ("E033", "2024-01"): {"node_delays": 14, "archive_delays": 10},  # k1: the cap exactly met
    ("E033", "2024-03"): {"document_errors": 20, "service_delays": 10},  # k2: the cap exactly met
    ("E033", "2024-05"): {"unapproved_overruns": 12},  # k3: the cap exactly met
    ("E033", "2024-08"): {"unreported_closures": 24},  # k4: the cap exactly met; the 4th failed month
    ("E033", "2024-11"): {"faulty_terminations": 6},  # k5: the cap exactly met; a 5th failed month
    ("E008", "2024-02"): {"node_delays": 20, "archive_delays": 9},  # k1: the cap passed
    ("E012", "2024-04"): {"document_errors": 20, "service_delays": 11},  # k2: the cap passed by 0.2
    ("E020", "2024-06"): {"unapproved_overruns": 15},  # k3: the cap passed
    ("E024", "2024-07"): {"unreported_closures": 25},  # k4: the cap passed
    ("E035", "2024-09"): {"faulty_terminations": 9},  # k5: the cap passed
    ("E036", "2024-06"): {"clerk_quarter_appraisal": 0},  # the lowest appraisal of a quarter
    ("E011", "2024-03"): {"clerk_quarter_appraisal": 100_00},  # the highest
    ("E008", "2024-09"): {"clerk_quarter_appraisal": 87_25},  # one with two decimals
    # Around the pass mark of 90, 二（五）.
    ("E026", "2024-03"): {"over": -2, "duty_breaches": 8},  # exactly 90: passes
    ("E024", "2024-03"): {  # a clerk with exactly 90: 1.5 + 3 + 5 + 0.5
        "document_errors": 3,
        "service_delays": 15,
        "unapproved_overruns": 5,
        "unreported_closures": 1,
    },
    ("E027", "2024-03"): {"over": -3, "assigned_task_failures": 3},  # 89.5: fails
    ("E009", "2024-03"): {"service_delays": 1, "faulty_terminations": 5},  # a clerk with 89.8: fails
    ("E012", "2024-06"): {"service_delays": 4, "unapproved_overruns": 1, "faulty_terminations": 4},  # a clerk with 90.2
    ("E014", "2024-08"): {"over": 5, "improper_enforcement_cases": 20, "duty_breaches": 10},  # 85 and a bonus of 10
    # Failed months in the year, 三.
    ("E003", "2024-02"): {"over": -4},  # the 1st of exactly three failed months
    ("E003", "2024-06"): {"over": -5},  # the 2nd
    ("E003", "2024-10"): {"over": -3, "duty_breaches": 3},  # the 3rd and last
    ("E018", "2024-03"): {"over": -4},  # the 1st of exactly four failed months
    ("E018", "2024-06"): {"over": -4, "overdue_closings": 2},  # the 2nd
    ("E018", "2024-09"): {"defective_terminations": 16, "overdue_closings": 6},  # the 3rd
    ("E018", "2024-12"): {"over": -6},  # the 4th, in the month that begins another statistical year
    ("E022", "2024-02"): {"faulty_terminations": 6},  # the 1st of three failed months with a vetoed one between
    ("E022", "2024-04"): {"unapproved_overruns": 11},  # the 2nd
    ("E022", "2024-10"): {"unreported_closures": 22},  # the 3rd
    # Vetoes, 五2.
    ("E025", "2024-06"): {"falsified_data": True},  # (1) alone; would have passed with 100
    ("E010", "2024-05"): {"criminal_or_disciplinary": True},  # (2) alone
    ("E029", "2024-09"): {"grave_incident": True, "mass_incidents": 1, "petition_cases": 2},  # (3) alone
    ("E027", "2024-11"): {"state_compensation": True, "improper_enforcement_cases": 1},  # (4) alone
    ("E030", "2024-03"): {"falsified_data": True, "criminal_or_disciplinary": True, "over": -5},  # two; else 85
    ("E022", "2024-07"): {"falsified_data": True, "duty_breaches": 1},  # vetoed, beside three failed months
    # Ties, 五1: the two first of all judges in the month with 130, reached in two ways.
    ("E001", "2024-09"): {"over": 15},
    ("E026", "2024-09"): {"over": 17, "duty_breaches": 8},
    # Three clerks of three teams share the first rank of the month with 100.
    ("E009", "2024-12"): {},
    ("E021", "2024-12"): {},
    ("E034", "2024-12"): {},
}
# All other months of these are quiet too, so that their failed months can be counted.
QUIET_PEOPLE = ("E003", "E018", "E022", "E033")

# Cases handed from one person to another at the start of a month: there an opening is not the closing before it.
HANDOVERS = {("E029", "2024-07", "stock12"): -12, ("E030", "2024-07", "stock12"): 12}

# How often, in a hundred, an ordinary month has 0, 1, 2, … of a fact.
OFTEN = {
    "improper_enforcement_cases": (92, 7, 1),
    "petition_cases": (82, 13, 4, 1),
    "unresolved_petition_cases": (94, 6),
    "overdue_supervised_cases": (95, 5),
    "duty_breaches": (78, 17, 5),
    "assigned_task_failures": (86, 12, 2),
    "mass_incidents": (99, 1),
    "unreported_major_matters": (98, 2),
    "criticism_notices": (97, 3),
    "defective_terminations": (76, 17, 6, 1),
    "overdue_closings": (68, 20, 9, 3),
    "node_delays": (55, 22, 12, 7, 4),
    "archive_delays": (62, 20, 10, 6, 2),
    "document_errors": (48, 24, 14, 9, 5),
    "service_delays": (44, 22, 15, 10, 6, 3),
    "unapproved_overruns": (72, 16, 8, 4),
    "unreported_closures": (68, 18, 9, 5),
    "faulty_terminations": (78, 15, 5, 2),
}
OVER = {-5: 2, -4: 3, -3: 4, -2: 9, -1: 14, 0: 26, 1: 17, 2: 12, 3: 7, 4: 4, 5: 2}
POINTS_OFF_TARGET = {-10: 1, -7: 2, -5: 5, -4: 8, -3: 12, -2: 16, -1: 18, 0: 18, 1: 10, 2: 6, 3: 3, 5: 1}
TARGET_BY_ROLE = {"judge": 30, "assistant": 24}
TARGET_OFF = {"2024-02": -8, "2024-06": 3, "2024-11": 3, "2024-12": 2}  # a short month, and the ends of the half-years


def drawn(rng: random.Random, weights: dict[int, int]) -> int:
    """
    Draw one of the numbers, each as often as its weight says.
    """
    return rng.choices(tuple(weights), weights=tuple(weights.values()))[0]


def ordinary_counts(rng: random.Random, role: str) -> dict[str, int]:
    """
    Draw the month's counts of things that went wrong.
    """
    used = COMMON | (RECORDS if role == "clerk" else CASES)
    counts = {fact: drawn(rng, dict(enumerate(weights))) for fact, weights in OFTEN.items() if fact in used}
    counts["beijing_petition_cases"] = min(counts["petition_cases"], drawn(rng, {0: 85, 1: 15}))
    return counts


def stock_month(rng: random.Random, stock: str, opening: int, closing: int | None, *, quiet: bool) -> dict[str, int]:
    """
    One month of a stock that closes as placed, or else as drawn.

    What came in is the closing and the digested less the opening, so the three figures always fit together.
    """
    percent_off, case_off, came_in = drawn(rng, POINTS_OFF_TARGET), rng.randrange(-1, 2), rng.randrange(6)
    if quiet:
        percent_off, case_off, came_in = 0, 0, 0
    if closing is None:
        fall = ((STOCKS[stock] + percent_off) * opening + 50) // 100 + case_off
        closing = max(0, opening - fall)
    if opening == 0:
        came_in = 0
    came_in += max(0, closing - opening)
    return {f"{stock}_opening": opening, f"{stock}_closing": closing, f"{stock}_digested": opening + came_in - closing}


def year_of(person: str, role: str) -> list[dict[str, int]]:
    """
    The person's twelve months. Each person has an own random source, so that an edge changes nobody else.
    """
    rng = random.Random(SEED * 1000 + int(person[1:]))  # made-up data, not a secret
    usual_target = TARGET_BY_ROLE.get(role, 0) + rng.randrange(-3, 4)
    stocks = {stock: rng.randrange(120, 201) for stock in STOCKS}
    year = []
    for month, next_month in zip(MONTHS, (*MONTHS[1:], ""), strict=True):
        placed = PLACED.get((person, month), {})
        following = PLACED.get((person, next_month), {})
        quiet = (person, month) in PLACED or person in QUIET_PEOPLE
        cells = ordinary_counts(rng, role)
        if quiet:
            cells = dict.fromkeys(cells, 0)
        if role == "clerk":
            appraisal = rng.randrange(80_00, 98_01, 50)
            if month in QUARTER_ENDS:
                cells["clerk_quarter_appraisal"] = appraisal
        else:
            over = drawn(rng, OVER)
            target = placed.get("closing_target", usual_target + TARGET_OFF.get(month, 0))
            cells |= {"closing_target": target, "closed": target + placed.get("over", 0 if quiet else over)}
            for stock in STOCKS:
                carried = stocks[stock] + HANDOVERS.get((person, month, stock), 0)
                opening = placed.get(f"{stock}_opening", carried)
                closing = placed.get(f"{stock}_closing", following.get(f"{stock}_opening"))
                cells |= stock_month(rng, stock, opening, closing, quiet=quiet)
                stocks[stock] = cells[f"{stock}_closing"]
        cells |= dict.fromkeys(VETOES, False)
        cells |= {fact: value for fact, value in placed.items() if fact in LABELS}
        year.append(cells)
    return year


def text(fact: str, cells: dict[str, int]) -> str:
    """
    A cell as a table has it: empty where the role has no use for the fact.
    """
    if fact not in cells:
        return ""
    if fact in VETOES:
        return "true" if cells[fact] else "false"
    if fact in APPRAISAL:
        whole, hundredths = divmod(cells[fact], 100)
        return f"{whole}.{hundredths:02d}".rstrip("0").rstrip(".")
    return str(cells[fact])


def csv_text(rows: list[list[str]]) -> str:
    """
    The rows as CSV with LF line ends on every system.
    """
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def month_table(facts: dict[str, str], month: dict[str, dict[str, int]]) -> str:
    """
    One system's table: its facts under their Chinese labels, and only the people whom it has facts about.
    """
    yes_no = {"true": "是", "false": "否"}
    rows = [[KEY_LABELS["person"], KEY_LABELS["period"], *facts.values()]]
    for person, cells in month.items():
        if any(fact in cells for fact in facts):
            texts = [text(fact, cells) for fact in facts]
            rows.append([person, MONTH_OF_TABLES, *(yes_no.get(each, each) for each in texts)])
    return csv_text(rows)


LONG_COLUMNS = ["被考核人", "考核周期", "考核数据项", "数值", "依据编号"]
# What has a row and a number of its own for each item.
COUNTED = [*COMMON, "defective_terminations", "overdue_closings", *RECORDS]


def long_tables(month: dict[str, dict[str, int]]) -> dict[str, list[list[str]]]:
    """
    The month once more: the other figures in a wide table, and a row for each counted item with a made-up number.

    Nothing that is nil has a row, and of every third fact the items stand in one row, with the number of the list.
    """
    rest = [fact for fact in LABELS if fact not in (*COUNTED, *VETOES)]
    wide = [[*KEY_LABELS.values(), *(LABELS[fact] for fact in rest)]]
    long, number = [LONG_COLUMNS], 0
    for person, cells in month.items():
        role, team = PEOPLE[person]
        wide.append([person, ROLE_LABELS[role], team, MONTH_OF_TABLES, *(text(fact, cells) for fact in rest)])
        for place, fact in enumerate(COUNTED):
            count = cells.get(fact, 0)
            for part in [1] * count if (place + 1) % 3 else [count] * bool(count):
                number += 1
                long.append([person, MONTH_OF_TABLES, LABELS[fact], str(part), f"MADE-UP-{number:03d}"])
        for fact, label in VETOES.items():
            if cells.get(fact):
                number += 1
                long.append([person, MONTH_OF_TABLES, label, "是", f"MADE-UP-{number:03d}"])
    return {"roster_and_figures.csv": wide, "items.csv": long}


def json_line(person: str, cells: dict[str, int]) -> str:
    """
    One person's month as a JSON object with the facts that the role uses; the appraisal, a decimal, is a string.
    """
    role, team = PEOPLE[person]
    facts = {fact: text(fact, cells) if fact in APPRAISAL else cells[fact] for fact in LABELS if fact in cells}
    return json.dumps({"person": person, "role": role, "team": team, "period": MONTH_OF_TABLES} | facts) + "\n"


def files() -> dict[str, bytes]:
    """
    Every file of the example data by its path.
    """
    years = {person: year_of(person, role) for person, (role, _) in PEOPLE.items()}
    wide = [["person", "role", "team", "period", *LABELS]]
    for number, period in enumerate(MONTHS):
        for person, (role, team) in PEOPLE.items():
            cells = years[person][number]
            wide.append([person, role, team, period, *(text(fact, cells) for fact in LABELS)])

    month = {person: year[MONTHS.index(MONTH_OF_TABLES)] for person, year in years.items()}
    roster = [list(KEY_LABELS.values())]
    roster += [[person, ROLE_LABELS[role], team, MONTH_OF_TABLES] for person, (role, team) in PEOPLE.items()]
    cases = month_table(CASES, month)
    lines = [json_line(person, cells) for person, cells in month.items()]
    return {
        "facts_2024.csv": csv_text(wide).encode("utf-8"),
        "month/roster.csv": csv_text(roster).encode("utf-8"),
        "month/cases.csv": cases.encode("utf-8-sig"),  # with the mark that Excel writes in front
        "month/gb18030/cases.csv": cases.encode("gb18030"),
        "month/discipline.csv": month_table(COMMON | VETOES, month).encode("utf-8"),
        "month/records.csv": month_table(RECORDS | APPRAISAL, month).encode("utf-8"),
        "month/facts.jsonl": "".join(lines).encode("utf-8"),
        **{f"month/long/{name}": csv_text(rows).encode("utf-8") for name, rows in long_tables(month).items()},
    }


def main() -> None:
    """
    Write all files below the folder that --out names.
    """
    parser = argparse.ArgumentParser(description="Write the example data (made up).")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, metavar="DIR")
    out: Path = parser.parse_args().out
    for name, content in files().items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
