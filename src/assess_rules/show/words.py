"""
Words of a policy, and the sentences that several of its parts share.
"""

from assess_rules.labels import Label
from assess_rules.model import Rounded
from assess_rules.show.voice import Voice

ROUNDINGS = {
    "half_up": Label("四舍五入", "halves rounded up"),
    "down": Label("多余位数舍去", "rounded down"),
    "up": Label("多余位数进一", "rounded up"),
}
VERDICT_WORDS = {"pass": Label("合格", "pass"), "fail": Label("不合格", "fail")}


def rounding(voice: Voice, rounded: Rounded) -> str:
    """
    Say to what points are rounded.
    """
    said = Label("得分取{to}的整倍数，{how}", "the points are rounded to whole multiples of {to}, {how}")
    return voice.say(said, to=voice.number(rounded.to), how=voice.say(ROUNDINGS[rounded.how]))
