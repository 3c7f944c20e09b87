"""
条款对照文件的中文措辞，参见 `zh`。
"""

from collections.abc import Mapping

MESSAGES: Mapping[str, tuple[str, str]] = {
    "not_a_clause_file": (
        "这不是条款对照文件",
        "条款对照文件以 `format: 1`、`policy: …`、`sentences: …` 开头，其后的写法见 docs/clauses.md",
    ),
    "clauses_of_other": (
        "这是 `{found}` 的条款对照文件，旁边的规则文件却是 `{policy}`",
        "请更正标识，或使条款对照文件与其规则文件同名",
    ),
    "sentence_count": ("开头写有 {said} 句，实际列出 {found} 句", "请补上缺少的句子，或更正句数"),
    "sentence_numbers": ("{at} 各句的编号是 {found}", "请从 1 编到 {count}；只有一句的不必编号"),
    "names_nothing": (
        "{file} 中没有 `{found}`",
        "可写 `pass_mark`、`base`、`sections.标识`、`indicators.标识`、`facts.标识`、`vetoes.标识`、`readings.标识`、`outcomes.标识`、`relations.数据项`",
    ),
    "other_clause": (
        "`{item}`（{place}）的条款依据不是 {at}",
        "其条款依据是 {cited}；请更正其中一处的条款，或改写依据该条款的项",
    ),
    "by_missing": (
        "这一句写的是 {account}，却没有写由什么承担",
        "请写 `by`；无所承担的，应是 `definition` 或 `procedure`",
    ),
    "why_missing": ("由人办理的一句没有写为何不计算", "请写 `why`"),
    "reading_missing": ("原文未定的一句没有写口径", "请写由哪个口径决定，如 `readings.标识`"),
    "reading_decides": (
        "这一句写的是 {account}，却由 `{item}` 决定",
        "请改为 `open`：由口径决定的，就是原文没有定下的",
    ),
    "counted_fact_missing": ("由人计数的一句没有写数据项", "请写所计的数据项，如 `facts.标识`"),
    "counts_missing": (
        "`{item}`（{place}）没有说明一件算什么",
        "请给该数据项写 `counts`，或把这一句改为 `computed`",
    ),
    "figure_not_carried": (
        "这一句所写的项中没有数字 {figure}：{by}",
        "请与 {places} 核对；规则文件中没有的数字，要在 `apart` 中写明理由",
    ),
    "figure_alone": (
        "有数字 {figure}，而这一句没有写由什么承担",
        "请在 `by` 中写承担它的项，或在 `apart` 中写明理由",
    ),
    "reason_for_nothing": (
        "给 {figure} 写了理由，但它不在这一句的数字中",
        "请补入 `figures`，或删去理由；原文没有而规则文件有的数字写在 `ours`",
    ),
    "ours_needless": (
        "`ours` 给 {figure} 写了理由，却没有必要",
        "请删去：它在这一句的 `figures` 中，或这一句所写的项中没有它，或它本来就不必见于原文",
    ),
    "reason_needless": ("给 {figure} 写了理由，但这一句所写的项中就有它", "请删去理由；见 {place}"),
    "no_such_clause": (
        "`{item}` 的条款依据是 {at}，而 {file} 中没有这一条",
        "请更正条款依据，或在条款对照文件中补上该条",
    ),
    "named_by_no_sentence": ("{at} 没有一句写到 `{item}`", "请把它写入相应句子的 `by`：{places}"),
    "named_nowhere": (
        "没有一句写到 `{part}`，而它有数字 {figure}",
        "请把它写入相应句子的 `by`：{places}",
    ),
    "figure_not_in_document": (
        "`{item}` 的数字 {figure} 不在写到它的任何一句中",
        "请与 {places} 核对，更正写错的一处；原文没有的数字，要在 `ours` 中写明理由",
    ),
    "figure_differs": (
        "原文写的是 {said}，规则文件的 `{item}` 写的是 {figure}",
        "请与 {places} 核对，更正写错的一处",
    ),
    "figure_said_less": (
        "`{item}` 有 {needed} 处不同的用途写着数字 {figure}，写到它的句子里却只有 {said} 个",
        "请将 {holding} 与 {places} 核对；一个数字用于两处的（例如分值和扣分），每处登记一个",
    ),
}
