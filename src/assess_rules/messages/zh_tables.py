"""
考核数据表的中文措辞，参见 `zh`。
"""

from collections.abc import Mapping

MESSAGES: Mapping[str, tuple[str, str]] = {
    # 表格
    "is_folder": ("这是文件夹，不是表格", "请写出其中的表格文件"),
    "unknown_ending": ("`{found}` 既不是 `.csv` 也不是 `.jsonl`", "电子表格请另存为 CSV（UTF-8）"),
    "table_too_large": ("文件超过 {limit} 字节", "请分成几个文件"),
    "too_many_columns": ("表有 {found} 列，超过 {limit} 列", "请检查表头末尾多余的逗号"),
    "long_line": ("一行有 {length} 个字符，超过 {limit}", "每行一个对象"),
    "not_utf8_table": (
        "字节 {byte} 不是 UTF-8",
        "请另存为 UTF-8；若由中文版 Excel 保存，请加 `--encoding gb18030`，只有这张表的写 `--encoding {file}=gb18030`",
    ),
    "utf16": ("文件是 UTF-16", "请另存为 UTF-8；Excel 和记事本把 UTF-16 叫作 Unicode"),
    "not_gb18030": (
        "字节 {byte} 不是 GB18030",
        "文件若是 UTF-8，请去掉 `--encoding`，只有这张表的写 `--encoding {file}=utf-8`",
    ),
    "bad_csv": ("不是 CSV 表：{problem}", "请检查未闭合的引号"),
    "no_rows": ("表中没有数据行", "应有表头，每人每个周期一行"),
    "column_missing": ("缺少列 `{column}`", "表头可写：{allowed}"),
    "unnamed_row": ("本行没有 `{column}`", "每行都要写明人员和周期"),
    "other_separator": ("表头只有一格", "请另存为以半角逗号分隔的表"),
    "repeated_key": ("键 `{column}` 在对象中写了两次", "请只保留一个"),
    "duplicate_column": ("`{column}` 与列 `{first}` 重复", "请只保留一个"),
    "unknown_column": ("不认识的列 `{column}`", "请用数据项的标识或名称"),
    "shared_label": ("`{column}` 是几列共有的名称", "请改写所指的标识：{allowed}"),
    "row_length": ("本行有 {found} 格，表头有 {wanted} 格", "请检查多余或缺少的逗号、引号"),
    "cell_blanks": ("`{found}` {blanks}", "请删除"),
    "bad_json": ("不是 JSON 对象：{problem}", "每行一个对象"),
    "nested_value": ("`{column}` 的值是列表或对象", "应为文字、数字、`true` 或 `false`"),
    "duplicate_row": ("`{person}` 在 {period} 的数据，{file} 第 {line} 行已经有了", "一张表中每人每个周期一行"),
    "period_twice": ("`{person}` 在 {period} 有 {times} 条记录", "每人每个周期只给一条记录"),
    "two_tables": ("`{column}` 在 {file} 中也给出了，首先是 `{person}` 在 {period} 的", "请只在一张表中给出"),
    "same_table": ("与 {file} 是同一张表，内容完全相同", "每张表只给一次"),
    "tables_differ": (
        "`{person}` 在 {period} 的 `{column}`，这里是 `{found}`，{file} 中是 `{other}`",
        "请更正其中之一",
    ),
    "no_match": ("{what}", "{there}"),
    "unknown_policy": ("没有随包提供的办法 `{policy}`", "随包提供：{allowed}；文件请写后缀"),
    # 长表
    "unknown_long_column": ("长表中不认识的列 `{column}`", "长表的列：{allowed}"),
    "empty_entry": ("本行没有 `{column}`", "长表的每一行都要写明数据项和数值"),
    "bad_ref": ("`{found}`{sort} 不能作依据编号", "应为一行文字，最多200个字符；没有则留空或不写"),
    "fact_twice": (
        "`{person}` 在 {period} 的 `{fact}` {label}，{file} 第 {line} 行已经给出",
        "只有计数可以逐行相加，其他数据项只写一次",
    ),
    "ref_twice": (
        "`{person}` 在 {period} 的 `{fact}` {label}，依据编号 `{ref}` 在 {file} 第 {line} 行已经有了",
        "请删除重复的一行，或更正依据编号",
    ),
    "not_in_roster": ("名册中没有 `{person}` 在 {period} 的行", "请把每个被考核人连同岗位列入名册"),
    "no_roster": ("只有长表，看不出考核哪些人", "请同时给出名册：含 `{column}`、`role`、`team`、`period` 列的宽表"),
    "wide_and_long": ("`{fact}` {label}，宽表 {file} 也给出了", "请只在宽表中或只在长表中给出"),
    "complete_alone": ("称 `{found}` 已填全，却没有给出长表", "请给出记载各行的长表；只有表头即表示一件也没有"),
    "complete_unknown": ("不认识的数据项 `{found}`", "请用数据项的标识或名称，或写 `all`"),
    "complete_no_nil": ("`{fact}` {label} 没有“无”这一取值", "只有计数和是否类数据项可以用没有行表示没有"),
    "complete_wide": ("`{fact}` {label} 由宽表 {file} 给出", "只有长表给出的数据项才谈得上填全"),
}
