from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assigner.errors import InputError
from assigner.report.folder import write_folder


def says(text: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_text(text, encoding="utf-8")

    return write


def fails(path: Path) -> None:
    path.write_text("half", encoding="utf-8")
    raise RuntimeError("the pen broke")


def content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def code_of(caught: pytest.ExceptionInfo[InputError]) -> str:
    assert caught.value.issues[0].remedy
    return caught.value.issues[0].code


def test_a_new_folder_appears_whole_with_its_parents(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    assert write_folder(out, {"b": says("2"), "a": says("1")}) == (out / "b", out / "a")
    assert content(out) == {"a": "1", "b": "2"}
    assert [path.name for path in tmp_path.iterdir()] == ["deep"]


def test_a_failure_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="pen"):
        write_folder(tmp_path / "deep" / "out", {"a": says("1"), "b": fails})
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    write_folder(tmp_path, {"a": says("1")})
    assert content(tmp_path) == {"a": "1"}


def test_existing_results_are_not_overwritten_unasked(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        write_folder(tmp_path, {"a": says("new")})
    assert code_of(caught) == "out_not_empty"
    assert content(tmp_path) == {"a": "old"}


def test_force_replaces_our_files_and_leaves_foreign_ones(tmp_path: Path) -> None:
    for name in ("a", "letter"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    write_folder(tmp_path, {"a": says("new"), "b": says("new")}, force=True)
    assert content(tmp_path) == {"a": "new", "b": "new", "letter": "old"}


def test_force_takes_away_what_earlier_results_held_and_these_do_not(tmp_path: Path) -> None:
    for name in ("a", "spare", "letter"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    write_folder(tmp_path, {"a": says("new")}, retired=("spare", "never"), force=True)
    assert content(tmp_path) == {"a": "new", "letter": "old"}
    write_folder(tmp_path, {"a": says("newer"), "spare": says("new")}, retired=("spare",), force=True)
    assert content(tmp_path) == {"a": "newer", "spare": "new", "letter": "old"}


def test_a_failure_during_the_swap_brings_retired_files_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Renames: a away, a in, spare away, which breaks; both stand as before, "other" was not touched yet.
    for name in ("a", "spare", "other"):
        (tmp_path / name).write_text(f"old {name}", encoding="utf-8")
    calls: list[Path] = []

    def replace(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        source.rename(target)

    monkeypatch.setattr("assigner.report.folder.os.replace", replace)
    with pytest.raises(InputError):
        write_folder(tmp_path, {"a": says("new")}, retired=("spare", "other"), force=True)
    assert content(tmp_path) == {"a": "old a", "other": "old other", "spare": "old spare"}


def test_force_with_a_failure_leaves_the_old_results(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError, match="pen"):
        write_folder(tmp_path, {"a": says("new"), "b": fails}, force=True)
    assert content(tmp_path) == {"a": "old"}


def test_a_failure_during_the_swap_puts_the_old_results_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The swap makes four renames: a away, a in, b away, b in; the fourth one breaks, the way back works.
    for name in ("a", "b"):
        (tmp_path / name).write_text(f"old {name}", encoding="utf-8")
    calls: list[Path] = []

    def replace(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 4:
            raise OSError(28, "No space left on device")
        source.rename(target)

    monkeypatch.setattr("assigner.report.folder.os.replace", replace)
    with pytest.raises(InputError) as caught:
        write_folder(tmp_path, {"a": says("new"), "b": says("new"), "c": says("new")}, force=True)
    assert code_of(caught) == "out_not_writable"
    assert content(tmp_path) == {"a": "old a", "b": "old b"}


def test_force_never_writes_into_a_foreign_folder(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        write_folder(tmp_path, {"a": says("new")}, force=True)
    assert code_of(caught) == "out_foreign"
    assert content(tmp_path) == {"letter": "mine"}


def test_a_folder_that_bears_our_name_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "letter").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        write_folder(tmp_path, {"a": says("new")}, force=True)
    assert code_of(caught) == "out_foreign"
    assert content(tmp_path / "a") == {"letter": "mine"}


def test_a_file_is_no_output_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        write_folder(tmp_path / "out", {"a": says("1")}, force=True)
    assert code_of(caught) == "out_not_a_folder"


def test_a_folder_left_over_by_a_killed_run_does_not_count(tmp_path: Path) -> None:
    (tmp_path / ".assigner-0123").mkdir()
    write_folder(tmp_path, {"a": says("1")})
    assert (tmp_path / "a").read_text(encoding="utf-8") == "1"
