"""
What an error of the schema check means in the words of the file: code, place, what is allowed, the nearest right word.
"""

import re
import unicodedata
from fractions import Fraction
from typing import Any

from assess_rules.diagnostics import Diagnostic, nearest
from assess_rules.exact import RATE, number_text, parse_number, rate_meant
from assess_rules.fields import DATE, ID, Schema
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.nodes import MapNode, Node, Scalar
from assess_rules.periods import day_meant
from assess_rules.schema import LATER_KEYS, LATER_WORDS, MEANT, matches
from assess_rules.syntax import ascii_form, full_width, wrong_sign

TYPE_LABELS = {
    "integer": Label("整数", "a whole number"),
    "number": Label("数字", "a number"),
    "rate": Label("比率（如 8%）", "a rate as 8%"),
    "boolean": Label("逻辑值（true、false）", "true or false"),
    "string": Label("文字", "a text"),
    "name": Label("名称", "a name"),
    "array": Label("列表", "a list"),
    "object": Label("一组键值", "a mapping"),
}
_OF_POINTS = ("deduct", "add", "limit", "cap", "points", "total", "start", "floor", "base", "pass_mark")
_NO_FACTS = ("verdict", "periods", "score", "every", "total")  # of other conditions than those of rules
_OF_THE_TOTAL = ("grades", "score")
_FIGURE_LIKE = re.compile(r"[-+]?[.]?[0-9]")


def explained(error: Any, node: Node, path: str) -> Diagnostic:
    """
    Turn an error of jsonschema into a diagnostic: our code, the words of the file, the place.
    """
    value, schema, keyword = error.validator_value, error.schema, error.validator
    if keyword == "propertyNames":
        assert isinstance(node, MapNode)
        return _bad_id(error.message, node.keys[error.message], path)
    if keyword == "uniqueItems":
        return Diagnostic("repeated_item", node.mark, path=path)
    forms: list[Schema] = value if keyword == "anyOf" else [schema]
    if isinstance(node, Scalar):
        return _Misfit(node, forms, path).explained(keyword, value)
    if keyword in ("minItems", "minProperties") and value == 1:
        return Diagnostic("nothing_there", node.mark, path=path)
    if keyword == "not":
        return Diagnostic("no_comparison", node.mark, path=path)
    if keyword in ("minItems", "minProperties"):
        return Diagnostic("too_few", node.mark, {"least": value}, path=path)
    if keyword == "maxItems":
        return Diagnostic("too_many", node.mark, {"most": value}, path=path)
    if keyword == "maxProperties":
        return Diagnostic("one_only", node.mark, path=path)
    if isinstance(node, MapNode):
        return _no_form(node, forms, path)
    return Diagnostic("wrong_type", node.mark, {"found": TYPE_LABELS["array"], "allowed": _allowed(forms)}, path=path)


def _bad_id(text: str, mark: Mark, path: str) -> Diagnostic:
    wanted = unicodedata.normalize("NFKC", text).casefold()
    wanted = re.sub("[- .]", "_", wanted)
    near = wanted if matches(ID["pattern"], wanted) and wanted != text else None
    signs = full_width(text)
    if not text:
        return Diagnostic("complex_key", mark, path=path)
    if len(text) > ID["maxLength"]:
        return Diagnostic("too_long", mark, {"found": text, "limit": ID["maxLength"]}, path=path)
    if signs:
        return Diagnostic("full_width_id", mark, {"id": text, "found": signs}, near=near, path=path)
    sign = next(
        (each for place, each in enumerate(text) if not matches(ID["pattern"], "a" * bool(place) + each)), text[-1]
    )
    return Diagnostic("bad_id", mark, {"id": text, "sign": sign}, near=near, path=path)


