"""Rule files on disk: where they are, and YAML -> the model that a room declares for it. Knows no rule.

A directory given with `--rules` overrides the shipped files one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from extractor.errors import RuleBookError

M = TypeVar("M", bound=BaseModel)
REMEDY = "请改正后用 jixiao rules check 复查"
_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SAFE):  # type: ignore[misc]
    """A key that stands twice is a fault: YAML would take the second and forget the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:
        # as written: "<<" is not yet put in; a key that is no word is a fault of its own, told by YAML
        keys = [key for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if len({key.value for key in keys}) != len(keys):
            _refuse_twice(keys)
        return super().construct_mapping(node, deep)


def _refuse_twice(keys: list[yaml.ScalarNode]) -> None:
    seen: dict[str, int] = {}
    for key in keys:
        line = key.start_mark.line + 1
        if key.value in seen:
            raise yaml.MarkedYAMLError(
                problem=f"“{key.value}”写了两次，先见于第 {seen[key.value]} 行", problem_mark=key.start_mark
            )
        seen[key.value] = line


_FAULTS = {"extra_forbidden": "没有这一项，可能是名称写错了", "missing": "缺少这一项"}
"""What a clerk is told for the commonest faults of a book, by pydantic's name of them."""


def shipped_dir() -> Path:
    """Where the shipped rule books are: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


def line_of(node: yaml.Node | None, loc: tuple[Any, ...]) -> int:
    """1-based line of the YAML node that a pydantic error location points at."""
    line = node.start_mark.line + 1 if node is not None else 1
    for step in loc:
        found: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(step):
                    found, line = value, key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            found = node.value[step]
            line = found.start_mark.line + 1
        if found is None:
            break
        node = found
    return line


def load_yaml(path: Path, model: type[M], *, under: Path | None = None) -> M:
    """One rule file as its model.

    Args:
        under: a file whose keys hold where `path` has none, at every depth of mappings; lists and texts stay whole.

    Raises:
        RuleBookError: not YAML, or not what the model asks; names file, line and fault.
    """
    text, data = _parsed(path)
    if under is not None and under != path:
        data = _filled({} if data is None else data, _parsed(under)[1])
    try:
        return model.model_validate(data if data is not None else {})
    except ValidationError as error:
        first = error.errors()[0]
        line = line_of(yaml.compose(text, Loader=_SAFE), tuple(first["loc"]))
        where = ".".join(str(x) for x in first["loc"])
        raise RuleBookError(
            f"规则文件 {path} 第 {line} 行：{where or '内容'} 有误（{_FAULTS.get(first['type'], first['msg'])}）",
            REMEDY,
        ) from error


def _filled(own: Any, shipped: Any) -> Any:
    """`own`, with the keys of `shipped` that its mappings lack. A key that is there and empty is left to be refused."""
    if not isinstance(own, dict) or not isinstance(shipped, dict):
        return own
    return {**own, **{key: _filled(own[key], value) if key in own else value for key, value in shipped.items()}}


def _parsed(path: Path) -> tuple[str, Any]:
    """A rule file's text, and what it says."""
    try:
        text = path.read_text("utf-8")
        return text, yaml.load(text, Loader=_Loader)
    except (OSError, UnicodeDecodeError) as error:
        raise RuleBookError(f"规则文件 {path} 无法读取：{error}", REMEDY) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise RuleBookError(
            f"规则文件 {path} 第 {line} 行：YAML 格式错误（{getattr(error, 'problem', error)}）", REMEDY
        ) from error


def line_in(path: Path, loc: tuple[Any, ...]) -> int:
    """1-based line of a rule file that a pydantic error location points at."""
    return line_of(yaml.compose(path.read_text("utf-8"), Loader=_SAFE), loc)


@dataclass
class RuleFiles:
    """The rule files in force: the shipped ones, or where `directory` has a file of the name, that one."""

    directory: Path | None = None

    def path(self, name: str) -> Path:
        """The file in force for `name` (as "labels.yaml"): the override where there is one."""
        if self.directory is not None and (self.directory / name).is_file():
            return self.directory / name
        return shipped_dir() / name

    def files(self, folder: str) -> list[Path]:
        """YAML files in force of a folder, by name."""
        found = {p.name: p for p in sorted((shipped_dir() / folder).glob("*.yaml"))}
        if self.directory is not None:
            found.update({p.name: p for p in sorted((self.directory / folder).glob("*.yaml"))})
        return [found[name] for name in sorted(found)]
