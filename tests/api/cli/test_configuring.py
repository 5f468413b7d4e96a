"""Bad settings are told all at once, by the names of their variables, and no secret with them."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from api.cli import serving
from api.cli.configuring import open_service, read_settings
from assigner.errors import InputError
from assigner.i18n import Translator

EN = Translator()


def test_everything_wrong_is_told_at_once_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("PORT", "99999"),
        ("COLOUR", "red"),
        ("SECRET", "hush"),
        ("DATABASE_URL", "mysql://x:pw@y/z"),
    ):
        monkeypatch.setenv(f"ASSIGNER_{name}", value)
    with pytest.raises(InputError) as caught:
        read_settings({}, None, EN)
    assert {issue.file for issue in caught.value.issues} == {
        "ASSIGNER_PORT",
        "ASSIGNER_COLOUR",
        "ASSIGNER_SECRET",
        "ASSIGNER_DATABASE_URL",
    }
    assert "hush" not in str(caught.value)
    assert "pw" not in str(caught.value)


def test_options_win_over_variables_and_those_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "settings.env"
    file.write_text("ASSIGNER_PORT=1001\nASSIGNER_JOB_SLOTS=2\nASSIGNER_HOST=::1\n")
    monkeypatch.setenv("ASSIGNER_PORT", "1002")
    monkeypatch.setenv("ASSIGNER_JOB_SLOTS", "3")
    found = read_settings({"port": 1003}, file, EN)
    assert (found.port, found.job_slots, found.host) == (1003, 3, "::1")


def test_an_unknown_name_in_the_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "settings.env"
    file.write_text("ASSIGNER_PROT=1\nOTHER=2\n")
    with pytest.raises(InputError, match="ASSIGNER_PROT: there is no such setting"):
        read_settings({}, file, EN)
    with pytest.raises(InputError, match="there is no such file"):
        read_settings({}, tmp_path / "none", EN)


@pytest.mark.parametrize(
    "address", ["cluster:8786", "http://cluster:8786", "tcp://cluster", "tcp://cluster:many"]
)
def test_an_address_that_is_no_scheduler_is_told(address: str) -> None:
    with pytest.raises(InputError, match="ASSIGNER_DASK"):
        read_settings({"dask": address}, None, EN)


def test_a_cluster_without_its_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings({"dask": "tcp://cluster:8786"}, None, EN).dask == "tcp://cluster:8786"
    assert read_settings({"dask": ""}, None, EN).dask is None
    monkeypatch.setattr("api.settings.find_spec", lambda _: None)
    with pytest.raises(InputError, match="with the extra `cluster`"):
        read_settings({"dask": "tcp://cluster:8786"}, None, EN)


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=r"can't listen there: Address already in use"):
            serving.run({"port": port, "data_dir": tmp_path / "data"}, None, tr=EN)
    assert not (tmp_path / "data").exists()  # nothing was begun


def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://me:pw@127.0.0.1:1/x"
    settings = read_settings({"data_dir": tmp_path, "database_url": url}, None, EN)
    with pytest.raises(InputError, match="the database does not answer") as caught:
        open_service(settings, EN)
    assert ":pw@" not in str(caught.value)


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(InputError, match="the data folder can't be used"):
        open_service(read_settings({"data_dir": tmp_path / "data"}, None, EN), EN)


def test_a_database_of_a_newer_version_is_told(tmp_path: Path) -> None:
    settings = read_settings({"data_dir": tmp_path}, None, EN)
    ctx = open_service(settings, EN)
    with ctx.db.write() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    ctx.db.close()
    with pytest.raises(InputError, match="written by a newer version"):
        open_service(settings, EN)
