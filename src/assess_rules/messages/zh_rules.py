"""
规则与合计的中文措辞，参见 `zh`。
"""

from collections.abc import Mapping

MESSAGES: Mapping[str, tuple[str, str]] = {
    "all_nil": ("这条规则没有一行计分", "请给其中一行写大于0的 `deduct` 或 `add`"),
    "no_points": ("这条规则不计任何分", "请写其中之一：{allowed}"),
    "one_side_word": ("`{side}` 只写 `deduct` 或 `add` 之一", "请写其中一个"),
    "option_twice": ("选项 `{option}` 既写在 `deduct` 下又写在 `add` 下", "请只保留一处"),
    "as_needless": ("已写明各选项的分值，又写了 `as`", "请删去；加分扣分由 `deduct`、`add` 决定"),
    "entered_twice": ("`{id}` 有两个评定的数值，而两者同名", "请声明数据项，并以 `value: …` 引用"),
    "out_of_missing": ("`{id}` 的分值不是一个数值，因而没有说明评定的数值最大到多少", "请写 `out_of`"),
    "places_needless": ("`value` 已在别处声明，又写了 `places`", "请写在声明处"),
    "two_ends": ("一行写了两个界限", "请只写前面各行没有说明的那个"),
    "ends_both_ways": ("界限的方向与第一行不同", "请写其中之一：{allowed}"),
    "row_never": ("没有数值会落到这一行", "请把界限最远的行写在前面"),
    "row_never_for": (
        "在这一情形下没有数值会落到这一行：{cases}",
        "请使界限最远的行在每种情形下都在前面，或以 `when`、`roles` 分写规则",
    ),
    "last_row": ("最后一行写了界限或条件，会有数值不属于任何一行", "请为其余情形加一行，如 `{{add: 0}}`"),
    "many_rows": ("多于 {limit} 行", "请减少行数，或按直线计分（`linear`）"),
    "knots_order": ("各点的数值不是从小到大", "请把数值小的写在前面"),
    "empty_missing": (
        "第二项可能为0，却没有说明那时按多少计",
        "请写 `empty`：`ratio` 写比率（如 0%），`quotient` 写数字",
    ),
    "empty_needless": ("第二项不会为0，却写了 `empty`", "请删去"),
    "rate_fact": ("`{fact}` 是比率，此处要数字", "请用 `bands`、`linear` 对照，或在条件中比较"),
    "number_fact": ("`{fact}` 是数字，此处要比率", "请用导出数据 `ratio` 得出比率"),
    "group_in_group": ("组内又有组", "请把其中的规则与其他规则并列，或写成两组"),
    "two_ways": ("`deduct` 与 `add` 同时写了", "请写其中一个"),
    "limit_two_sided": ("两侧都计分的规则写了 `limit`", "请在各侧分别写，如 `above: {{add: 2, limit: 10}}`"),
    "limit_two_ways": ("既扣分又加分的规则写了 `limit`", "请写成两条规则"),
    "part_step_missing": (
        "会出现不足一步的部分，却没有说明如何计",
        "请写 `part_step`：`whole_only`、`in_proportion`、`begun`、`passed_only`，或一个口径",
    ),
    "part_step_without_per": (
        "写了 `part_step`，却没有 `per`：件数按实际计算",
        "请删去；如果只计整件，请加上 `per: 1`",
    ),
    "part_step_needless": ("不会出现不足一步的部分，却写了 `part_step`", "请删去"),
    "section_sum": ("指标类别 {section} 对 {roles} 各项分值合计 {sum}，总分是 {total}", "请修改某项分值或总分"),
    "section_sum_under": (
        "按 {under}，指标类别 {section} 对 {roles} 各项分值合计 {sum}，总分是 {total}",
        "请使每个选项都保持合计",
    ),
    "base_sum": ("岗位 {roles} 各项分值{have} {sum}，基础总分是 {base}", "请补上缺少的指标，或修改某项分值或基础总分"),
    "base_sum_under": ("按 {under}，岗位 {roles} 各项分值{have} {sum}，基础总分是 {base}", "请使每个选项都保持合计"),
    "too_many_combinations": ("分值和总分同时取决于过多口径：{readings}", "其选项的组合至多 {limit} 种"),
    "netting_missing": (
        "`{id}` 中扣分与加分会同时出现，却没有说明先后",
        "请写 `netting: after_cap`（先扣到底，再加）或 `netting: before_cap`（先加减，再以下限为底）",
    ),
    "netting_needless": ("`{id}` 写了 `netting`，但先后没有区别", "请删去"),
    "start_above_cap": ("`{id}` 的起点超过分值", "请写 `full`，或从 0 到分值之间的数"),
    "floor_above_start": ("`{id}` 的下限高于起点", "得分只能从起点往下扣，请修改 `start` 或 `floor`"),
    "useless_deduction": ("`{id}` 的扣分永远不起作用：起点就是下限", "请修改 `start` 或 `floor`"),
    "bonuses_missing": (
        "`{id}` 可能超过分值，却没有说明如何处理",
        "请在办法中写 `bonuses`：`counted`、`apart`、`within_indicator`、`within_section` 或 `within_base`",
    ),
    "bonuses_needless": ("没有什么会超过分值，却写了 `bonuses`", "请删去"),
    "cap_missing": ("`{id}` 不设上限，却不是附加项", "请写分值，或写 `extra: true`：只有基础总分之外的才可不设上限"),
    "needs_cap": ("只有 `{id}` 有分值，此处才有意义", "请写数值，或给该指标写分值"),
    "total_missing": ("指标类别 `{id}` 没有 `total`", "请写各项分值之和；全部在基础总分之外的，请写 `extra: true`"),
    "total_needless": ("附加的指标类别 `{id}` 写了 `total`", "请删去：它不在基础总分之内"),
    "extra_within_indicator": (
        "`{id}` 是附加项，附加项的得分无从限于本项分值之内",
        "请为其另写 `bonuses`：`counted`、`apart` 或 `within_base`",
    ),
    "extra_within_section": (
        "`{id}` 在附加的指标类别 `{section}` 中，该类没有总分可作限度",
        "请为其另写 `bonuses`：`counted`、`apart` 或 `within_base`",
    ),
    "section_points": (
        "指标类别整体只能得0分，或者不计",
        "请写 `points: 0` 或 `points: left_out`；其他数值请写在各指标中",
    ),
    "rounding_misfit": ("`{id}` 的分值或下限 {end} 不是 {to} 的整倍数", "请取整到能整除分值和下限的数值"),
    "limit_of_nothing": ("`{reach}` 的附加分本不计入得分，却写了限额", "请只写 `bonuses: {reach}`"),
    "no_sections": ("没有指标类别，却写了 `within_section`", "请改用别的词，或把指标归入指标类别"),
}