def _no_form(node: MapNode, forms: list[Schema], path: str) -> Diagnostic:
    """
    Explain a mapping that fits none of the forms that its place has.
    """
    objects = [each for each in forms if each.get("type") == "object"]
    known = {key for each in objects for key in each.get("properties", ())}
    strange = [key for key in node.entries if key not in known]
    later = next((key for key in strange if key in LATER_KEYS), None)
    if later is not None:
        return Diagnostic("not_supported_yet", node.keys[later], {"found": later}, path=path)
    if not objects:
        code = "not_a_list" if any(each.get("type") == "array" for each in forms) else "wrong_type"
        return Diagnostic(code, node.mark, {"found": TYPE_LABELS["object"], "allowed": _allowed(forms)}, path=path)
    if "kind" in known:
        return _wrong_kind(node, tuple(each["properties"]["kind"]["const"] for each in objects), strange, path)
    needed = [[key for key in each["required"] if key != "label"] for each in objects]
    words = tuple(keys[0] for keys in needed)
    mark = node.keys[strange[0]] if strange else node.mark
    scalars = () if len(objects) == len(forms) else (_allowed([each for each in forms if each not in objects]),)
    allowed = (*scalars, *(f"{{{', '.join(f'{key}: …' for key in keys)}}}" for keys in needed))
    near = _whole_form(node, words) or (nearest(strange[0], words) if strange else None)
    return Diagnostic("no_such_form", mark, {"allowed": allowed}, near=near, path=path)


def _whole_form(node: MapNode, words: tuple[str, ...]) -> str | None:
    """
    Write out the form that is meant where the names stand alone: a figure for each role, a fact and its value.
    """
    if not all(isinstance(each, Scalar) and matches(ID["pattern"], key) for key, each in node.entries.items()):
        return None
    pairs = [(key, each.text) for key, each in node.entries.items() if isinstance(each, Scalar)]
    if "by" in words and len(pairs) > 1 and all(parse_number(text) is not None for _, text in pairs):
        return f"{{by: role, of: {{{', '.join(f'{key}: {text}' for key, text in pairs)}}}}}"
    if "fact" in words and len(pairs) == 1 and pairs[0][0] not in _NO_FACTS and nearest(pairs[0][0], words) is None:
        return f"{{fact: {pairs[0][0]}, is: {pairs[0][1]}}}"
    return None


def _whole_text(text: str, forms: list[Schema]) -> str | None:
    """
    Write out the mapping that is meant by a text in its place: the first day, a comparison, the limit of `bonuses`.
    """
    keys = {key for each in forms for key in each.get("properties", ())}
    compared = re.fullmatch(r"\s*(\S+?)\s*(>=|<=|>|<|=|≥|≤)\s*(\S+)\s*", text)
    if "fact" in keys and compared:
        word = next(word for word, signs in MEANT.items() if compared[2] in signs)
        return f"{{fact: {compared[1]}, {word}: {compared[3]}}}"
    if {"from", "to"} <= keys and matches(DATE, text):
        return f"{{from: {text}}}"
    return f"{{reach: counted, limit: {text}}}" if {"reach", "limit"} <= keys and parse_number(text) else None


def _wrong_kind(node: MapNode, kinds: tuple[str, ...], strange: list[str], path: str) -> Diagnostic:
    kind = node.entries.get("kind")
    if kind is None:
        misspelt = next((key for key in strange if nearest(key, ["kind"])), None)
        if misspelt is not None:
            params = {"key": misspelt, "allowed": ("kind",)}
            return Diagnostic("unknown_key", node.keys[misspelt], params, near="kind", path=path)
        return Diagnostic("missing_key", node.mark, {"key": "kind"}, path=path)
    text = kind.text if isinstance(kind, Scalar) else ""
    params = {"kind": text, "allowed": kinds}
    return Diagnostic("unknown_kind", kind.mark, params, near=nearest(text, kinds), path=f"{path}.kind")


def _allowed(forms: list[Schema]) -> Label:
    """
    Name what may stand in a place: "a number or a mapping".
    """
    wants = dict.fromkeys(_want(each) for each in forms)
    labels = [TYPE_LABELS[each] for each in TYPE_LABELS if each in wants]
    return Label("或".join(each.text("zh") for each in labels), " or ".join(each.text("en") for each in labels))


def _want(form: Schema) -> str:
    """
    Say what a form wants: a JSON type, or what a text stands for.
    """
    comments = {"bad_number": "number", "bad_rate": "rate", "bad_id": "name"}
    return comments.get(form.get("$comment", ""), "word" if "enum" in form or "const" in form else form["type"])


