"""
记录与复核的中文措辞，参见 `zh`。
"""

from collections.abc import Mapping

MESSAGES: Mapping[str, tuple[str, str]] = {
    # 记录
    "not_a_record": ("`{found}`{sort} 不是一条记录", "Python 中请给出 dict：数据项标识及其取值"),
    "accepted_by_another": (
        "这条记录没有经 {policy} {version} 检查，而是由另一规则文件、版本或口径检查的",
        "请先用要计分的那一版的 `accept` 检查",
    ),
    "missing_role": ("缺少岗位{rows}", "岗位有：{allowed}"),
    "unknown_role_value": ("不认识的岗位 `{found}`{sort}", "岗位有：{allowed}"),
    "missing_fact": ("{role}缺少 `{fact}` {label}{rows}", "缺失不等于零：请填写数字，没有则填 0{note}"),
    "missing_flag": (
        "{role}缺少 `{fact}` {label}{rows}",
        "缺失不等于否：请填写 `true` 或 `false`，表格中也可写 是 或 否{note}",
    ),
    "missing_choice": ("{role}缺少 `{fact}` {label}{rows}", "选项有：{allowed}{note}"),
    "fact_of_other_role": ("`{fact}` 不是{role}的数据项", "它属于{owners}，此处请留空"),
    "fact_not_needed": ("此处不需要 `{fact}` {label}", "仅在 {when} 时需要，此处请留空"),
    "unknown_fact_value": ("不认识的数据项 `{found}`{sort}", "请用数据项的标识"),
    "bad_name": (
        "`{found}`{sort} 不能作人员、团队或周期的名称",
        "应为一行文字，前后无空格，没有看不见的字符，最多200个字符",
    ),
    "bad_period": ("`{found}` 不是考核周期", "请写成 {example}"),
    "period_not_in_force": ("周期 {found} 的第一天不在本版本施行期间 {first} 至 {last} 内", "请用当时有效的版本"),
    "not_a_count": ("`{fact}` {label}：`{found}`{sort} 不是计数", "请用半角数字写整数，如 0 或 12"),
    "too_many_digits": ("`{fact}` {label}：`{found}`{sort} 的位数过多", "小数点前最多15位，后最多6位"),
    "not_a_number_value": (
        "`{fact}` {label}：`{found}`{sort} 不是数字",
        "请用半角数字和小数点，如 87.5，小数最多6位{python}",
    ),
    "not_a_flag": (
        "`{fact}` {label}：`{found}`{sort} 既不是 `true` 也不是 `false`",
        "请写 `true` 或 `false`，表格中也可写 是 或 否",
    ),
    "not_an_option": ("`{fact}` {label}：`{found}`{sort} 不是它的选项", "选项有：{allowed}"),
    "below_minimum": ("`{fact}` {label}：{found} 小于 {limit}", "办法允许 {limit} 或更大"),
    "above_maximum": (
        "`{fact}` {label}：{found} 大于 {limit}",
        "请先核对数字：办法允许 {limit} 或更小；数字无误的，才是规则文件中该数据项的 `max` 定低了",
    ),
    "too_many_places": ("`{fact}` {label}：{found} 的小数超过 {places} 位", "请按数据来源的规定取舍"),
    "not_allowed": ("`{fact}` {label}：{found} 不是允许的数值", "允许：{allowed}"),
    "fact_with_status": ("不考核的人员（{status}）却给出了 `{fact}`", "请留空数据，或留空不考核原因"),
    "relation": ("数据互相矛盾：{relation} 不成立", "请更正其中之一{at}"),
    # 复核
    "many_items": ("{of}有 {count} 个更正项相互影响，超过 {limit} 个", "请分两次复核，每次用各自的数据表"),
    "many_decided": ("一次决定 {count} 个口径，超过 {limit} 个", "请分两次复核"),
    "fact_between": (
        "`{fact}` 只在所定口径（{readings}）的一部分之下需要，而数据表没有给出",
        "请在两边的数据表中给出，或逐个决定口径",
    ),
    "pending_unknown": ("`{person}` 在 {period} 没有可以复核的记录", "请更正人员或周期"),
    "record_exists": ("文件中已有另一份记录，不得覆盖", "请写到新的文件名；确非记录的文件，请自行删除"),
}
