from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assigner.errors import InputError, Issue
from assigner.i18n import Translator
from scenarios.edits import parse_edits
from scenarios.files import ScenarioBook, parse_settings, read_scenarios, refuse_changed_base
from scenarios.scenario import Effort, scenario_sha256

BASE = "a" * 64


def write(folder: Path, text: str, name: str = "plan.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def read(folder: Path, text: str, **settings: object) -> ScenarioBook:
    return read_scenarios([write(folder, text)], settings=settings)


def problems(folder: Path, *texts: str, **settings: object) -> list[Issue]:
    paths = [write(folder, text, f"{n}.yaml") for n, text in enumerate(texts)]
    with pytest.raises(InputError) as refused:
        read_scenarios(paths, settings=settings)
    return list(refused.value.issues)


SEVERAL = """\
base: ../out
effort: {work_limit: 5, seeds: 3}
scenarios:
  - name: calm
    title: {en: Few moves, ru: Мало переходов}
    edits:
      - {kind: budget, clients: 0.05}
  - name: calm-hire
    extends: calm
    effort: {seed: 7, time_limit: 30}
    edits:
      - {kind: hire, manager: new}
"""


def test_a_file_of_several_scenarios(tmp_path: Path) -> None:
    calm, hire = read(tmp_path, SEVERAL).scenarios
    assert (calm.name, calm.title("ru"), calm.title("en")) == ("calm", "Мало переходов", "Few moves")
    assert [edit.kind for edit in calm.edits] == ["budget"]
    # What the other one extends comes first.
    assert [edit.kind for edit in hire.edits] == ["budget", "hire"]
    assert hire.edits[0] == calm.edits[0]
    assert hire.title("ru") == "calm-hire"  # no title: the name
    assert [place[1] for place in hire.places] == [7, 12]


def test_a_title_in_a_language_that_nobody_reads(tmp_path: Path) -> None:
    # A comma without quotes begins a new key of the title.
    found = problems(tmp_path, "name: a\ntitle: {en: Hire one, few moves}\n")
    assert found[0].column == "title.few moves"
    assert found[0].message == "must be one of: en, ru"


def test_effort_is_ones_own_then_the_parents_then_the_files(tmp_path: Path) -> None:
    calm, hire = read(tmp_path, SEVERAL).scenarios
    assert calm.effort == Effort(work_limit=5, seeds=3)
    # Its time limit takes the place of the file's work limit: both limits come from one of them.
    assert hire.effort == Effort(time_limit=30, seed=7, seeds=3)
    assert [config.seed for config in hire.effort.configs(2)] == [7, 8, 9]
    assert {config.workers for config in hire.effort.configs(2)} == {2}
    assert {config.workers for config in calm.effort.configs(2)} == {1}  # so that the answer repeats


def test_the_base_is_found_from_the_files_folder_on(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    spec = read(tmp_path / "plans", SEVERAL).base.spec
    assert spec is not None
    assert spec.folder is not None
    assert Path(spec.folder).resolve() == (tmp_path / "out").resolve()


def test_one_scenario_alone_is_called_like_its_file(tmp_path: Path) -> None:
    path = write(tmp_path, "edits:\n  - {kind: leave, managers: [m1]}\n", "no-anna.yaml")
    (one,) = read_scenarios([path]).scenarios
    assert (one.name, one.edits[0].kind) == ("no-anna", "leave")


def test_json_says_the_same_as_yaml(tmp_path: Path) -> None:
    text = json.dumps(yaml.safe_load(SEVERAL), indent="\t")
    from_json = read_scenarios([write(tmp_path, text, "plan.json")])
    from_yaml = read(tmp_path, SEVERAL)
    assert [one.edits for one in from_json.scenarios] == [one.edits for one in from_yaml.scenarios]
    assert from_json.base.spec == from_yaml.base.spec
    assert from_json.scenarios[0].row == 9  # the line of "name" in the JSON


def test_extends_reaches_over_files(tmp_path: Path) -> None:
    one = write(tmp_path, "name: one\nextends: two\nedits: [{kind: budget, lift: true}]\n", "one.yaml")
    two = write(tmp_path, "name: two\nedits: [{kind: leave, managers: [m1]}]\n", "two.yaml")
    first, second = read_scenarios([one, two]).scenarios
    assert [edit.kind for edit in first.edits] == ["leave", "budget"]
    assert [edit.kind for edit in second.edits] == ["leave"]
    assert [Path(file).name for file, _ in first.places] == ["two.yaml", "one.yaml"]


PLACED = """\
parameters:
  cap: {default: 0.1}
name: loss
title: Nobody loses more than ${cap}
edits:
  - {kind: caps, loss_cap: "${cap}"}
  - kind: grow
    where: {segments: {"${dimension}": ["${value}"]}}
    factor: 1.2
"""


def test_placeholders_are_filled_in(tmp_path: Path) -> None:
    settings = parse_settings(["cap=0.05", "dimension=region", "value= North "], Translator())
    assert settings == {"cap": 0.05, "dimension": "region", "value": "North"}
    (one,) = read(tmp_path, PLACED, **settings).scenarios
    wanted = [
        {"kind": "caps", "loss_cap": 0.05},
        {"kind": "grow", "where": {"segments": {"region": ["North"]}}, "factor": 1.2},
    ]
    assert one.edits == parse_edits(wanted)
    assert one.title("en") == "Nobody loses more than 0.05"
    (default,) = read(tmp_path, PLACED, dimension="region", value="North").scenarios
    assert default.edits[0] == parse_edits([{"kind": "caps", "loss_cap": 0.1}])[0]


def test_a_placeholder_without_a_value_and_a_setting_nobody_asked_for(tmp_path: Path) -> None:
    found = problems(tmp_path, PLACED, value="North", cat=1)
    assert [(one.code, one.row) for one in found] == [("scenario_parameter", 8), ("scenario_setting", None)]
    assert "--set dimension=" in found[0].remedy
    assert "'cap'" in found[1].remedy


def test_settings_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        parse_settings(["cap", "a b=1", "x=1", "x=2"], Translator())
    assert [one.value for one in refused.value.issues] == ["cap", "a b=1", "x=2"]


BAD = """\
base: out
base_sha: 1
effort: {time_limit: -1}
scenarios:
  - name: a
    extends: b
    edits:
      - {kind: hire, manager: new, share: -1}
      - {kind: hyre}
      - 7
  - name: b
    extends: a
  - name: b
  - name: "../x"
  - name: Base
  - name: c
    extends: d
    name: c
"""


def test_every_problem_of_the_shape_is_told_with_its_line(tmp_path: Path) -> None:
    found = problems(tmp_path, BAD)
    assert [(one.code, one.row, one.column) for one in found] == [
        ("scenario_duplicate_key", 18, "scenarios.5.name"),
        ("scenario_value", 3, "effort.time_limit"),
        ("scenario_unknown_key", 2, "base_sha"),
    ]
    assert found[2].remedy == "did you mean 'base_sha256'?"


def test_every_problem_of_names_references_and_edits_is_told_with_its_line(tmp_path: Path) -> None:
    sound = BAD.replace("base_sha: 1\n", "").replace("effort: {time_limit: -1}\n", "")
    found = problems(tmp_path, sound.replace("    extends: d\n    name: c\n", "    extends: d\n"))
    assert [(one.code, one.row, one.value) for one in found] == [
        ("edit", 6, "-1"),
        ("edit", 7, "hyre"),
        ("edit", 8, "7"),
        ("scenario_name", 11, "b"),
        ("scenario_name", 12, "../x"),
        ("scenario_name", 13, "Base"),
        ("scenario_reference", 15, "d"),
        ("scenario_circle", 4, "b"),
    ]
    assert found[0].column == "scenarios.0.edits.0.share"
    assert "a -> b -> a" in found[-1].message


def test_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, "name: [", "- 1\n", "name: a\nedits: [{kind: leave}]\n", "name: a\n")
    assert [(Path(one.file).name, one.code) for one in found] == [
        ("0.yaml", "scenario_syntax"),
        ("1.yaml", "scenario_file"),
        ("2.yaml", "edit"),
        ("3.yaml", "scenario_name"),
    ]


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError) as refused:
        read_scenarios([tmp_path / "none.yaml", tmp_path / "x.yaml"])
    assert [one.code for one in refused.value.issues] == ["scenario_unreadable", "scenario_unreadable"]


