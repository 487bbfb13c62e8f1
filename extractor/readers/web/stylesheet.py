"""A page's own style sheets, folded into the style attributes of the elements they speak of.

Only properties that decide what a person sees are looked at, and only where a sheet gives one of them a telling value
(display: none, line-through, a symbol font). Texts of ::before, ::after and list markers that are literals become text
of the element. Sheets in other files are not part of the source and never fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.characters.fonts import is_private
from extractor.readers.web.look import TELL

if TYPE_CHECKING:
    from lxml.etree import _Element

WANTED = frozenset(
    ("display", "visibility", "opacity", "color", "background", "background-color", "background-image", "font",
    "font-family", "font-size",
     "text-decoration", "text-decoration-line", "text-indent", "vertical-align", "position", "left", "top", "right",
     "clip",
     "clip-path", "transform", "overflow", "width", "height", "max-height", "mso-hide", "mso-text-raise", "margin-left",
     "list-style", "list-style-type", "content-visibility",
     "filter", "mso-symbol-font-family")
)  # fmt: skip
MAX_SHEET = 1 << 20
MAX_RULES = 2_000
"""Limits on what is looked at; a page's own sheets are a few kilobytes."""
MARKER = "data-marker"
"""Attribute that holds a list item's literal marker."""
_PLAIN_VALUES = re.compile(r"^(?:inherit|initial|unset|auto|normal|baseline|static|relative|middle|top|bottom)$", re.I)
_PRINT = re.compile(r"\bprint\b|\bspeech\b|\bbraille\b", re.I)
_NAMES = re.compile(r"([.#])(-?[A-Za-z_\u0080-\uffff][\w\u0080-\uffff-]*)")
_PSEUDO = ("before", "after", "marker")


@dataclass(slots=True)
class _Rule:
    selectors: str
    declarations: list[tuple[str, str, bool]]
    """Property, value, important."""
    content: list[tuple[str, str]] | None = None
    """Of ::before and its like: ("text", literal) and ("attr", name) in order."""


@dataclass(slots=True)
class _Told:
    """What the sheets say of one element."""

    declarations: list[tuple[bool, tuple[int, int, int], int, str, str]] = field(default_factory=list)


def fold_sheets(root: _Element) -> None:
    """Fold the style elements of a page into its elements."""
    sheets = [s.text or "" for s in root.iter("style") if not _PRINT.search(s.get("media") or "")]
    text = "\n".join(sheets)[:MAX_SHEET]
    if not text.strip() or not (TELL.search(text) or "content" in text or "list-style" in text):
        return
    rules = _telling(_rules(text))
    if rules:
        _apply(root, rules)


def _rules(text: str) -> list[_Rule]:
    import tinycss2

    found: list[_Rule] = []
    _gather(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), found, 0)
    return found[:MAX_RULES]


def _gather(nodes: list[object], found: list[_Rule], depth: int) -> None:
    import tinycss2

    for node in nodes:
        kind = getattr(node, "type", "")
        if kind == "at-rule" and node.content is not None and depth < 4:  # type: ignore[attr-defined]
            keyword, prelude = node.lower_at_keyword, tinycss2.serialize(node.prelude)  # type: ignore[attr-defined]
            if keyword in ("media", "supports", "layer") and not _PRINT.search(prelude):
                inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)  # type: ignore[attr-defined]
                _gather(inner, found, depth + 1)
        elif kind == "qualified-rule":
            _gather_rule(node, found)


def _gather_rule(node: object, found: list[_Rule]) -> None:
    import tinycss2

    rule = _Rule(tinycss2.serialize(node.prelude).strip(), [])  # type: ignore[attr-defined]
    for part in tinycss2.parse_declaration_list(node.content, skip_comments=True, skip_whitespace=True):  # type: ignore[attr-defined]
        if part.type != "declaration":
            continue
        name = part.lower_name
        if name in WANTED:
            rule.declarations.append((name, tinycss2.serialize(part.value).strip(), part.important))
        elif name == "content":
            rule.content = [made for token in part.value if (made := _content(token)) is not None]
    if rule.declarations or rule.content:
        found.append(rule)


