"""
规则、合计与提醒的中文措辞，参见 `zh`。
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
    "needed_by_needed": ("`{fact}` 是否需要取决于 `{other}`，而后者也非始终需要", "请只用始终需要的数据项"),
    "default_needless": ("`{fact}` 既有 `default` 又有 `needed_when`", "请只留其一"),
    "two_ends": ("一行写了两个界限", "请只写前面各行没有说明的那个"),
    "ends_both_ways": (
        "界限的方向与其他行不同",
        "请写其中之一：{allowed}；一张表的界限要么都写 `at_least`、`over`，要么都写 `at_most`、`under`",
    ),
    "row_never": ("没有数值会落到这一行", "请把界限最远的行写在前面"),
    "row_never_for": (
        "在这一情形下没有数值会落到这一行：{cases}",
        "请使界限最远的行在每种情形下都在前面，或以 `when`、`roles` 分写规则",
    ),
    "row_beyond": ("数据项在其取值范围内不会落到这一行", "请核对界限和数据项的取值范围"),
    "row_after_all": ("数据项的取值全在上一行，不会落到这一行", "请核对上一行的界限和数据项的取值范围"),
    "free_takes_all": ("`{fact}` 最多 {most}，都在不计分的件数之内", "请改小 `free`，或核对数据项的取值范围"),
    "out_of_beyond": (
        "数值至多 {most}，不到 `out_of` {out_of}：折算后达不到全部分值",
        "请核对 `out_of` 和数据项的取值范围",
    ),
    "limit_beyond": ("限额 {limit} 不起作用：所在规则组的限额是 {outer}", "请核对两处限额"),
    "never_holds": ("`{fact}` 的任何取值都不满足这一条件", "请核对此处的数值和数据项的取值范围"),
    "grade_out_of_reach": (
        "岗位 {roles} 的得分不会达到等次 `{grade}`：{word} {end}，而得分{among}",
        "请核对此处的数值和基础总分",
    ),
    "points_never": ("任何得分都不满足这一条件：得分{among}", "请核对此处的数值和可得的分值"),
    "points_always": (
        "任何得分都满足这一条件：得分{among}",
        "请核对此处的数值和可得的分值；总是成立的条件没有意义",
    ),
    "last_row": ("最后一行写了界限或条件，会有数值不属于任何一行", "请为其余情形加一行，如 `{{add: 0}}`"),
    "many_rows": ("多于 {limit} 行", "请减少行数，或按直线计分（`linear`）"),
    "knots_order": ("各点的数值不是从小到大", "请把数值小的写在前面"),
    "empty_missing": (
        "第二项可能为0，却没有说明那时按多少计",
        "请写 `empty`：`ratio` 写比率（如 0%），`quotient` 写数字",
    ),
    "rate_for_points": ("此处应为分数，却是比率", "请写折算后的分数：此处不能写分值或总分的百分之几"),
    "rate_for_target": (
        "此处应为数字，却是比率",
        "比率按档计分的，用 `kind: rate_target`，写 `numerator` 和 `denominator`；不是比率的，请去掉百分号",
    ),
    "unit_behind_number": ("`{found}` 的数字后带有单位", "请去掉单位，写 `{number}`"),
    "key_among_facts": (
        "`{key}` 是规则的键，却写在数据项的括号内",
        "请写在括号之后：`add: {{praise: 0.5}}, {key}: 2`",
    ),
    "accepted_needless": ("此处的 `accepted` 写有 `{code}`，而检查并无这条提醒", "请删去：它所答的情形已不存在"),
    "empty_rate_missing": (
        "分母可能为0，却没有写此时如何计",
        "请写 `empty: on_target`（视为达到目标，不加不扣）、`empty: lost`（扣完）或一个比率，如 `empty: 100%`",
    ),
    "empty_needless": ("分母不会为0，却写了 `empty`", "请删去"),
    "rate_fact": (
        "`{fact}` 是比率，此处要数字",
        "请用 `bands`、`linear` 对照，用 `rate_target` 按档计分，或在条件中比较",
    ),
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
    "section_sum": ("指标类别 {section} 对 {roles} {what}合计 {sum}，总分是 {total}", "请修改其中一项，或修改总分"),
    "section_sum_under": (
        "按 {under}，指标类别 {section} 对 {roles} {what}合计 {sum}，总分是 {total}",
        "请使每个选项都保持合计",
    ),
    "base_sum_weighted": (
        "{roles}按 {weighted} 的权重折算{have} {sum} 分，基础总分为 {base} 分",
        "权重与分值相乘：请写 50% 或 0.5 这样的比例，使各项分值乘以权重之和等于基础总分",
    ),
    "section_sum_weighted": (
        "类别 {section} {what}按 {weighted} 的权重折算，{roles}合计 {sum} 分，该类总分为 {total} 分",
        "权重与分值相乘：请写 50% 或 0.5 这样的比例，使各项分值乘以权重之和等于该类总分",
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
    "bonuses_needless": (
        "适用此处 `bonuses` 的各项都不会超过分值",
        "请删去；各项先适用自己的、本类的 `bonuses`，都没有的才适用办法的",
    ),
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
    "limits_cross": ("总分的 `at_most` 低于 `at_least`", "请修改其中之一"),
    "counts_as_missing": (
        "有的否决事项不予评价，却没有说明这样的周期如何计入",
        "请写 `counts_as: left_out`（不排名，不计入合计、平均）或 `counts_as: as_failed`（计为不合格，以零分计入）",
    ),
    "counts_as_needless": (
        "各否决事项都留有得分或等次，却写了 `counts_as`",
        "请删去：这样的周期照常计入，以其得分和等次为准",
    ),
    "nothing_is_best": ("分低为好，被否决的周期却以零分计入，零分是最好的", "请写 `counts_as: left_out`"),
    "two_verdicts": ("既有 `pass_mark`，又有 `grades`", "请只写其中之一：每个等次自有结论"),
    "grade_twice": ("等次 `{id}` 已有一行", "请只保留一行"),
    "last_grade": ("最后一个等次写了界限或条件，会有总分没有等次", "请加一行不写界限的等次，适用于其余各分"),
    "unknown_grade": ("没有等次 `{id}`", "须是各行中的一个等次"),
    "no_grades": ("没有等次 `{id}`：本办法没有等次", "请写 `grades`，或改按得分、结论定条件"),
    "unknown_rollup": ("`{id}` 不是汇总", "请在 `rollups` 中声明，或改正名称"),
    "last_barred": ("不得评最后一个等次 `{id}`，就没有等次可评了", "请写较高的等次"),
    "one_move": ("要么 `down`，要么 `up`", "请写其中之一"),
    "unknown_item": ("`{id}` 既不是 `total`，也不是指标或指标类别", "请声明，或改正名称"),
    "item_of_other_roles": ("岗位 {roles} 没有 `{id}`", "请给条件写 `roles`，或改用各岗位都有的项"),
    "zero_is_best": ("分低为好，零分是最好的", "请写 `effect: no_score`，或最后一个等次"),
    "reach_of_a_score": ("留有得分或等次的一票否决只及于当期", "请写 `reach: period`"),
    "differs_not": ("{sum} 与原文所写相同", "请删去"),
    "limit_of_nothing": ("`{reach}` 的附加分本不计入得分，却写了限额", "请只写 `bonuses: {reach}`"),
    "no_sections": ("没有指标类别，却写了 `within_section`", "请改用别的词，或把指标归入指标类别"),
    # 提醒
    "default_written": ("`{key}` 写的是缺省值", "请删去"),
    "added_to_full": (
        "`{id}` 从满分起算，又加分：{why}",
        "从零分起算的写 `start: zero`；确是在满分之上另加的，在 `{id}` 处写 `accepted: {{added_to_full: 理由}}`",
    ),
    "fact_in_two": (
        "数据项 `{fact}` 在 `{first}` 和 `{second}` 都计分",
        "请核对文件是否都要计；确是如此的，在 `{second}` 处写 `accepted: {{fact_in_two: 理由}}`",
    ),
    "clause_twice": ("条款 {at} 被另一个规则相同的指标引用", "请删去其中之一"),
    "label_twice": (
        "`{id}` 与 `{first}` 的名称都是 `{label}`",
        "表中写这个名称就分不清是哪一个：请改其中一个的名称，或在表中写标识",
    ),
    "text_cut": (
        "`#` 起是注释，文字到此为止：`{found}`",
        "`#` 属于文字的，请给文字加引号；确是注释的，请在 `#` 后加空格",
    ),
    "weights_mixed": (
        "`{fact}` 的权重 {rate} 是比率，而另一个是 {number}",
        "请核对：{rate} 即乘以 {share}；确是如此的，在办法处写 `accepted: {{weights_mixed: 理由}}`",
    ),
    "start_is_cap": ("`start` 等于分值 {cap}", "请写 `full`：只有写 `full`，加分才能超过分值"),
    "from_within_period": ("{day} 不是考核周期的第一天", "一个周期按其第一天有效的版本计分"),
    "base_differs": ("岗位 {role} 各项分值合计 {sum}，原文为 {said}", "规则文件已注明，请核对原文"),
    "total_differs": ("本类对岗位 {role} 合计 {sum}，原文为 {said}", "规则文件已注明，请核对原文"),
    "pass_mark_out_of_reach": (
        "`pass_mark` {wanted} 高于岗位 {roles} 可能的最高得分 {most}",
        "这样无人能够合格，请核对文件",
    ),
    "deduction_above_cap": (
        "`{id}` 一次扣 {points} 分，而该项至多扣 {most} 分",
        "请核对文件是否如此：一件即扣完；确是如此的，在 `{id}` 处写 `accepted: {{deduction_above_cap: 理由}}`",
    ),
    "inner_bonuses": (
        "此处的 `bonuses` 使其附加分不受外层限额",
        "请核对文件是否如此；确是如此的，在同处写 `accepted: {{inner_bonuses: 理由}}`",
    ),
}
