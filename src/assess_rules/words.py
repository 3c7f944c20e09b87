"""
Words of reports, in both languages.
"""

from collections.abc import Mapping

from assess_rules.labels import Label, Language

WORDS: Mapping[str, Label] = {
    "person": Label("被考核人", "person"),
    "role": Label("岗位", "role"),
    "team": Label("实施团队", "team"),
    "period": Label("考核周期", "period"),
    "score": Label("得分", "score"),
    "verdict": Label("考核结论", "verdict"),
    "pass": Label("合格", "pass"),
    "fail": Label("不合格", "fail"),
    "vetoed": Label("不予评价", "not evaluated"),
    "no_score": Label("没有得分", "no score"),
    "excused": Label("不考核", "not appraised"),
    "none": Label("—", "—"),
    "cap": Label("分值", "cap"),
    "deducted": Label("扣分", "deducted"),
    "bonus": Label("加分", "bonus"),
    "earned": Label("取得", "earned"),
    "unearned": Label("未取得", "not earned"),
    "points": Label("得分", "points"),
    "apart": Label("单独列示的附加分", "bonus listed apart"),
    "lost": Label("超过分值、不计入的分", "points above the cap, not counted"),
    "cut": Label("附加分超过限额", "bonus beyond the limit"),
    "subtotal": Label("小计", "subtotal"),
    "total": Label("合计", "total"),
    "moved": Label("扣分、加分的指标", "lost and gained in"),
    "moved_weighted": Label("扣分、加分的指标（已乘权重）", "lost and gained in (weighted)"),
    "by_condition": Label("按条件定分", "decided by a condition"),
    "neither": Label("不计得分，也不计分值", "left out: neither points nor cap count"),
    "not_applicable": Label("不适用", "n/a"),
    "rounding": Label("取整", "rounding"),
    "scaling": Label("折算", "scaled"),
    "scaled_from": Label(
        "折算: 未除外的分值 {left}，折算到 {base}", "scaled: caps not left out {left}, to a base of {base}"
    ),
    "limits": Label("限幅", "limits"),
    "adjusted": Label("限幅、取整", "limits and rounding"),
    "not_grade": Label("未评为{grade}", "not {grade}"),
    "grade": Label("等次", "grade"),
    "no_cap": Label("不设上限", "no cap"),
    "extra": Label("附加项", "extra"),
    "pass_mark": Label("合格线", "pass mark"),
    "veto": Label("一票否决", "veto"),
    "arithmetic": Label("未计否决的合计", "sum without the veto"),
    "provisionally": Label("按暂定口径计算", "computed under provisional readings"),
    "provisional": Label("暂定口径（尚未有人决定）", "provisional readings (nobody has decided them yet)"),
    "trial": Label("试算，不作为考核结果", "trial run, not an appraisal result"),
    "people": Label("人数", "people"),
    "results": Label("人次", "results"),
    "changes_counted": Label("修改处数（其中可能影响得分的）", "changes (of them, those that may change a score)"),
    "mean": Label("平均得分", "mean score"),
    "defaulted": Label("未给出、按缺省值计的数据项", "facts not given, taken at their default"),
    "unneeded": Label("不需要的数据项（用到它的规则不计）", "facts not needed, so that what reads them does not count"),
    "complete": Label("没有行即为没有的数据项", "facts that were nil because no row names them"),
    "evidence": Label("依据编号", "references"),
    "assumed": Label("施行日期系假定", "the day of entry into force is assumed"),
    "decided": Label("已定口径", "reading decided by"),
    "plan_hash": Label("计算内容校验值", "hash of what was computed"),
    "engine": Label("计算程序", "engine"),
    "source_hash": Label("规则内容校验值", "hash of the rules"),
    # Outcomes
    "rollups": Label("汇总", "roll-ups"),
    "name": Label("名称", "name"),
    "proposals": Label("结果运用建议（由人决定）", "proposals (decisions are people's)"),
    "proposal": Label("建议", "proposed"),
    "warning": Label("再有一次即提出", "one more would bring"),
    "undecided": Label("不能确定", "cannot be told"),
    "because": Label("所依各期", "because of"),
    "lasts": Label("效力所及", "lasts"),
    "clause": Label("条款", "clause"),
    "nothing_proposed": Label("没有结果运用的建议。", "Nothing is proposed."),
    "span": Label("期间", "span"),
    "period_scores": Label("各期得分", "scores of the periods"),
    "lost_in_all": Label("各项扣分合计", "points lost in all"),
    "left_out": Label("未计入", "not counted"),
    "lacks": Label("缺少", "lacks"),
    "twice": Label("重复给出", "more than one"),
    "as_failed": Label("按不合格计", "as failed"),
    "ranking_people": Label("个人排名", "ranking of people"),
    "ranking": Label("排名", "ranking"),
    "place": Label("名次", "place"),
    "periods": Label("期数", "periods"),
    "members": Label("人数", "members"),
    "unranked": Label("不排名", "not ranked"),
    "ranked": Label("排名人数", "ranked"),
    "teamless": Label("没有团队", "without a team"),
    "times": Label("次数", "times"),
    "figures": Label("有结果", "with a figure"),
    "without": Label("缺项", "without one"),
    "scored": Label("有得分", "scored"),
    "sum_of": Label("合计", "sum"),
    "mean_of": Label("平均", "mean"),
    "why_missing": Label("无记录", "no record"),
    "why_before": Label("首次记录之前", "before the first record"),
    "why_after": Label("末次记录之后", "after the last record"),
    "why_excused": Label("不考核", "not appraised"),
    "why_vetoed": Label("不予评价", "not evaluated"),
    "why_role": Label("另一岗位", "another role"),
    "why_team": Label("另一团队", "another team"),
    "why_unneeded": Label("不需要的数据项", "not needed"),
    "why_year": Label("年度起始已变，不在其中", "outside, as the year begins in another month"),
    # Readings side by side
    "options": Label("所选答案", "options"),
    "options_alone": Label("逐项换一个答案，影响多少人", "one option at a time: for how many people it matters"),
    "options_together": Label("同时换几个答案", "options together"),
    "combinations": Label("组合数", "combinations"),
    "pairs_together": Label(
        "只在名次和团队上相互影响的，两个两个地换", "options that interact in ranks and teams alone, two together"
    ),
    "more_combinations": Label("其余未算", "more are not computed"),
    "shown_ones": Label("所列", "shown"),
    "interactions": Label("相互影响的答案", "options that interact"),
    "no_interactions": Label("没有相互影响的答案。", "No options interact."),
    "not_computed": Label("未算", "not computed"),
    "relation_unmet": Label("有记录不符合数据项之间的关系", "a record does not meet a relation between facts"),
    "everybody": Label("全部", "all"),
    "moved_score": Label("得分", "score"),
    "moved_verdict": Label("结论", "verdict"),
    "moved_grade": Label("等次", "grade"),
    "moved_rank": Label("名次", "rank"),
    "moved_proposal": Label("建议", "proposal"),
    "moved_rollup": Label("汇总", "roll-up"),
    "moved_team": Label("团队得分", "team score"),
    "moved_team_rank": Label("团队名次", "team rank"),
    "moved_teams": Label("团队", "teams"),
    "moved_gain": Label("最多增", "gain"),
    "moved_loss": Label("最多减", "loss"),
    # Sweeps
    "value": Label("取值", "value"),
    "as_it_is": Label("现行", "as it is"),
    "pass_rate": Label("合格率", "pass rate"),
    "touched": Label("受影响人数", "people touched"),
    # Review
    "review": Label("复核", "review"),
    "decision": Label("决定文号", "decision"),
    "no_decision": Label(
        "尚无决定文号：复核未办结，以下结果为暂定。",
        "No decision number: the review is not finished, and all of this is provisional.",
    ),
    "reason": Label("理由", "reason"),
    "reading_decided": Label("本次复核所定口径", "reading decided in this review"),
    "under_review": Label("暂定，所依复核未办结", "provisional, as reviews are not finished"),
    "nothing_corrected": Label(
        "没有更正，结果不变：前后两份数据相同。",
        "Nothing was corrected, and nothing changes: both tables say the same.",
    ),
    "no_result_corrected": Label("没有人的数据或得分被更正。", "Nobody's facts or points were corrected."),
    "corrected": Label("更正项", "corrected"),
    "before": Label("更正前", "before"),
    "after": Label("更正后", "after"),
    "item_points": Label("影响得分", "points"),
    "item_alone": Label("单独更正时", "alone"),
    "sum": Label("未计否决的合计", "sum"),
    "moves": Label("其他变动", "what else moves"),
    "nothing_moves": Label("没有其他变动。", "Nothing else moves."),
    "aspect": Label("事项", "what"),
    "record": Label("记录", "record"),
    "given": Label("有", "given"),
    "not_given": Label("无", "none"),
    "span_score": Label("期间得分", "score of the span"),
    "rank": Label("个人名次", "place"),
    "team_score": Label("团队得分", "score of the team"),
    "team_rank": Label("团队名次", "place of the team"),
    # Clause coverage
    "sentences": Label("句", "sentences"),
    "computed": Label("由程序计算", "worked out by the program"),
    "counted": Label("由人计数", "counted by people"),
    "definition": Label("界定用语、对象和范围", "says what is meant"),
    "procedure": Label("由人办理，不计算", "done by people, nothing computed"),
    "open": Label("原文未定，由口径决定", "left open, a reading decides"),
    "figures_carried": Label("写入规则文件的数字", "figures in the rule file"),
    "figures_apart": Label("不写入规则文件、另有理由的数字", "figures apart, with a reason"),
    "alone": Label(
        "条款对照文件不在旁边：未逐句核对", "its clause file does not stand beside it: sentences are not compared"
    ),
    "accepted": Label("已核对的提醒", "accepted warnings"),
    "figures_ours": Label("原文没有、规则文件另有理由的数字", "figures of the rule file alone, with a reason"),
    "left_over": Label("对不上的处数", "left over"),
}


Subject = tuple[str, Label]  # who is appraised: the column of tables, and the word
SUBJECTS: Mapping[str, Label] = {
    "people": Label("{who}数", "{who}: how many"),
    "touched": Label("受影响的{who}数", "{who}: touched"),
    "ranking_people": Label("{who}排名", "ranking: {who}"),
    "results": Label("结果数", "results"),
}


def results_counted(number: int, language: Language, subject: Subject) -> str:
    """
    Say how many results there are.
    """
    if language == "zh":
        return f"{number} 人次" if subject[0] == "person" else f"{number} 条结果"
    return f"{number} result{'' if number == 1 else 's'}"


def subject_word(key: str, language: Language, subject: Subject) -> str:
    """
    Give a word of reports; one that is about who is appraised with the policy's own word for them.
    """
    who = subject[1].text(language)
    if key == "person":
        return who
    theirs = key in SUBJECTS and subject[0] != "person"
    return SUBJECTS[key].text(language).format(who=who) if theirs else word(key, language)


def word(key: str, language: Language) -> str:
    """
    Give a word of reports in a language.
    """
    return WORDS[key].text(language)