class _Misfit:
    """
    A scalar that does not fit where it stands.
    """

    def __init__(self, node: Scalar, forms: list[Schema], path: str) -> None:
        self.node, self.forms, self.path = node, forms, path

    def explained(self, keyword: str, value: Any) -> Diagnostic:
        node, text, wants = self.node, self.node.text, {_want(each) for each in self.forms}
        comment = self.forms[0].get("$comment")
        if keyword == "maxLength":
            return _bad_id(text, node.mark, self.path) if "name" in wants else self.say("too_long", limit=value)
        if self.path == "format" and isinstance(node.plain, Fraction):
            return self.say("unknown_format")
        if keyword in ("minimum", "exclusiveMinimum", "maximum"):
            return self.out_of_range(keyword, value)
        if comment == "bad_text" and keyword == "pattern":
            return self.say("line_break" if text.strip() else "blank_text")
        if wants & {"number", "integer", "rate"}:
            found = self.figure(wants)
            if found is not None:
                return found
        if "word" in wants:
            words = [
                str(word)
                for each in self.forms
                for word in each.get("enum", [each["const"]] if "const" in each else [])
            ]
            if text in LATER_WORDS:
                return self.say("not_supported_yet")
            figure = (TYPE_LABELS["number"],) if "number" in wants else ()
            near = _whole_text(text, self.forms) or nearest(text, words)
            return self.say("unknown_word", near=near, allowed=(*words, *figure))
        if comment in ("bad_version", "bad_date"):
            near = day_meant(text) if comment == "bad_date" else None
            return wrong_sign(full_width(text), node.mark) if full_width(text) else self.say(comment, near)
        if "name" in wants and not isinstance(node.plain, bool):
            return _bad_id(text, node.mark, self.path)
        if wants == {"boolean"}:
            return self.say("quoted_truth" if text in ("true", "false") else "yaml_word")
        if "string" in wants and isinstance(node.plain, Fraction):
            return self.say("number_for_text")
        found_label = TYPE_LABELS[{bool: "boolean", Fraction: "number"}.get(type(node.plain), "string")]
        code = "not_a_list" if wants == {"array"} else "wrong_type"
        params = {"found": found_label, "allowed": _allowed(self.forms)}
        return Diagnostic(code, node.mark, params, near=_whole_text(text, self.forms), path=self.path)

    def say(self, code: str, near: str | None = None, **params: Any) -> Diagnostic:
        return Diagnostic(code, self.node.mark, {"found": self.node.text, **params}, near=near, path=self.path)

    def out_of_range(self, keyword: str, value: Any) -> Diagnostic:
        if self.node.text.startswith("-") and value == 0:
            return self.say("sign")
        if keyword == "exclusiveMinimum" and not self.node.plain:
            return self.say("zero")
        return self.say("too_small" if "inimum" in keyword else "too_large_number", limit=number_text(Fraction(value)))

    def rate(self) -> str:
        """
        Give the code of a rate that is no number here: as points it is a share of something, as a target a rate's own.
        """
        keys = re.findall(r"[^.\[\]]+", self.path)
        if keys[0] != "facts" and (keys[0] in _OF_THE_TOTAL or any(each in _OF_POINTS for each in keys)):
            return "rate_for_points"
        return "rate_for_target" if keys[-1] in ("target", "step") else "rate_for_number"

    def figure(self, wants: set[str]) -> Diagnostic | None:
        """
        Explain what looks like a figure; None for anything else.
        """
        node, text, wide = self.node, self.node.text, full_width(self.node.text)
        if node.quoted and parse_number(text) is not None:
            return self.say("quoted_number")
        if wide and _FIGURE_LIKE.match(ascii_form(text)):
            return Diagnostic("full_width", node.mark, {"found": wide, "ascii": ascii_form(wide)}, path=self.path)
        if text[:1] in ("-", "+") and parse_number(text[1:]) is not None:
            return self.say("sign")
        if parse_number(text) is not None:
            if "rate" in wants and not RATE.fullmatch(text):
                return self.say("bad_rate", rate_meant(text))
            if "rate" not in wants and RATE.fullmatch(text):
                return self.say(self.rate())
            if wants == {"integer"}:
                return self.say("not_whole")
            return self.say("fraction_here")
        unit = re.fullmatch(r"([0-9]+(?:[.][0-9]+)?)\s*[^\s0-9.,%/:#-]{1,4}", text)
        if unit is not None and wants & {"number", "integer"}:
            return self.say("unit_behind_number", number=unit[1])
        only = wants - {"object"} <= {"number", "integer", "rate"} and isinstance(node.plain, str)
        if _FIGURE_LIKE.match(text) or only:
            if wants & {"number", "integer"}:
                return self.say("bad_number")
            return self.say("bad_rate", rate_meant(text))
        return None
