"""Files made to do harm are refused in words, within 2 GiB, and nothing is written."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assigner.errors import InputError
from assigner.tabular import Sources, read_portfolio
from tests.project.places import ROOT
from tests.tabular import bombs
from tests.tabular.bombs import BOMBS
from tests.tabular.tables import codes

GIB = 1 << 30
QUICK = {
    "_says_its_size": "workbook-too-large",
    "_lies_about_its_size": "workbook-broken",
    "_one_endless_text": "workbook-broken",
    "_cells_without_places": "too-much-data",
    "_far_corner": "too-much-data",
    "_hidden_far_corner": "too-much-data",
    "_one_text_many_times": "too-much-data",
    "_billion_laughs": "workbook-broken",
    "_laughing_index": "workbook-broken",
    "_repeating_ods": "foreign-file",
    "_boasting_xls": "parser-stopped",
    "_million_blank_columns": "too-many-columns",
    "_million_signs_in_a_cell": "csv-broken",
    "_endless_record": "record-too-long",
    "_deep_json": "bad-json",
    "_many_keys": "too-many-columns",
}


@pytest.mark.parametrize(("name", "code"), QUICK.items())
def test_harm_is_refused_in_words(name: str, code: str, tmp_path: Path) -> None:
    make: Callable[[Path], Path] = getattr(bombs, name)
    with pytest.raises(InputError) as caught:
        read_portfolio(Sources(make(tmp_path)))
    assert code in codes(caught.value.issues)


@pytest.mark.slow
def test_no_file_takes_more_than_two_gib_or_leaves_anything_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.tabular.bombs", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=280)
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["found"] == {make.__name__: [2, False] for make in BOMBS}  # exit code, folder there
    assert max(told["peak_bytes"]) < 2 * GIB
    assert "Traceback" not in done.stderr
