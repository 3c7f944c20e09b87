"""
The example programs run, and print what they are there to show.
"""

import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples"

# 3 errors x 0.5 + 4 delays x 0.2 = 2.3; 5 faulty terminations x 2 = 10; 100 - 12.3 = 87.7
EMBEDDED = """\
E009 2024-03: 87.70 fail
四（三）2 执行法律文书差错与送达: 扣 2.3 分
    有差错的执行法律文书: 0.5 × 3 = 1.5
    文书未及时送达的案件: 0.2 × 4 = 0.8
    应扣: 1.5 + 0.8 = 2.3
    得分: 12 − 2.3 = 9.7
四（三）5 无财产可供执行案件终本不合格: 扣 10 分
    无财产可供执行终本不合格的案件: 2 × 5 = 10
    得分: 12 − 10 = 2
<record>:1:closed: fact_of_other_role: `closed` 不是书记员的数据项
  建议: 它属于员额法官、审判辅助人员，此处请留空
<record>:1:document_errors: not_a_count: `document_errors` 有差错的执行法律文书：`1.5` (浮点数) 不是计数
  建议: 请用半角数字写整数，如 0 或 12
<record>:1:falsified_data: missing_flag: 书记员缺少 `falsified_data` 执行数据弄虚作假
  建议: 缺失不等于否：请填写 `true` 或 `false`，表格中也可写 是 或 否
"""


def test_a_program_that_embeds_the_library() -> None:
    """
    The program shows a score with the lines that lost points, then everything that is wrong with a wrong record.
    """
    command = [sys.executable, "-X", "utf8", str(EXAMPLES / "embed.py")]
    ended = subprocess.run(command, capture_output=True, check=False)

    assert (0, EMBEDDED, b"") == (ended.returncode, ended.stdout.decode(), ended.stderr)