def _content(token: object) -> tuple[str, str] | None:
    kind = getattr(token, "type", "")
    if kind == "string":
        return "text", token.value  # type: ignore[attr-defined]
    if kind == "function" and token.lower_name == "attr":  # type: ignore[attr-defined]
        named = [part.value for part in token.arguments if part.type == "ident"]  # type: ignore[attr-defined]
        return ("attr", named[0]) if named else None
    return None


def _telling(rules: list[_Rule]) -> list[_Rule]:
    """The rules on properties that some rule gives a telling value: those that may hide and those that may undo it."""
    told = {
        name for rule in rules for name, value, _ in rule.declarations
        if not _PLAIN_VALUES.match(value) and TELL.search(f"{name}:{value}")
    }  # fmt: skip
    told |= {"list-style", "list-style-type"}
    if told & {"color", "background", "background-color"}:
        told |= {"color", "background", "background-color", "background-image"}
    if told & {"width", "height", "max-height"}:
        told |= {"overflow"}
    kept = []
    for rule in rules:
        rule.declarations = [d for d in rule.declarations if d[0] in told]
        if rule.declarations or rule.content:
            kept.append(rule)
    return kept


def _apply(root: _Element, rules: list[_Rule]) -> None:
    from cssselect import HTMLTranslator, SelectorError, parse

    translator = HTMLTranslator()
    known = _classes_and_ids(root)
    told: dict[_Element, _Told] = {}
    for order, rule in enumerate(rules):
        try:
            selectors = parse(rule.selectors)
        except SelectorError:
            continue
        for selector in selectors:
            pseudo = selector.pseudo_element
            if pseudo is not None and str(pseudo) not in _PSEUDO or not _may_match(selector.canonical(), known):
                continue
            try:
                path = translator.selector_to_xpath(selector)
            except SelectorError:
                continue
            matched = root.xpath(path)
            if not isinstance(matched, list):
                continue
            for element in matched:
                if pseudo is not None:
                    _put_literal(element, str(pseudo), rule.content)  # type: ignore[arg-type]
                    continue
                mine = told.setdefault(element, _Told())  # type: ignore[arg-type]
                for name, value, important in rule.declarations:
                    mine.declarations.append((important, selector.specificity(), order, name, value))
    for element, mine in told.items():
        _write(element, mine)


def _write(element: _Element, mine: _Told) -> None:
    ranked = sorted(mine.declarations, key=lambda d: d[:3])
    sheet = ";".join(f"{name}:{value}" for important, _, _, name, value in ranked if not important)
    weighty = ";".join(f"{name}:{value}!important" for important, _, _, name, value in ranked if important)
    element.set("style", ";".join(part for part in (sheet, element.get("style") or "", weighty) if part))


def _classes_and_ids(root: _Element) -> frozenset[str]:
    names: set[str] = set()
    for element in root.iter():
        if isinstance(element.tag, str):
            names.update((element.get("class") or "").split())
            if (ident := element.get("id")) is not None:
                names.add(ident)
    return frozenset(names)


def _may_match(selector: str, known: frozenset[str]) -> bool:
    """Whether all classes and ids a selector names stand in the page: most rules of a site's sheet speak of other
    pages.
    """
    return ":not(" in selector or all(name in known for _, name in _NAMES.findall(re.sub(r"\[[^\]]*\]", "", selector)))


def _put_literal(element: _Element, where: str, parts: list[tuple[str, str]] | None) -> None:
    """Make a pseudo-element's text the element's own; letters of icon fonts (private characters) are drawings."""
    content = "".join(text if kind == "text" else element.get(text) or "" for kind, text in parts or [])
    if not content.strip() or all(is_private(char) for char in content.strip()):
        return
    if where == "marker":
        element.set(MARKER, content)
    elif where == "before":
        element.text = content + (element.text or "")
    elif len(element):
        element[-1].tail = (element[-1].tail or "") + content
    else:
        element.text = (element.text or "") + content
