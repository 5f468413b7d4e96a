"""What was found in a base, page by page, and who may see what of it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.context import Context
from api.security.actor import Actor, Role
from api.services.datasets import clients, dossiers, lists, reading
from tests.api.datasets.conftest import Tables, on_sqlite
from tests.shared_data import adventureworks

Read = Callable[..., dict[str, Any]]
Headers = Callable[..., dict[str, str]]

CLIENTS = (
    "client_id,name,manager_id,region,potential,revenue_12m\n"
    "C1,Ёлка,M1,North,100,60\nC2,Берёза 50%,M1,South,200,0\nC3,Дуб,M2,North,300,0\nC4,Sorbus,,South,400,0\n"
)
TINY: Tables = {"clients": CLIENTS.encode(), "managers": b"manager_id,name\nM1,Ann\nM2,Bob\n"}


@pytest.fixture
def tiny(read: Read) -> str:
    """Path of a base of four clients."""
    return f"/v1/datasets/{read(TINY)['id']}"


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["client_id"] for one in answer.json()["items"]]


def walk(client: TestClient, path: str, **params: Any) -> list[str]:
    """Ids over all pages."""
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = client.get(path, params=params | cursor)
        found += ids(page)
        if page.json()["next"] is None:
            return found
        cursor = {"cursor": page.json()["next"]}


def test_clients_are_filtered_and_sorted(head: TestClient, tiny: str) -> None:
    path = f"{tiny}/clients"
    for params, expected in (
        ({"manager": "M1"}, ["C1", "C2"]),
        ({"manager": ""}, ["C4"]),
        ({"state": "free"}, ["C4"]),
        ({"state": "proven"}, ["C1"]),  # revenue proves without a log
        ({"segment": "region:North"}, ["C1", "C3"]),
        ({"segment": "region:North", "manager": "M2"}, ["C3"]),
        ({"segment": "region:Nor"}, []),
        ({"segment": "region:%"}, []),
        ({"disputed": "true"}, []),
        ({"q": "ёл"}, ["C1"]),  # letters of any alphabet in any case
        ({"q": "БЕРЁЗА"}, ["C2"]),
        ({"q": "50%"}, ["C2"]),  # a sign of LIKE is only a sign here
        ({"q": "_"}, []),
        ({"sort": "-potential"}, ["C4", "C3", "C2", "C1"]),
        ({"sort": "-revenue"}, ["C1", "C2", "C3", "C4"]),  # equal ones as in the table
        ({"sort": "potential", "state": "claimed"}, ["C2", "C3"]),
    ):
        assert ids(head.get(path, params=params)) == expected, params
        assert walk(head, path, limit=1, **params) == expected, params
    assert head.get(path, params={"segment": "region:North"}).json()["total"] == 2


def test_what_can_not_be_asked_is_refused(head: TestClient, tiny: str) -> None:
    first = head.get(f"{tiny}/clients", params={"limit": 1, "sort": "name"}).json()
    for params in (
        {"segment": "North"},
        {"segment": "region:"},
        {"sort": "colour"},
        {"state": "lost"},
        {"limit": 0},
        {"cursor": "x"},
        {"cursor": first["next"], "sort": "-name"},
    ):
        assert head.get(f"{tiny}/clients", params=params).status_code == 422, params
    assert head.get("/v1/datasets/ds_none/clients").status_code == 404
    assert head.get(f"{tiny}/clients/C9").status_code == 404


def test_pages_hold_every_client_once(head: TestClient, company: str) -> None:
    path = f"/v1/datasets/{company}/clients"
    every = walk(head, path, limit=500)
    assert len(every) == len(set(every)) == 89
    for sort in ("name", "-name", "potential", "-revenue"):
        assert sorted(walk(head, path, limit=17, sort=sort)) == sorted(every)


@on_sqlite
def test_balance_by_hand(read: Read, head: TestClient) -> None:
    # Ann holds ten clients of 100, Bob none: fair are 500 each, so Ann is 100 % over, Bob 100 % under; he
    # stands first on the curve. Gini of the ratios (0, 2): mean |difference| 1 over twice the mean 1, 1/2.
    rows = "".join(f"C{n},Client {n},M1,100\n" for n in range(10))
    clients = f"client_id,name,manager_id,potential\n{rows}".encode()
    made = read({"clients": clients, "managers": b"manager_id,name\nM1,Ann\nM2,Bob\n"})
    found = head.get(f"/v1/datasets/{made['id']}/balance").json()
    assert [(one["name"], one["load"], one["target"]) for one in found["managers"]] == [
        ("Ann", 1000.0, 500.0),
        ("Bob", 0.0, 500.0),
    ]
    totals = [one for one in found["cells"] if (one["measure"], one["dimension"]) == ("potential", "total")]
    assert [(one["manager_id"], one["state"], one["deviation"]) for one in totals] == [
        ("M1", "over", 1.0),
        ("M2", "under", -1.0),
    ]
    assert found["lorenz"] == [[0.0, 0.0], [0.5, 0.0], [1.0, 1.0]]
    assert found["figures"]["spread"]["gini"] == pytest.approx(0.5)


@on_sqlite
def test_lorenz_curves_rise_and_lie_below_the_diagonal(head: TestClient, company: str) -> None:
    points = head.get(f"/v1/datasets/{company}/balance").json()["lorenz"]
    assert (points[0], points[-1]) == ([0.0, 0.0], [1.0, 1.0])
    assert all(y <= x + 1e-12 for x, y in points)
    assert all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(points))


@on_sqlite
def test_evidence_adds_up_to_the_base(head: TestClient, company: str) -> None:
    found = head.get(f"/v1/datasets/{company}/evidence").json()
    figures = head.get(f"/v1/datasets/{company}").json()["figures"]
    owned = sum(found["owned"]["clients"].values())
    assert owned + found["unowned"]["clients"] == figures["base"]["clients"] == 89
    for one in found["managers"]:
        assert sum(one["potential_share"].values()) == pytest.approx(
            float(sum(one["potential"].values()) > 0)
        )
        souls = walk(head, f"/v1/datasets/{company}/clients", manager=one["manager_id"], state="claimed")
        assert len(souls) == one["dead_souls"]


@on_sqlite
def test_the_dossier_is_what_the_dispute_tells(head: TestClient, company: str) -> None:
    disputes = head.get(f"/v1/datasets/{company}/disputes").json()["items"]
    assert disputes
    potential = [one["potential"] for one in disputes]
    assert potential == sorted(potential, reverse=True)
    for one in disputes:
        found = head.get(f"/v1/datasets/{company}/clients/{one['client_id']}").json()
        sides = {side["manager_id"]: side for side in found["sides"]}
        assert found["sides"][0]["owns"]
        assert found["verdict"] == one["verdict"]
        for side in ("owner", "rival"):
            told, alone = one[side], sides[one[side]["manager_id"]]
            assert (told["points"], told["line"]) == (pytest.approx(alone["points"]), alone["line"])
            assert told["touches"] == alone["touches"]
            assert sum(touch["points"] for touch in told["touches"]) == pytest.approx(told["points"])


@on_sqlite
def test_who_is_claimed_misses_evidence_in_words(head: TestClient, company: str, key_of: Headers) -> None:
    items = head.get(f"/v1/datasets/{company}/clients", params={"state": "claimed"}).json()["items"]
    assert all(one["missing"][-1]["code"] == "no_transaction" for one in items)
    assert any(one["missing"][0]["code"] == "no_touch" for one in items)
    proven = head.get(f"/v1/datasets/{company}/clients", params={"state": "proven"}).json()["items"]
    assert all(one["missing"] == [] for one in proven)


def test_findings_and_duplicates_come_in_pages(head: TestClient, company: str) -> None:
    quality = head.get(f"/v1/datasets/{company}/quality").json()
    for kind in quality["findings"]:
        rows = head.get(f"/v1/datasets/{company}/findings", params={"check": kind["check"], "limit": 500})
        assert len(rows.json()["items"]) == kind["count"]
        assert kind["remedy"].endswith(".")
    pairs = head.get(f"/v1/datasets/{company}/duplicates").json()["items"]
    scores = [one["score"] for one in pairs]
    assert scores == sorted(scores, reverse=True)
    assert pairs[0]["exact"]


def test_a_manager_sees_the_own_book_alone(
    client: TestClient, head: TestClient, company: str, key_of: Headers
) -> None:
    path = f"/v1/datasets/{company}"
    own = ids(head.get(f"{path}/clients", params={"manager": "M01", "limit": 500}))
    others = ids(head.get(f"{path}/clients", params={"manager": "M02"}))
    me = key_of(Role.MANAGER, "M01")
    client.headers.clear()
    assert ids(client.get(f"{path}/clients", params={"limit": 500}, headers=me)) == own
    assert ids(client.get(f"{path}/clients", params={"manager": "M02"}, headers=me)) == []
    assert client.get(f"{path}/clients/{others[0]}", headers=me).status_code == 404
    assert client.get(f"{path}/clients/{own[0]}", headers=me).status_code == 200
    for hidden in ("columns", "quality", "findings", "evidence", "disputes", "duplicates", "decisions"):
        assert client.get(f"{path}/{hidden}", headers=me).status_code == 403
    listed = client.get("/v1/datasets", headers=me).json()["items"]
    assert [sorted(one) for one in listed] == [["as_of", "created_at", "etag", "id", "name", "state"]]


def test_a_manager_sees_no_touches_of_others_and_fairness_without_clients(
    client: TestClient, head: TestClient, company: str, key_of: Headers
) -> None:
    path = f"/v1/datasets/{company}"
    dispute = head.get(f"{path}/disputes").json()["items"][0]
    me = key_of(Role.MANAGER, dispute["owner"]["manager_id"])
    client.headers.clear()
    found = client.get(f"{path}/clients/{dispute['client_id']}", headers=me).json()
    shown = [(side["owns"], side["touches"] is not None) for side in found["sides"]]
    assert shown[:2] == [(True, True), (False, False)]
    balance = client.get(f"{path}/balance", headers=me)
    assert balance.status_code == 200
    assert not any(name in balance.text for name in ("client_id", "C000", dispute["client"]))


@on_sqlite
def test_hr_reads_and_changes_nothing(client: TestClient, company: str, key_of: Headers) -> None:
    client.headers.clear()
    hr = key_of(Role.HR)
    path = f"/v1/datasets/{company}"
    assert client.get(f"{path}/evidence", headers=hr).status_code == 200
    body = {"decisions": [{"kind": "exclude", "a": "C00001"}]}
    assert client.post(f"{path}/decisions", json=body, headers=hr).status_code == 403
    assert client.delete(path, headers=hr | {"If-Match": "*"}).status_code == 403


@on_sqlite
def test_words_are_in_the_readers_language(ctx: Context, company: str) -> None:
    boss = Actor("x", "user", Role.HEAD, language="ru")
    dispute = lists.list_dataset_disputes(ctx, boss, company)["items"][0]
    texts = [
        dispute["verdict"],
        dispute["owner"]["touches"][0]["kind_word"],
        dossiers.get_dataset_client(ctx, boss, company, dispute["client_id"])["state_word"],
        reading.get_dataset(ctx, boss, company)["figures"]["headline"],
        reading.get_dataset_columns(ctx, boss, company)["columns"][0]["meaning_word"],
        clients.list_dataset_clients(ctx, boss, company, state="claimed")["items"][0]["missing"][0]["text"],
    ]
    assert all(any("а" <= letter <= "я" for letter in text.lower()) for text in texts), texts


@on_sqlite
def test_adventureworks_can_be_uploaded(read: Read, head: TestClient) -> None:
    folder = adventureworks()
    tables = {name: (folder / f"{name}.csv").read_bytes() for name in ("clients", "managers", "activities")}
    made = read(tables, tolerant="true")
    assert made["state"] == "ready", made["problem"]
    page = head.get(f"/v1/datasets/{made['id']}/clients", params={"limit": 1}).json()
    assert page["total"] == made["num_clients"] == made["figures"]["base"]["clients"]