def test_json_that_is_none_and_a_table_in_the_place_of_a_file(tmp_path: Path) -> None:
    broken = write(tmp_path, '{"name": "a",\n "edits": [}\n', "broken.json")
    long = write(tmp_path, "a,b\n" * (1 << 20) + "c", "clients.csv")
    with pytest.raises(InputError) as refused:
        read_scenarios([broken, long])
    assert [(one.code, one.row) for one in refused.value.issues] == [
        ("scenario_syntax", 2),
        ("scenario_unreadable", None),
    ]


def test_a_scenario_that_refers_to_one_with_problems_is_not_told_off(tmp_path: Path) -> None:
    found = problems(tmp_path, "name: a\nedits: [{kind: leave}]\n", "name: b\nextends: a\n")
    assert [one.code for one in found] == ["edit"]


def test_files_with_two_bases_are_refused(tmp_path: Path) -> None:
    one, two = "name: a\nbase: x\nbase_sha256: 1\n", "name: b\nbase: y\nbase_sha256: 2\n"
    found = problems(tmp_path, one.replace("256: 1", "256: 'aa'"), two.replace("256: 2", "256: 'bb'"))
    assert [(one.code, Path(one.file).name, one.row) for one in found] == [
        ("scenario_base", "1.yaml", 2),
        ("scenario_base", "1.yaml", 3),
    ]


