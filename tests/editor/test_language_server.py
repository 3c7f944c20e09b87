"""
The schema in a real editor's hands: the YAML language server completes, explains and refuses as the loader does.

Runs where `tools/test_all.py` has installed the server (ASSESS_RULES_LANGUAGE_SERVER names its program).
"""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
RULES = ROOT / "rules" / "wancheng_2023_127.yaml"


class Server:
    """
    A language server on a pipe, and just enough of its protocol.
    """

    def __init__(self, program: str) -> None:
        self.process = subprocess.Popen([program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.number = 0
        self.request("initialize", {"processId": None, "rootUri": ROOT.as_uri(), "capabilities": {}})
        self.send({"method": "initialized", "params": {}})

    def send(self, message: dict[str, Any]) -> None:
        """Write a message."""
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        """Read a message."""
        assert self.process.stdout is not None
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message

    def request(self, method: str, params: dict[str, Any]) -> Any:
        """Ask, answer what the server asks meanwhile, and give its answer."""
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.number and "method" not in message:
                return message.get("result")
            self.answer(message)

    def answer(self, message: dict[str, Any]) -> None:
        """Answer a request of the server: the settings that a user would have, and nothing else."""
        if "method" in message and "id" in message:
            settings = {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}
            wanted = [settings if each.get("section") == "yaml" else {} for each in message["params"].get("items", [])]
            self.send({"id": message["id"], "result": wanted or None})

    def open(self, text: str, name: str) -> tuple[dict[str, str], list[dict[str, Any]]]:
        """Open a document beside the shipped policy; give its identifier and what the server finds wrong."""
        document = {"uri": (RULES.parent / name).as_uri()}
        self.send(
            {
                "method": "textDocument/didOpen",
                "params": {"textDocument": {**document, "languageId": "yaml", "version": 1, "text": text}},
            }
        )
        while True:
            message = self.receive()
            if (
                message.get("method") == "textDocument/publishDiagnostics"
                and message["params"]["uri"] == document["uri"]
            ):
                return document, message["params"]["diagnostics"]
            self.answer(message)


@pytest.fixture
def server() -> Iterator[Server]:
    """A running server."""
    running = Server(os.environ["ASSESS_RULES_LANGUAGE_SERVER"])
    yield running
    running.process.kill()
    running.process.wait()
    for stream in (running.process.stdin, running.process.stdout):
        assert stream is not None
        stream.close()


def place(text: str, before: str) -> dict[str, int]:
    """Give the position just behind the first occurrence of a text."""
    at = text.index(before) + len(before)
    return {"line": text.count("\n", 0, at), "character": at - text.rfind("\n", 0, at) - 1}


def test_the_shipped_policy_is_clean(server: Server) -> None:
    """
    An editor finds nothing to complain of in the shipped policy.
    """
    _, found = server.open(RULES.read_text("utf-8"), "clean.yaml")

    assert [] == found


def test_hovering_explains_a_key(server: Server) -> None:
    """
    Hovering over a key shows its meaning in Chinese and English.
    """
    text = RULES.read_text("utf-8")
    document, _ = server.open(text, "hover.yaml")
    shown = server.request("textDocument/hover", {"textDocument": document, "position": place(text, "pass_m")})

    assert "合格线" in str(shown)
    assert "The score that passes." in str(shown)


@pytest.mark.parametrize(
    ("written", "closed", "offered"),
    [
        ("rules: [{kind: ", "}]}", {"per_item", "target", "rate_target"}),
        ("indicators:\n      - id: c1\n        ", "", {"cap", "label", "rules", "start", "netting"}),
        (
            "indicators:\n      - rules:\n          - kind: per_item\n            ",
            "",
            {"deduct", "add", "free", "limit"},
        ),
    ],
)
def test_completion_offers_what_may_stand_there(server: Server, written: str, closed: str, offered: set[str]) -> None:
    """
    Where a word or a key is wanted, completion offers those of the format.
    """
    text = RULES.read_text("utf-8")
    head = text[: text.index("rules: [{" if written.startswith("rules") else "indicators:")]
    cut = head + written + closed + "\n"
    document, _ = server.open(cut, "complete.yaml")
    shown = server.request(
        "textDocument/completion", {"textDocument": document, "position": place(cut, head + written)}
    )
    items = shown["items"] if isinstance(shown, dict) else shown

    assert offered <= {each["label"].split(" ")[0].strip('"') for each in items}


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("pass_mark: 90", "passmark: 90", "passmark"),
        ("target: 8%", "target: 0.08", "string"),
        ("deduct: {improper_enforcement_cases: 0.5}", "deduct: {improper_enforcement_cases: -0.5}", "0"),
        ("version: 1.0.0", "version: 1.0", "string"),
        ("period: month", "period: weekly", "month"),
    ],
)
def test_the_editor_refuses_what_the_loader_refuses(server: Server, right: str, wrong: str, said: str) -> None:
    """
    A slip is marked on its own line while it is written.
    """
    text = RULES.read_text("utf-8").replace(right, wrong, 1)
    _, found = server.open(text, "wrong.yaml")
    line = text.count("\n", 0, text.index(wrong))

    assert any(each["range"]["start"]["line"] == line and said in each["message"] for each in found), found
