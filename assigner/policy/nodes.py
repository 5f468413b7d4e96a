"""YAML text as plain data that remembers its lines and every key that stands twice.

Stricter than YAML's own rules where those surprise: keys are text, dates stay text, aliases are refused, and
`1e-3` is a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

Path = tuple[str | int, ...]
"""Keys and list positions that lead to a value: ("balance", "goals", 0, "weight")."""

_SCALARS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float"))
_MAX_DEPTH = 20


class _Loader(yaml.SafeLoader):
    """Reads one document without aliases, so that a small file can't unfold into a huge one."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.get_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases (*name) are not used here", problem_mark=mark)
        return super().compose_node(parent, index)


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[-+]?\d+(\.\d*)?[eE][-+]?\d+$"), list("-+0123456789")
)


@dataclass(frozen=True, slots=True)
class PlainDocument:
    """One document: its data, the line (from 1) of every path, and the paths that stand twice."""

    data: object = None
    lines: dict[Path, int] = field(default_factory=dict)
    duplicates: list[tuple[Path, int]] = field(default_factory=list)

    def line(self, path: Path) -> int | None:
        """Line of a path or, where the path itself is not in the file, of the nearest part above it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None


class _Reader:
    """Turns nodes into dicts, lists and scalars and keeps the places."""

    def __init__(self, loader: _Loader) -> None:
        self._loader = loader
        self.lines: dict[Path, int] = {}
        self.duplicates: list[tuple[Path, int]] = []

    def plain(self, node: yaml.Node, path: Path = ()) -> object:
        if len(path) > _MAX_DEPTH:
            raise yaml.MarkedYAMLError(problem="nested too deeply", problem_mark=node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return dict(self._entries(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self._item(child, (*path, index)) for index, child in enumerate(node.value)]
        return self._scalar(node)

    def _entries(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, object]]:
        for key_node, child in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a key must be a word", problem_mark=key_node.start_mark)
            inner = (*path, str(key_node.value))
            if inner in self.lines:
                self.duplicates.append((inner, key_node.start_mark.line + 1))
            self.lines[inner] = key_node.start_mark.line + 1
            yield str(key_node.value), self.plain(child, inner)

    def _item(self, node: yaml.Node, path: Path) -> object:
        self.lines[path] = node.start_mark.line + 1
        return self.plain(node, path)

    def _scalar(self, node: yaml.Node) -> object:
        """The value of a scalar; text where YAML would make a date or can't read the number."""
        if node.tag not in _SCALARS:
            return str(node.value)
        try:
            value: object = self._loader.construct_object(node)
        except ValueError:
            return str(node.value)
        return value


def read_document(text: str) -> PlainDocument:
    """Read the one document of a YAML text.

    Raises:
        yaml.YAMLError: the text is not YAML, holds several documents or aliases, or nests too deeply.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return PlainDocument()
        reader = _Reader(loader)
        return PlainDocument(reader.plain(node), reader.lines, reader.duplicates)
    except RecursionError:
        raise yaml.YAMLError("nested too deeply") from None
    finally:
        loader.dispose()
