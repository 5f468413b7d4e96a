"""Policy files: every problem listed with its place and remedy; what is written reads back the same."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.errors import InputError, Issue
from assigner.i18n import Translator
from assigner.policy.model import Policy
from assigner.policy.nodes import read_document
from assigner.policy.yaml_io import dump_policy, load_policy, parse_policy, policy_sha256
from tests.policy.strategies import policies


def problems(folder: Path, text: str, language: str = "en") -> tuple[Issue, ...]:
    """The issues of a policy file with this text."""
    file = folder / "policy.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        load_policy(file, tr=Translator(language))
    return caught.value.issues


def loaded(folder: Path, text: str) -> Policy:
    """The policy of a file with this text."""
    file = folder / "policy.yaml"
    file.write_text(text, "utf-8")
    return load_policy(file)


@pytest.mark.parametrize("text", ["", "\n", "# nothing but a remark\n", "\ufeff", "---\n"])
def test_an_empty_file_is_the_default(tmp_path: Path, text: str) -> None:
    assert loaded(tmp_path, text) == Policy()


def test_keys_that_are_left_out_keep_their_default(tmp_path: Path) -> None:
    policy = loaded(tmp_path, "evidence:\n  half_life_days: 90\nrules:\n  keep: {states: [proven, active]}\n")
    assert policy.evidence.half_life_days == 90
    assert policy.rules.keep.states == ("proven", "active")
    assert policy.evidence.proven_days == Policy().evidence.proven_days


def test_a_number_may_be_written_with_an_exponent(tmp_path: Path) -> None:
    # PyYAML reads 1e-3 as text, since YAML 1.1 wants 1.0e-3.
    assert loaded(tmp_path, "balance:\n  total_tolerance: 1e-3\n").balance.total_tolerance == 0.001


def test_every_problem_of_a_file_is_listed_in_the_order_of_its_lines(tmp_path: Path) -> None:
    text = (
        "evidence:\n"
        "  half_life_day: 90\n"  # 2: a slip of the pen
        "  min_summary_chars: 1.5\n"  # 3: characters are whole
        "  points: {call: -1}\n"  # 4: less than nothing
        "managers:\n"
        "  risk: 0.2\n"  # 6: belongs to disruption
        "balance:\n"
        "  goals:\n"
        "    - {measure: profit, tolerance: 0.1}\n"  # 9: no such measure
        "    - {measure: count}\n"  # 10: tolerance is missing
        "  total_tolerance: 0.1\n"
        "  total_tolerance: 0.2\n"  # 12: stands twice
    )
    found = problems(tmp_path, text)
    assert [(issue.row, issue.column, issue.code) for issue in found] == [
        (2, "evidence.half_life_day", "policy_unknown_key"),
        (3, "evidence.min_summary_chars", "policy_value"),
        (4, "evidence.points.call", "policy_value"),
        (6, "managers.risk", "policy_unknown_key"),
        (9, "balance.goals.0.measure", "policy_value"),
        (10, "balance.goals.1.tolerance", "policy_value"),
        (12, "balance.total_tolerance", "policy_duplicate_key"),
    ]
    assert all(issue.remedy and issue.file == str(tmp_path / "policy.yaml") for issue in found)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("evidence: {half_life_day: 1}", "did you mean 'half_life_days'?"),
        ("evidnce: {half_life_days: 1}", "did you mean 'evidence'?"),
        ("half_life_days: 1", "it belongs to evidence.half_life_days"),
        ("rules: {clients: 1}", "it belongs to rules.move_budget.clients, rules.absorption.clients"),
        ("fit: {xyzzy: 1}", "known keys here: distance_weight, distance_full_km"),
        ("balance: {goals: [{measure: count, tolerance: 0, wieght: 2}]}", "did you mean 'weight'?"),
    ],
)
def test_an_unknown_key_gets_the_nearest_known_one(tmp_path: Path, text: str, remedy: str) -> None:
    (issue,) = problems(tmp_path, text)
    assert issue.message == "unknown key"
    assert issue.remedy == remedy


@pytest.mark.parametrize(
    ("text", "message", "value"),
    [
        ("evidence: {half_life_days: 0}", "must be more than 0", "0"),
        ("disruption: {risk: 1.5}", "must be at most 1", "1.5"),
        ("disruption: {risk: -0.5}", "must be at least 0", "-0.5"),
        ("disruption: {risk: .inf}", "must be a number", ".inf"),
        ("disruption: {risk: yes}", "must be a number", "true"),
        ('disruption: {risk: "0.1"}', "must be a number", "0.1"),
        ("evidence: {active_touches: true}", "must be a whole number", "true"),
        ("rules: {keep: {pins: 1}}", "must be true or false", "1"),
        ("rules: {keep: {states: [free]}}", "must be one of: proven, active, dormant, claimed", "free"),
        ("rules: {keep: {states: proven}}", "must be a list: [...]", "proven"),
        ("rules: [keep]", "must hold keys and values", "[keep]"),
        ("rules:", "must hold keys and values", "null"),
        ("managers: {ramp: []}", "must have at least one entry", "[]"),
        ("objective: {mode: lexicografic}", "must be one of: weighted, lexicographic", "lexicografic"),
        ("evidence: {time_zone: 3}", "must be a text", "3"),
        ("evidence: {time_zone: Mars}", "unknown time zone 'Mars'; use a name like Europe/Moscow", "Mars"),
        ("evidence: {proven_days: 2026-01-01}", "must be a whole number", "2026-01-01"),
        ("evidence: {proven_days: !!int x}", "must be a whole number", "x"),
        (
            "capacity: {abc_a: 0.99}",
            "abc_a (0.99) must be at most abc_b (0.95), which holds A and B",
            "{abc_a: 0.99}",
        ),
        (
            "objective: {order: [fit, fit, imbalance]}",
            "order must name imbalance, disruption and fit, each once",
            "[fit, fit, imbalance]",
        ),
    ],
)
def test_a_wrong_value_is_named_and_never_guessed(
    tmp_path: Path, text: str, message: str, value: str
) -> None:
    (issue,) = problems(tmp_path, text)
    assert (issue.message, issue.value) == (message, value)


@pytest.mark.parametrize(
    ("text", "code", "row", "part"),
    [
        ("a: [1\nb: 2\n", "policy_syntax", 2, "not valid YAML"),
        ("fit: {}\n---\nfit: {}\n", "policy_syntax", 2, "another document"),
        ("fit: &a {}\nrules: *a\n", "policy_syntax", 2, "aliases"),
        ("? [a]\n: 1\n", "policy_syntax", 1, "a key must be a word"),
        ("[" * 5000, "policy_syntax", None, "nested too deeply"),
        ("[" * 30 + "]" * 30, "policy_syntax", 1, "nested too deeply"),
        ("- fit\n", "policy_not_mapping", None, "keys and values"),
        ("fit\n", "policy_not_mapping", None, "keys and values"),
    ],
)
def test_a_file_that_is_no_policy_is_an_error(
    tmp_path: Path, text: str, code: str, row: int | None, part: str
) -> None:
    (issue,) = problems(tmp_path, text)
    assert (issue.code, issue.row) == (code, row)
    assert part in issue.message


def test_a_missing_file_and_a_foreign_encoding_are_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        load_policy(tmp_path / "nowhere.yaml")
    foreign = tmp_path / "policy.yaml"
    foreign.write_bytes("# политика\n".encode("cp1251"))
    with pytest.raises(InputError, match="UTF-8"):
        load_policy(foreign)


def test_messages_come_in_the_reader_s_language(tmp_path: Path) -> None:
    (issue,) = problems(tmp_path, "evidence: {half_life_day: 1}", "ru")
    assert issue.message == "неизвестный ключ"
    assert issue.remedy == "возможно, имелось в виду 'half_life_days'?"


@settings(deadline=None, max_examples=60)
@given(policy=policies)
def test_a_written_policy_reads_back_equal_and_keeps_its_hash(policy: Policy) -> None:
    text = dump_policy(policy)
    again = parse_policy(yaml.safe_load(text))  # what any other program reads
    assert again == policy
    assert read_document(text).data == yaml.safe_load(text)
    assert policy_sha256(again) == policy_sha256(policy)


def test_the_default_file_reads_back_as_the_default(tmp_path: Path) -> None:
    assert loaded(tmp_path, dump_policy()) == Policy()


def test_every_line_of_the_default_file_has_a_comment() -> None:
    bare = [line for line in dump_policy().splitlines() if line and "#" not in line]
    assert bare == []


def test_a_changed_value_is_written_with_the_default_beside_it() -> None:
    policy = Policy.model_validate({"evidence": {"half_life_days": 200}})
    (line,) = [line for line in dump_policy(policy).splitlines() if "  half_life_days" in line]
    assert line.split("#")[0].strip() == "half_life_days: 200"
    assert line.endswith("(default: 180)")


def test_the_hash_tells_different_policies_apart_and_nothing_else() -> None:
    whole, decimal = ({"evidence": {"half_life_days": days}} for days in (200, 200.0))
    assert policy_sha256(parse_policy(whole)) == policy_sha256(parse_policy(decimal))
    assert policy_sha256(parse_policy(whole)) != policy_sha256(Policy())
    assert len(policy_sha256(Policy())) == 64


@given(text=st.text(max_size=40))
def test_any_text_is_a_policy_or_an_input_error(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.mktemp("any") / "policy.yaml"
    file.write_text(text, "utf-8")
    try:
        policy = load_policy(file)
    except InputError:
        return
    assert policy == Policy()
