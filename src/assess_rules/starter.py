"""
A rule file to begin with: valid as it stands, with comments that teach how to go on.
"""

import datetime
import re
from collections.abc import Mapping
from fractions import Fraction

from assess_rules.exact import number_text
from assess_rules.labels import Language
from assess_rules.records import Record, record

PLAIN = re.compile(r"[a-zA-Z\u4e00-\u9fff][a-zA-Z0-9_\u4e00-\u9fff]*")
YAML_WORDS = ("true", "false", "yes", "no", "on", "off", "null", "y", "n")


@record
class Start(Record):
    """
    What a new policy is about; without `pass_mark` it comes to no verdict, and `subject` is empty where it is a person.
    """

    policy: str
    title: str
    first_day: datetime.date
    period: str
    base: int
    pass_mark: Fraction | None
    roles: Mapping[str, str]
    subject: Mapping[str, str]


def starter(start: Start, language: Language) -> str:
    """
    Write a rule file of two indicators that share the base.
    """
    text = ZH if language == "zh" else EN
    mark = "" if start.pass_mark is None else text["pass_mark"].format(figure=number_text(start.pass_mark))
    return text["file"].format(
        subject="".join(
            text["subject"].format(named=f"{id_}: {_quoted(label)}") for id_, label in start.subject.items()
        ),
        policy=start.policy,
        title=_quoted(start.title),
        first_day=start.first_day.isoformat(),
        period=start.period,
        base=start.base,
        pass_mark=mark,
        roles=", ".join(f"{id_}: {_quoted(label)}" for id_, label in start.roles.items()),
        first=start.base - start.base // 2,
        second=start.base // 2,
        role=next(iter(start.roles)),
    )


def _quoted(text: str) -> str:
    if PLAIN.fullmatch(text) and text.lower() not in YAML_WORDS:
        return text
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


