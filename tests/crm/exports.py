"""The lists of `exports.yaml` as files, with the delimiter, quotation marks and encoding of each program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from assigner.tabular import Sources


@dataclass(frozen=True, slots=True)
class Export:
    """Three lists as lines of cells separated by `|`, the header first, and how the program writes them."""

    clients: str
    managers: str
    deals: str
    client_ids: list[str]
    manager_ids: list[str]
    delimiter: str
    quoted: bool
    encoding: str

    def _file(self, lines: str) -> bytes:
        mark = '"' if self.quoted else ""
        rows = (
            self.delimiter.join(f"{mark}{cell}{mark}" for cell in line.split("|"))
            for line in lines.splitlines()
        )
        return ("\r\n".join(rows) + "\r\n").encode(self.encoding)

    def write(self, folder: Path) -> Sources:
        """The three files in a folder."""
        texts = {"clients": self.clients, "managers": self.managers, "activities": self.deals}
        paths = {name: folder / f"{name}.csv" for name in texts}
        for name, lines in texts.items():
            paths[name].write_bytes(self._file(lines))
        return Sources(paths["clients"], managers=paths["managers"], activities=paths["activities"])


def _read() -> Mapping[str, Export]:
    raw = yaml.safe_load(Path(__file__).with_name("exports.yaml").read_text("utf-8"))
    return {name: Export(**fields) for name, fields in raw.items()}


EXPORTS = _read()
