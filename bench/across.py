"""Cross-filing rules on synthetic years: found, wrongly flagged, time and memory. `python bench/across.py`"""

from __future__ import annotations

import resource
import time
from itertools import combinations

from extractor.across.run import review
from tests.make.years import year


def main() -> None:
    print(f"{'forms':>7}{'seconds':>9}{'growth':>8}{'MiB':>6}{'goals':>8}{'doubled':>9}{'lowered':>9}{'foreign':>9}{'neighbours':>12}{'other pairs':>13}")
    last = 0.0
    for count in (2500, 5000, 10000):
        made = year(count)
        start = time.perf_counter()
        found = review(made.now, made.before, ())
        seconds = time.perf_counter() - start
        by_rule: dict[str, list[tuple[str, ...]]] = {}
        for finding in found.findings:
            by_rule.setdefault(finding.rule, []).append(tuple(s.form_id for s in finding.sides))
        pairs = {frozenset(p) for ids in by_rule.get("goals-shared", []) for p in combinations(ids, 2)}
        doubled = {i for ids in by_rule.get("project-twice", []) for i in ids}
        lowered = {ids[0] for ids in by_rule.get("target-lowered", [])}
        foreign = {ids[0] for ids in by_rule.get("foreign-name", [])}
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{count:>7}{seconds:>9.2f}{seconds / last if last else 0:>8.2f}{memory:>6}"
            f"{len(made.goals & pairs) / len(made.goals):>8.1%}{len(made.doubled & doubled) / len(made.doubled):>9.1%}"
            f"{len(made.lowered & lowered) / len(made.lowered):>9.1%}{len(made.foreign & foreign) / len(made.foreign):>9.1%}"
            f"{len(made.neighbours & pairs) / len(made.neighbours):>12.2%}{len(pairs - made.goals - made.neighbours):>13}"
        )
        last = seconds


if __name__ == "__main__":
    main()
