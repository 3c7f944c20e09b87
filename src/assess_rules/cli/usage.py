"""
How a wrong command line is said in Chinese, and a file that cannot be written.

What click and the commands say is English; each sentence has its own here.
"""

import re
import sys
from collections.abc import Mapping

import click

from assess_rules.cli.common import default_language
from assess_rules.labels import Language
from assess_rules.marks import visible

_NEAR = r" \(?Did you mean (?:one of: )?(.+?)\?\)?"
SENTENCES: Mapping[str, str] = {  # the first that fits is taken, with each part of what is found put in
    r"Missing option '(.+?)'\.?": "缺少选项 {}",
    r"Missing argument '(.+?)'\.?": "缺少 {}",
    r"No such option:? '?([^' ]+?)'?\.?" + _NEAR: "没有选项 {}，是否想写 {}？",
    r"No such option:? '?([^' ]+?)'?\.?(?: .*)?": "没有选项 {}",
    r"No such command '(.+?)'\.?" + _NEAR: "没有命令 {}，是否想写 {}？",
    r"No such command '(.+?)'\.?(?: .*)?": "没有命令 {}",
    r"Option '(.+)' requires an argument\.?": "选项 {} 后面要写值",
    r"Got unexpected extra arguments? \((.+)\)": "多出了 {}",
    r"Invalid value for '?(.+?)'?: (.+)": "{} 不对：{}",
    r"'(.*)' is not one of (.+?)\.?": "{} 不可用，可用的有 {}",
    r"(.+): use one of (.+); did you mean `(.+)`\?": "{}：可用的有 {}；是否想写 `{}`？",
    r"(.+): use one of (.+)": "{}：可用的有 {}",
    r"(.+): write it as (.+), or a longer span as (.+)": "{}：请写成 {}，更长的期间写成 {}",
    r"(.+): write it as (.+)": "{}：请写成 {}",
    r"(.+): write NAME=OPTION": "{}：请写成 口径=选项",
    r"(.+): write PATH=VALUE": "{}：请写成 位置=值",
    r"(.+): write FACT=VALUE": "{}：请写成 数据项=值",
    r"(.+): two values at once": "{}：给了两个不同的值",
    r"(.+): the ending says the format; use one of (.+)": "{}：由文件名的结尾定格式，可用 {}",
    r"(.+): a folder; name a file in it that ends in one of (.+)": "{}：是文件夹，请写其中的文件名，结尾可用 {}",
    r"(.+): an input; results would replace it": "{}：这是输入的文件，结果会把它覆盖",
    r"(.+): write NAME\.yaml; an id .+": "{}：请写成 标识.yaml；标识由小写字母、汉字、数字、下划线组成，以字母或汉字开头",
    r"(.+): an id .+": "{}：标识由小写字母、汉字、数字、下划线组成，以字母或汉字开头",
    r"(.+): exists, and is not replaced": "{}：已有这个文件，不会覆盖",
    r"(.+): one ID=LABEL in each (.+)": "{}：每个 {} 只写一个 标识=名称，另一个再写一次",
    r"(.+): write ID=LABEL": "{}：请写成 标识=名称",
    r"(.+): twice": "{}：写了两次",
    r"(.+): write a number from 0 to (.+)": "{}：请写0到{}的数字",
    r"(.+) is not in the range (.+)<=x<=(.+?)\.?": "{} 不在{}到{}之间",
    r"'(.+)' is not a valid integer(?: range)?\.?": "{} 不是整数",
    r"'(.+)' does not match the format .+": "{} 不是日期，请写成 2024-01-01",
    r"--people, --assume, --attribution and --complete are for --facts, and --facts is for OLD and NEW": (
        "--people、--assume、--attribution 和 --complete 要同 --facts 一起用，--facts 用于两个版本"
    ),
    r"(.+) are for --facts": "{} 要同 --facts 一起用",
    r"-o writes what was decided: leave --set out": "-o 写的是复核所定的结果，不能同 --set 一起用",
    r"give OLD and NEW, or one folder of versions, or OLD and --set": "请写 OLD 和 NEW、OLD 和 --set，或一个版本文件夹",
    r"(.+) has no version (.+), but (.+); did you mean (.+)\?": "{} 没有版本 {}，只有 {}；是否想写 {}？",
    r"(.+) has no version (.+), but (.+)": "{} 没有版本 {}，只有 {}",
    r"(.+): no such file, and git is not installed": "{}：没有这个文件，也没有安装 git",
    r"(.+): git says: (.+)": "{}：git 说：{}",
    r"--arithmetic is not for --audience public": "--arithmetic 不能同 --audience public 一起用",
    r"give one --set PATH=A\.\.B: the figure to sweep, from A to B": "请用一个 --set 位置=甲..乙 写明要试算的数",
    r"a sweep goes from the lower to the higher figure, by a step above 0": "逐一试算须从小到大，步长须大于 0",
    r"more than (.+) values: give a greater --step": "取值超过 {} 个，请用 --step 加大步长",
    r"(.+): write a number as the rule file has it": "{}：请按规则文件的写法写一个数",
    r"-o writes the whole record: .+": "-o 写出整个记录：请写 --reason 和 --decision，不写 --person",
    r"a text on one line, at most 200 characters": "应为一行文字，最多200个字符",
    r"(.+): No such file or directory": "{}：没有这个文件或文件夹",
    r"(.+): Not a directory": "{}：不是文件夹",
    r"(.+): Is a directory": "{}：是文件夹，不是文件",
    r"(.+): Permission denied": "{}：没有权限",
    r"(.+): Read-only file system": "{}：此处只能读，不能写",
    r"(.+): No space left on device": "{}：磁盘已满",
    r"(.+): File name too long": "{}：文件名太长",
}


def show(error: click.ClickException) -> None:
    """
    Say what is wrong with a command line, on stderr: in Chinese if `--lang zh` or the locale asks for it.
    """
    if _language(sys.argv[1:]) == "en":
        error.show()
        return
    context = getattr(error, "ctx", None)
    if context is not None:
        usage = context.get_usage().removeprefix("Usage:").strip()
        click.echo(f"用法：{usage}\n“{context.command_path} --help”列出各项说明。\n", err=True)
    click.echo(f"错误：{in_chinese(error.format_message())}", err=True)


def show_unwritten(error: OSError) -> None:
    """
    Say on stderr which file could not be written, and why.
    """
    where = [visible(str(error.filename))] if error.filename else []
    said = ": ".join([*where, error.strerror or str(error)])
    zh = _language(sys.argv[1:]) == "zh"
    click.echo(f"assess-rules: {in_chinese(said) if zh else said}", err=True)


def in_chinese(message: str) -> str:
    """
    Give a sentence in Chinese; one that is not known stays as it is.
    """
    for pattern, sentence in SENTENCES.items():
        match = re.fullmatch(pattern, message)
        if match is not None:
            *names, last = match.groups() or ("",)
            return sentence.format(*names, in_chinese(last))
    return message


def _language(arguments: list[str]) -> Language:
    """
    Give the language that a command line asks for, right or wrong as the rest of it may be.
    """
    said = re.findall(r"(?:^|\n)--lang[=\n](zh|en)(?=\n|$)", "\n".join(arguments))
    return said[-1] if said else default_language()
