"""Finds the texts that the code hands to a Translator, also where they take a detour.

Beside literals (`tr.gettext("...")`) it follows names and tables of the same module
(`tr.gettext(TEXTS[code])`), and it takes every text of a module called texts.py or messages.py: such a module
holds message ids and nothing else. A plural is a pair of texts.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

Message = str | tuple[str, str]
TABLE_MODULES = ("texts.py", "messages.py")
SINGULAR_CALLS = ("gettext", "say")  # say = tr.gettext
PLURAL_CALLS = ("ngettext",)
_IN_TEMPLATE = re.compile(r"""\bgettext\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")


class Module:
    """One Python module and what its names stand for."""

    def __init__(self, source: str) -> None:
        self.tree = ast.parse(source)
        self._values: dict[str, list[ast.expr]] = defaultdict(list)
        for node in ast.walk(self.tree):
            self._note(node)

    def _note(self, node: ast.AST) -> None:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        for target in targets:
            if isinstance(target, ast.Name) and isinstance(value, ast.expr):
                self._values[target.id].append(value)

    def messages(self) -> Iterator[Message]:
        """Texts handed to gettext and ngettext."""
        for call in (node for node in ast.walk(self.tree) if isinstance(node, ast.Call) and node.args):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name in SINGULAR_CALLS:
                yield from self.texts(call.args[0])
            elif name in PLURAL_CALLS and len(call.args) > 1:
                yield from zip(self.texts(call.args[0]), self.texts(call.args[1]), strict=True)

    def table(self) -> Iterator[Message]:
        """All texts of a module that holds nothing else."""
        for node in self.tree.body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                yield from _table_texts(node.value)

    def texts(self, expr: ast.expr, seen: frozenset[str] = frozenset()) -> list[str]:
        """Every text an expression may be."""
        if isinstance(expr, ast.Constant):
            return [expr.value] if isinstance(expr.value, str) else []
        if isinstance(expr, ast.Name):
            values = () if expr.id in seen else self._values[expr.id]
            return [text for value in values for text in self.texts(value, seen | {expr.id})]
        return [text for inner in _alternatives(expr) for text in self.texts(inner, seen)]

    def fstrings(self) -> list[int]:
        """Lines where an f-string is handed over: no catalogue can hold its text."""
        return [
            call.lineno
            for call in ast.walk(self.tree)
            if isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr in SINGULAR_CALLS + PLURAL_CALLS
            and any(isinstance(arg, ast.JoinedStr) for arg in call.args)
        ]

    def constants(self) -> set[str]:
        """Every text in the module, whatever it is for."""
        nodes = ast.walk(self.tree)
        return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def _alternatives(expr: ast.expr) -> list[ast.expr]:
    """The parts of an expression of which one becomes its value."""
    if isinstance(expr, ast.IfExp):
        return [expr.body, expr.orelse]
    if isinstance(expr, ast.Dict):
        return expr.values
    if isinstance(expr, ast.Tuple | ast.List):
        return expr.elts
    if isinstance(expr, ast.Subscript):
        return [expr.value]
    if isinstance(expr, ast.BoolOp):
        return expr.values
    return []


def _table_texts(expr: ast.expr) -> Iterator[Message]:
    """Texts of a table: values of dicts, entries of lists, arguments of records, but no keys."""
    if isinstance(expr, ast.Constant) and isinstance(expr.value, str) and expr.value:
        yield expr.value
    inner = expr.args if isinstance(expr, ast.Call) else _alternatives(expr)
    texts = [node.value for node in inner if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    if isinstance(expr, ast.Tuple) and len(inner) == len(texts) == 2:
        yield (texts[0], texts[1])
        return
    for node in inner:
        yield from _table_texts(node)


def messages_of(path: Path) -> set[Message]:
    """Every message id of one file of code or one template."""
    source = path.read_text("utf-8")
    if path.suffix != ".py":
        return {first or second for first, second in _IN_TEMPLATE.findall(source)}
    module = Module(source)
    return {*module.messages(), *(module.table() if path.name in TABLE_MODULES else ())}
