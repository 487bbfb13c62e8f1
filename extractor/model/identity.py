"""Which filing a form is: the key that all its versions, formats and copies share.

A filing is named by what a bureau files it under: unit, kind of form, project, fiscal year and, for monitoring, the
months looked at. Pure functions over names; the database joins versions by the key (`form_key` of the contract).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from extractor.model.filing import Form

_CODE_BEFORE = re.compile(r"^(?:[\[【〔(（]\s*(\d{2,})\s*[\]】〕)）]|(\d{3,})\s*[-_—－]?)\s*(?=[^\d\s])")
_PROJECT_CODE = re.compile(r"^[0-9]{6,}[0-9A-Za-z]*\s*[-_—－]\s*(?=\S)")
_SEAL = re.compile(r"[(（](?:盖章|公章|签章|章)[)）]")
_DASHES = re.compile(r"[-‐‑–—―－_]+")
_MONTHS = re.compile(r"(\d{1,2})月?[-~至](\d{1,2})月")
_HALF = re.compile(r"上半年|半年")
_QUARTER = re.compile(r"第?([一二三四1-4])季度")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def split_code(name: str) -> tuple[str, str]:
    """(code, name without it) of "[155]沅江市总工会", "155-沅江市总工会"; code "" where none is printed."""
    found = _CODE_BEFORE.match(name)
    return ((found.group(1) or found.group(2)), name[found.end() :]) if found else ("", name)


def fold_name(name: str) -> str:
    """A unit's name for comparing: width and white space folded, code and 盖章 cut."""
    flat = "".join(unicodedata.normalize("NFKC", name).split())
    return _SEAL.sub("", split_code(flat)[1])


def fold_project(name: str) -> str:
    """A project's name for comparing: width, white space and dashes folded, a long code before it cut."""
    flat = "".join(unicodedata.normalize("NFKC", name).split())
    return _DASHES.sub("-", _PROJECT_CODE.sub("", flat))


def months_of(texts: Iterable[str | None]) -> str:
    """The months that a monitoring form looks at, as "01-07", from its title and heads; "" where none says."""
    for text in texts:
        flat = "".join(unicodedata.normalize("NFKC", text or "").split()).replace("—", "-").replace("–", "-")
        if found := _MONTHS.search(flat):
            return f"{int(found[1]):02d}-{int(found[2]):02d}"
        if found := _QUARTER.search(flat):
            return f"01-{3 * _QUARTERS[found[1]]:02d}"
        if _HALF.search(flat):
            return "01-06"
    return ""


def owner_of(form: Form) -> str | None:
    """The unit that answers for a form: department, else filer, else implementer."""
    return form.department or form.filer or form.implementer


def form_key_of(form: Form) -> str | None:
    """The key of the filing that `form` is a version of; None where unit, kind, year or project cannot be told.

    Returns:
        16 hexadecimal digits, the same for every version and format of one filing.
    """
    return key_of(owner_of(form), form.kind, form.project_name, form.fiscal_year, form.months)


def key_of(owner: str | None, kind: str, project: str | None, year: int | None, months: str | None) -> str | None:
    """`form_key_of` from the parts (a row of the database).

    Args:
        owner, project: the unit's and the project's name as printed.
        kind: a `FormKind`.
        year: the form's fiscal year.
        months: `Form.months` of a monitoring form.
    """
    unit = fold_name(owner or "")
    of_department = kind.startswith("department")
    named = "" if of_department else fold_project(project or "")
    if not unit or kind == "unknown" or year is None or not (named or of_department):
        return None
    words = "\n".join((unit, kind, named, str(year), months or ""))
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]
