"""
版本册的中文措辞，参见 `zh`。
"""

from collections.abc import Mapping

MESSAGES: Mapping[str, tuple[str, str]] = {
    "other_policy": ("办法是 `{found}`，不是 `{policy}`", "版本册只收同一办法的各版本"),
    "version_twice": ("版本 {version} 在两个文件中出现，内容相同；另一个是 {other}", "请去掉其中一个"),
    "version_two_contents": (
        "版本 {version} 有两种内容；另一个是 {other}",
        "除注释和排版外，任何修改都要换新的版本号",
    ),
    "versions_differ": (
        "`{key}` 是 {found}，在版本 {version} 中是 {wanted}",
        "`{key}` 不同的版本，数据表不同，请分开计算",
    ),
    "fact_type_differs": (
        "`{fact}`（{label}）在此是{found}，在版本 {version} 中是{wanted}",
        "请另取标识：同一列不能两种读法",
    ),
    "days_backwards": (
        "版本 {next} 自 {found} 起施行，早于版本 {version} 的 {from}",
        "版本号大的应施行在后",
    ),
    "days_overlap": (
        "版本 {version} 施行至 {to}，版本 {next} 却自 {begins} 起施行",
        "请去掉 `to`：一个版本施行至下一版本开始",
    ),
    "days_same": (
        "版本 {version}（{other}）与版本 {next} 重叠：都自 {from} 起施行",
        "请去掉不再施行的一个，或写明后一版本开始施行的日期",
    ),
    "days_gap": (
        "版本 {version} 只施行至 {to}，版本 {next} 到 {begins} 才开始",
        "请去掉 `to`：一个版本施行至下一版本开始",
    ),
    "assumed_kept": (
        "版本 {version} 的施行日期已与版本 {next} 不同，{day} 却仍标为假定",
        "修订应写明施行日期；若 `assumed` 只是照抄，请去掉",
    ),
    "fact_of_one_version": (
        "版本 {version} 要求 `{fact}`（{label}），有 {rows} 行没有给出",
        "请在数据表中给出，或写明试算的取值：`--assume {fact}=值`",
    ),
    "assume_unknown": (
        "`{fact}` 不是只有其中一个版本要求的数据项",
        "这样的数据项有 {allowed}；两个版本都要求的，请写在数据表中",
    ),
    "no_rule_files": ("文件夹中没有规则文件", "规则文件以 `.yaml` 结尾"),
    "bad_path": ("`{path}` 不是路径", "请写成 `indicators.o2.rules[0].target` 的样子"),
    "unknown_path": ("没有 `{part}`", "此处有 {allowed}"),
}
