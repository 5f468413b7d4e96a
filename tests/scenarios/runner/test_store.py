"""Answers kept by their key: found again as they were, absent where the file isn't what was put there."""

from __future__ import annotations

import gzip
import json
import string
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.results import FORMAT, RunResult
from scenarios.store import Store

KEY, OTHER = "ab" * 32, "cd" * 32
NAMES = st.lists(st.tuples(st.text(), st.text(), st.text()), max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(), part, max_size=3),
    max_leaves=8,
)


def result(key: str = KEY) -> RunResult:
    return RunResult(key, {"score": 1.25, "name": "Юг"}, ("c1", "c2"), ("m1", ""), ("", "m2"))


def content(found: RunResult | None) -> Any:
    assert found is not None
    return found.key, found.document, found.client_id, found.manager_id, found.previous_manager_id


def file_of(store: Path, key: str = KEY) -> Path:
    return store / key[:2] / f"{key}.json.gz"


def rewritten(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """The file with another content, well packed."""
    document = json.loads(gzip.decompress(path.read_bytes()))
    change(document)
    path.write_bytes(gzip.compress(json.dumps(document).encode()))


@given(columns=NAMES, document=st.dictionaries(st.text(), JSON, max_size=4))
def test_what_is_put_is_got(columns: list[tuple[str, str, str]], document: dict[str, Any]) -> None:
    given_ = RunResult(KEY, document, *(tuple(row[at] for row in columns) for at in range(3)))
    with TemporaryDirectory() as folder:
        Store(Path(folder)).put(given_)
        assert content(Store(Path(folder)).get(KEY)) == content(given_)


def test_nothing_is_there_before(tmp_path: Path) -> None:
    assert Store(tmp_path / "none").get(KEY) is None
    assert not (tmp_path / "none").exists()


def test_the_file_is_the_same_whenever_it_is_written(tmp_path: Path) -> None:
    Store(tmp_path / "a").put(result())
    Store(tmp_path / "b").put(result())
    assert file_of(tmp_path / "a").read_bytes() == file_of(tmp_path / "b").read_bytes()


def test_only_the_files_of_answers_are_left_behind(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for key in (KEY, OTHER, KEY):
        store.put(result(key))
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == [
        file_of(tmp_path, KEY),
        file_of(tmp_path, OTHER),
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.update(format="assigner-run/0"),
        lambda document: document.update(key=OTHER),
        lambda document: document.pop("manager_id"),
        lambda document: document.update(document=None),
        lambda document: document.update(client_id=["c1"]),
        lambda document: document.update(client_id=["c1", 2]),
        lambda document: document.update(client_id="c1"),
        lambda document: document.clear(),
    ],
)
def test_a_file_of_another_form_is_absent(tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    store = Store(tmp_path)
    store.put(result())
    rewritten(file_of(tmp_path), change)
    assert store.get(KEY) is None
    store.put(result())
    assert content(store.get(KEY)) == content(result())


def test_a_file_cut_off_anywhere_is_absent(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(result())
    whole = file_of(tmp_path).read_bytes()
    for length in range(len(whole)):
        file_of(tmp_path).write_bytes(whole[:length])
        assert store.get(KEY) is None


# Without a time of packing: the names of the tests must be the same in every process that collects them.
PACKED = [gzip.compress(data, mtime=0) for data in (b"[]", b"\xff", b"[" * 100_000)]


@given(where=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_flipped_bit_never_gives_another_answer(where: int, bit: int) -> None:
    # The checksum of gzip covers the content; a bit of its header (time, system) changes nothing.
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        store.put(result())
        data = bytearray(file_of(Path(folder)).read_bytes())
        data[where % len(data)] ^= 1 << bit
        file_of(Path(folder)).write_bytes(data)
        found = store.get(KEY)
        assert found is None or content(found) == content(result())


@pytest.mark.parametrize("data", [b"", b"{}", *PACKED, b"\x80\x04N."])
def test_a_foreign_file_is_absent(tmp_path: Path, data: bytes) -> None:
    path = file_of(tmp_path)
    path.parent.mkdir()
    path.write_bytes(data)
    assert Store(tmp_path).get(KEY) is None


def test_a_folder_in_the_place_of_a_file_is_absent(tmp_path: Path) -> None:
    file_of(tmp_path).mkdir(parents=True)
    assert Store(tmp_path).get(KEY) is None


@pytest.mark.parametrize(
    "key", ["", "../../etc/passwd", "/" + KEY[1:], KEY[:-1], KEY + "0", KEY.upper(), KEY + "\n", "٣" * 64]
)
def test_what_is_no_key_never_becomes_a_path(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        Store(tmp_path).get(key)
    with pytest.raises(ValueError, match="not a key"):
        Store(tmp_path).put(result(key))
    assert list(tmp_path.iterdir()) == []


@given(key=st.text(alphabet=string.hexdigits + "./\\\x00", max_size=70))
def test_only_hashes_are_keys(key: str) -> None:
    with TemporaryDirectory() as folder:
        if len(key) == 64 and set(key) <= set("0123456789abcdef"):
            assert Store(Path(folder)).get(key) is None
        else:
            with pytest.raises(ValueError, match="not a key"):
                Store(Path(folder)).get(key)


def test_a_failure_to_write_leaves_the_old_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    store = Store(tmp_path)
    store.put(result())
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        store.put(RunResult(KEY, {"score": 2}, (), (), ()))
    assert content(store.get(KEY)) == content(result())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [file_of(tmp_path)]


def test_the_format_is_part_of_the_file(tmp_path: Path) -> None:
    Store(tmp_path).put(result())
    assert json.loads(gzip.decompress(file_of(tmp_path).read_bytes()))["format"] == FORMAT