@pytest.mark.parametrize("base", ["{}", "{folder: x, clients: y}", "{policy: p.yaml}"])
def test_a_base_is_a_folder_or_tables(tmp_path: Path, base: str) -> None:
    (found,) = problems(tmp_path, f"name: a\nbase: {base}\n")
    assert (found.code, found.row) == ("scenario_base", 2)


def test_a_base_that_changed_is_refused(tmp_path: Path) -> None:
    book = read(tmp_path, f"name: a\nbase: x\nbase_sha256: {BASE}\n")
    refuse_changed_base(book.base, BASE, Translator())
    with pytest.raises(InputError, match="has changed") as refused:
        refuse_changed_base(book.base, "b" * 64, Translator())
    (found,) = refused.value.issues
    assert (found.row, found.value) == (3, BASE)


def test_the_hash_is_of_base_and_ordered_edits_alone() -> None:
    leave, budget = parse_edits([{"kind": "leave", "managers": ["m1"]}, {"kind": "budget", "lift": True}])
    made = scenario_sha256(BASE, [leave, budget])
    # What is left blank and what says the default are one edit.
    (same,) = parse_edits([{"kind": "budget", "lift": True, "clients": None}])
    assert scenario_sha256(BASE, [leave, same]) == made
    assert scenario_sha256(BASE, [budget, leave]) != made
    assert scenario_sha256(BASE, [leave]) != made
    assert scenario_sha256("b" * 64, [leave, budget]) != made


NAMES = st.sampled_from(["a", "b", "c", "d"])


@given(st.dictionaries(NAMES, st.one_of(st.none(), NAMES), min_size=1))
def test_extends_ends_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, parents: dict[str, str | None]
) -> None:
    # Every scenario has one edit with its own name, so that its edits tell the way that was gone.
    scenarios = [
        {"name": name, "edits": [{"kind": "leave", "managers": [name]}]} | ({"extends": up} if up else {})
        for name, up in parents.items()
    ]
    path = tmp_path_factory.mktemp("any") / "any.yaml"
    path.write_text(yaml.safe_dump({"scenarios": scenarios}), "utf-8")

    def way(name: str) -> list[str]:
        gone: list[str] = []
        step: str | None = name
        while step is not None:
            if step in gone or step not in parents:
                return []
            gone.append(step)
            step = parents[step]
        return gone[::-1]

    if all(way(name) for name in parents):
        for one in read_scenarios([path]).scenarios:
            assert [edit.managers for edit in one.edits] == [(name,) for name in way(one.name)]  # type: ignore[union-attr]
    else:
        with pytest.raises(InputError):
            read_scenarios([path])
