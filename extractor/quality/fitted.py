"""The quality book held against the rules there are: it names each, with its code and grades, and no other."""

from __future__ import annotations

from pydantic import ValidationError, model_validator

from extractor.quality.book import QualityBook, fault
from extractor.quality.registry import all_rules


class FittedBook(QualityBook):
    """`rules/quality.yaml`, fit for this program."""

    @model_validator(mode="after")
    def _fits_the_program(self) -> FittedBook:
        known, faults = all_rules(), []
        for name, entry in self.rules.items():
            if name not in known:
                faults.append(fault(("rules", name), f"没有这条规则：{name}"))
            elif entry.code != known[name].code:
                faults.append(
                    fault(("rules", name, "code"), f"规则 {name} 的代码是 {known[name].code}，不是 {entry.code}")
                )
            elif set(entry.grades) != set(known[name].grades):
                faults.append(
                    fault(("rules", name, "grades"), f"规则 {name} 的 grades 应为 {list(known[name].grades)}")
                )
        if missing := [name for name in known if name not in self.rules]:
            faults.append(fault(("rules",), f"缺少规则：{'、'.join(missing)}"))
        cited = [(("rules", n, "basis"), e.basis) for n, e in self.rules.items()]
        cited += [(("notes", n, "basis"), e.basis) for n, e in self.notes.items()]
        for place, basis in cited:
            if unknown := [name for name in basis if name not in self.documents]:
                faults.append(fault(place, f"依据未在 documents 中列出：{'、'.join(unknown)}"))
        codes = {entry.code for entry in self.rules.values()}
        for at, own in enumerate(self.own):
            if unknown := [name for name in own.rules if name not in known and name not in codes]:
                faults.append(fault(("own", str(at), "rules"), f"没有这条规则或问题代码：{'、'.join(unknown)}"))
        if faults:
            raise ValidationError.from_exception_data("QualityBook", faults)
        return self
