"""
A passage of the read-back: a heading with its clauses, sentences, and the passages below it; as text and as data.
"""

from collections.abc import Iterator
from typing import Any

from assess_rules.labels import Label
from assess_rules.records import Record, record
from assess_rules.show.voice import Voice


@record(kw_only=True)
class Passage(Record):
    """
    What is said of one thing.

    `kind` is what it is, `id` what the file calls it, `at` the clauses that it rests on; `number` stands before these.
    """

    kind: str
    id: str | None = None
    number: str = ""
    title: str = ""
    at: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    parts: tuple["Passage", ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """
        Give the passage as JSON data.
        """
        return {
            "kind": self.kind,
            "id": self.id,
            "number": self.number,
            "title": self.title,
            "at": list(self.at),
            "says": list(self.says),
            "parts": [each.to_dict() for each in self.parts],
        }


def sentence_of(passage: Passage) -> str:
    """
    Say a passage in one text: its title, if it has one, and its sentences.
    """
    title = f"{passage.title}:" if passage.title and passage.says else passage.title
    return " ".join(filter(None, (title, *passage.says)))


def lines(passage: Passage, voice: Voice, depth: int = 0) -> Iterator[str]:
    """
    Write a passage, each sentence on a line of its own; one that has a single sentence takes a single line.
    """
    indent = "  " * depth
    head = " ".join(filter(None, (passage.number, voice.listed(passage.at), passage.title)))
    if passage.id is not None:
        head += voice.bracketed(passage.id)
    if len(passage.says) == 1 and not passage.parts:
        said = Label("{head}：{said}", "{head}: {said}") if head else Label("{said}", "{said}")
        yield indent + voice.say(said, head=head, said=passage.says[0])
        return
    yield indent + head
    for each in passage.says:
        yield f"{indent}  {each}"
    for part in passage.parts:
        yield from lines(part, voice, depth + 1)