ZH: Mapping[str, str] = {
    "subject": "subject: {{{named}}}   # 考核对象不是个人时：数据表里的列名，和页面上的叫法\n",
    "pass_mark": "pass_mark: {figure}                # 合格线：得分不低于它为合格\n",
    "file": """\
# 一份规则文件是一部考核办法的一个版本。# 之后是说明，随时可以删去。
# 改动之后检查：assess-rules check 本文件 --strict；回读成文字，与原文对照：assess-rules show 本文件
# 编辑器提示：执行 assess-rules schema > policy.schema.json，与本文件放在一起，下一行即生效。
# yaml-language-server: $schema=policy.schema.json
format: 1                        # 规则文件的格式，不是办法的版本
policy: {policy}
version: 1.0.0                   # 内容有任何改动，都要换一个版本号
title: {title}
source: {{issuer: 发文单位}}       # 原文由谁发布；有文号的加上 number: 文号
in_force: {{from: {first_day}, assumed: true}}   # 生效日期；原文写明的，删去 assumed: true
period: {period}                 # 考核周期：month 每月，quarter 每季度，half_year 每半年，year 每年
{subject}base: {base}                     # 基础分：每个岗位各项指标的 cap 合计必须等于它
{pass_mark}display: {{places: 2, rounding: half_up}}   # 只管显示；是否合格按精确值判断
roles: {{{roles}}}

# 考核数据项：每人每期要填的数据。没有写 type 的是计数（从0起的整数）；
# 另有 number（要写 max）、flag（是否）、choice（要写 options）。没有填的不算0，会指出缺了哪一项。
facts:
  errors: {{label: 差错, unit: 件, counts: 这里写统计口径：哪些算一件，哪些不算}}
  delays: {{label: 超期, unit: 件}}
  done: {{label: 完成数, unit: 件}}
  goal: {{label: 任务数, unit: 件}}

# 指标：at 是原文的条款，cap 是本项分值，rules 是扣分或加分的规则。扣完为止，不计负分，不必另写。
# 规则类型（kind）：per_item 按件，target 与目标比，rate_target 比率与目标比，bands 分段，linear 按比例，
# levels 按档次，entered 由人评定，fixed 一次计，group 几条合为一组。
indicators:
  - id: quality
    at: 第一条
    label: 质量
    cap: {first}
    rules:
      - {{kind: per_item, deduct: {{errors: 0.5, delays: 0.5}}}}   # 每件扣0.5分
  - id: output
    at: 第二条
    label: 数量
    cap: {second}
    rules:
      - {{kind: target, value: done, target: goal, step: 1, below: {{deduct: 0.5}}}}   # 比任务每少1件扣0.5分
    # 每多1件加0.3分：在 below 之后写 above: {{add: 0.3, limit: 5}}，
    # 并在文件开头写 bonuses: counted（加分不设限）或 within_base（总分不超过基础分）。
    # 只对某些岗位的指标：加上 roles: [{role}]，各岗位的合计仍要等于基础分。

# 原文没有说清的问题，不要悄悄选一个，写成口径，由领导机构决定；此前各处都标明“暂定口径”。例如：
# readings:
#   part:
#     at: 第二条
#     question: 不足一件的部分如何计算
#     options: {{whole_only: 不计, in_proportion: 按比例计算}}
#     chosen: whole_only
# 用在规则里：part_step: {{reading: part}}

# 一票否决：每个事项本身就是必填的是否项。
# vetoes: {{at: 第三条, effect: no_score, reach: period, counts_as: left_out, events: {{fraud: {{label: 弄虚作假}}}}}}
""",
}
EN: Mapping[str, str] = {
    "subject": "subject: {{{named}}}   # who is appraised, where it is no person: their column in tables, and the word\n",
    "pass_mark": "pass_mark: {figure}                # a score of this or more passes\n",
    "file": """\
# A rule file is one version of one policy. What stands behind # explains, and may go at any time.
# After a change: assess-rules check THIS_FILE --strict. To lay it beside the document: assess-rules show THIS_FILE
# Hints in an editor: assess-rules schema > policy.schema.json beside this file, and the next line takes effect.
# yaml-language-server: $schema=policy.schema.json
format: 1                        # of rule files, not of the policy
policy: {policy}
version: 1.0.0                   # any change of content needs another number
title: {title}
language: en                     # of the labels below
source: {{issuer: Who issued the document}}   # with number: ... if it has one
in_force: {{from: {first_day}, assumed: true}}   # delete assumed: true once the document gives the day
period: {period}                 # month, quarter, half_year or year
{subject}base: {base}                     # the caps of every role must add up to it
{pass_mark}display: {{places: 2, rounding: half_up}}   # for show only; who passes is decided on exact figures
roles: {{{roles}}}

# Facts: what is filled in for each person and period. Without a type it is a count, a whole number from 0; others are
# number (give it a max), flag and choice (give it options). A blank is never taken for 0: what is missing is said.
facts:
  errors: {{label: Errors, unit: cases, counts: 'say here what counts as one, and what does not'}}
  delays: {{label: Delays, unit: cases}}
  done: {{label: Cases done, unit: cases}}
  goal: {{label: Goal, unit: cases}}

# Indicators: at is the clause of the document, cap what can be earned or lost here, rules deduct or add points.
# Points are deducted until the cap is used up, never below 0; that need not be said. Kinds of rules: per_item,
# target, rate_target, bands (a table), linear, levels (by the option of a choice), entered (judged), fixed, group.
indicators:
  - id: quality
    at: article 1
    label: Quality
    cap: {first}
    rules:
      - {{kind: per_item, deduct: {{errors: 0.5, delays: 0.5}}}}   # 0.5 points for each case
  - id: output
    at: article 2
    label: Output
    cap: {second}
    rules:
      - {{kind: target, value: done, target: goal, step: 1, below: {{deduct: 0.5}}}}   # 0.5 points for each case short
    # For 0.3 points for each case more: above: {{add: 0.3, limit: 5}} behind below, and at the top of the file
    # bonuses: counted (without limit) or bonuses: within_base (up to the base in all).
    # An indicator for some roles alone: roles: [{role}]; the caps of each role still add up to the base.

# What the document leaves open is not settled in silence: write a reading, which is marked provisional until somebody
# has decided it. For example:
# readings:
#   part:
#     at: article 2
#     question: Does a part of a case count?
#     options: {{whole_only: it does not, in_proportion: in proportion}}
#     chosen: whole_only
# and in a rule: part_step: {{reading: part}}

# Vetoes: each event is itself a flag that has to be filled in.
# vetoes: {{at: article 3, effect: no_score, reach: period, counts_as: left_out, events: {{fraud: {{label: Fraud}}}}}}
""",
}
