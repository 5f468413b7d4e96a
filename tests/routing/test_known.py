"""Clients that are known already: by which key, whose they are, and what must not be taken for a key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from assigner.errors import InputError
from assigner.evidence.model import State
from assigner.portfolio import NOBODY, MergedCard
from assigner.routing import Code, Decision, Key, Ledger, NewClient, decide
from tests import builders
from tests.routing.bases import case, plan_of, route

TWO = builders.managers(2)
INN, OTHER_INN = "7707083893", "7728168971"  # both pass the checksum

CARDS: Mapping[str, Mapping[int, str]] = {
    "name": {1: "ООО «Газ-Строй»", 2: "Весна", 3: "Весна"},
    "tax_id": {1: f"{INN}/770701001"},
    "phone": {1: "8 (495) 123-45-67, доб. 12"},
    "email": {1: "Info@GazStroy.ru", 2: "vesna@mail.ru"},
}
"""Client 1 is m1's, the others m0's; m0 is far behind, so that whatever is not known goes to m0."""


def known(client: NewClient, **more: object) -> Decision:
    columns = {"potential": [1, 50, 1, 1], **CARDS, **more}
    plan = plan_of(case([0, 1, 0, 0], TWO, **columns))  # type: ignore[arg-type]
    return decide(plan, Ledger(plan), client)


@pytest.mark.parametrize(
    ("client", "key"),
    [
        (NewClient(client_id=" c1 "), Key.CLIENT_ID),
        (NewClient(tax_id="ИНН 77 07 083 893"), Key.TAX_ID),
        (NewClient(email="<info@gazstroy.ru>"), Key.EMAIL),
        (NewClient(phone="+7 495 1234567"), Key.PHONE),
        (NewClient(phone="+7 916 000-11-22; 8-495-123-45-67"), Key.PHONE),
        (NewClient(email="boss@GAZSTROY.RU"), Key.DOMAIN),
        (NewClient(name="Gazstroy LLC"), Key.NAME),
    ],
)
def test_spellings_of_a_known_client(client: NewClient, key: Key) -> None:
    decision = known(client)
    assert (decision.manager_id, decision.code) == ("m1", Code.PLAN)
    assert decision.match is not None
    assert (decision.match.key, decision.match.client_id) == (key, "c1")


@pytest.mark.parametrize(
    "client",
    [
        NewClient(name="Ромашка", email="other@mail.ru"),  # a public mail service is nobody's domain
        NewClient(tax_id="7707083894"),  # a wrong checksum: may be anybody's slip
        NewClient(tax_id=OTHER_INN, email="info@gazstroy.ru", phone="84951234567"),  # two firms for sure
        NewClient(client_id="c1", tax_id=OTHER_INN),
        NewClient(name="АО Газстрой"),  # another legal form
        NewClient(name="Газстрой", phone="+7 812 333-22-11"),
        NewClient(name="Магазин"),
        NewClient(phone="нет", email="-", tax_id="0", name=""),
        NewClient(phone="+7 999 999-99-99"),
    ],
)
def test_what_is_no_key(client: NewClient) -> None:
    decision = known(client)
    assert (decision.manager_id, decision.code, decision.match) == ("m0", Code.SHORTFALL, None)


def test_a_name_in_another_region_is_not_enough() -> None:
    def of(region: str) -> Code:
        client = NewClient(name="Газстрой", segments={"region": region})
        return known(client, region=["North", "North", "South", "South"]).code

    assert [of("North"), of(""), of("South")] == [Code.PLAN, Code.PLAN, Code.SHORTFALL]


def test_a_tax_id_that_lost_its_zero_is_the_same() -> None:
    plan = plan_of(case([0, 1, 0, 0], TWO, potential=[1, 50, 1, 1], tax_id={1: "0274062111"}))
    decision = decide(plan, Ledger(plan), NewClient(tax_id="274062111.0"))
    assert decision.match is not None
    assert (decision.match.key, decision.manager_id) == (Key.TAX_ID, "m1")


def test_evidence_beats_the_plan_only_where_the_plan_has_none() -> None:
    # The plan: c0 -> m0, c1 -> m1, c2 -> m2, c3 -> m0. c0: m0 has 0.3, m1 0.9: the plan's manager has enough.
    # c1: m0 0.5, m2 0.6, m1 nothing: m2. c2: m0 0.29: not enough. c3: m1 0.9, but he may not have West.
    team = builders.managers(3, eligible={"region": [None, {"North"}, None]})
    found = case(
        [0, 1, 2, 0],
        team,
        region=["North", "North", "North", "West"],
        strength={(0, 0): 0.3, (0, 1): 0.9, (1, 0): 0.5, (1, 2): 0.6, (2, 0): 0.29, (3, 1): 0.9},
    )
    plan = plan_of(found)
    decisions = [decide(plan, Ledger(plan), NewClient(client_id=f"c{i}")) for i in range(4)]
    assert [decision.manager_id for decision in decisions] == ["m0", "m2", "m2", "m0"]
    assert [decision.code for decision in decisions] == [Code.EVIDENCE] * 2 + [Code.PLAN] * 2
    matches = [decision.match for decision in decisions if decision.match]
    assert [match.strength for match in matches] == [0.3, 0.6, 0, 0]
    assert [match.plan_manager_id for match in matches] == [None, "m1", None, None]


def test_the_client_of_a_leaver_belongs_to_his_heir() -> None:
    # m0 leaves; his evidence of 0.9 counts no more. The plan gives c0 to m1, c1 (m2: 0.4) to m2.
    team = builders.managers(3, leaving=[True, False, False])
    found = case([0, 0, 1, 2], team, strength={(0, 0): 0.9, (1, 0): 0.9, (1, 2): 0.4})
    plan = plan_of(found, [1, 2, 1, 2])
    decisions = [decide(plan, Ledger(plan), NewClient(client_id=f"c{i}")) for i in range(2)]
    assert [(d.manager_id, d.code) for d in decisions] == [("m1", Code.PLAN), ("m2", Code.EVIDENCE)]


def test_an_excluded_client_goes_to_nobody_unless_another_has_the_key() -> None:
    found = case(
        [0, 1, 0, 1, 0],
        TWO,
        excluded=[True, False, False, False, True],
        phone={0: "+74951234567", 3: "+74957654321", 4: "+74957654321"},
    )
    plan = plan_of(found, [NOBODY, 1, 0, 1, NOBODY])
    out = decide(plan, Ledger(plan), NewClient(phone="84951234567"))
    assert (out.manager_id, out.code) == (None, Code.EXCLUDED)
    assert decide(plan, Ledger(plan), NewClient(phone="84957654321")).manager_id == "m1"


def test_the_surest_key_decides_and_the_others_are_told() -> None:
    plan = plan_of(
        case(
            [0, 1, 0, 1],
            TWO,
            tax_id={0: INN},
            phone={1: "+74951234567", 2: "+74951234567"},
            email={3: "a@firm.example"},
        )
    )
    client = NewClient(tax_id=INN, phone="84951234567", email="b@firm.example")
    decision = decide(plan, Ledger(plan), client)
    assert decision.manager_id == "m0"
    assert [(other.key, other.client_id) for other in decision.others] == [
        (Key.PHONE, "c1"),
        (Key.DOMAIN, "c3"),
    ]


def test_of_several_with_one_key_the_one_with_most_evidence_decides() -> None:
    plan = plan_of(
        case(
            [0, 1, 0, 1],
            TWO,
            phone=dict.fromkeys((1, 2, 3), "+74951234567"),
            strength={(2, 0): 0.5, (3, 1): 0.7},
        )
    )
    decision = decide(plan, Ledger(plan), NewClient(phone="84951234567"))
    assert decision.match is not None
    assert (decision.match.client_id, decision.manager_id) == ("c3", "m1")
    assert [other.client_id for other in decision.others] == ["c2"]


@pytest.mark.parametrize(("owners", "code"), [([0, 1], Code.SHORTFALL), ([1, 1], Code.PLAN)])
def test_a_domain_that_many_share_tells_something_only_where_they_agree(
    owners: list[int], code: Code
) -> None:
    # Twelve clients of one domain: a mail service that nobody listed, or a holding with one manager.
    cells = {i: f"box{i}@shared.example" for i in range(12)}
    ledger = Ledger(plan_of(case([*owners * 6, 0, 0], TWO, email=cells)))
    assert route(ledger, NewClient(email="new@shared.example")).code is code
    again = route(ledger, NewClient(email="newer@shared.example"))
    assert again.code is code  # nor does what is routed make a key of it


def test_merged_cards_are_found_by_each_of_their_ids() -> None:
    found = case([0, 1, 0, 1], TWO)
    card = MergedCard(client_id="old-7", name="", into_idx=1, owner_idx=0)
    found = replace(found, portfolio=replace(found.portfolio, merged=(card,)))
    plan = plan_of(found)
    decision = decide(plan, Ledger(plan), NewClient(client_id="old-7"))
    assert decision.match is not None
    assert (decision.match.client_id, decision.manager_id) == ("c1", "m1")


def test_a_client_that_comes_again_stays_where_it_went() -> None:
    ledger = Ledger(plan_of(case([0, 0, 1, 1], TWO)))
    client = NewClient(name="Луч", tax_id=INN, phone="+74951234567", email="a@luch.example", potential=3)
    first = route(ledger, client)
    load = ledger.load.copy()
    again = [
        route(ledger, NewClient(tax_id=f"{INN} ")),
        route(ledger, NewClient(phone="8 495 123 45 67", email="sales@luch2.example")),
        route(ledger, NewClient(email="boss@luch.example")),
        route(ledger, NewClient(email="chief@luch2.example")),  # a domain learned from the second
    ]
    assert {decision.manager_id for decision in again} == {first.manager_id} == {"m0"}
    assert {decision.code for decision in again} == {Code.ROUTED_BEFORE}
    assert (ledger.load == load).all()
    assert (
        route(ledger, NewClient(name="Луч", potential=3)).code is Code.SHORTFALL
    )  # a name is not enough here


def test_a_domain_of_two_firms_by_tax_id_is_two_clients() -> None:
    ledger = Ledger(plan_of(case([0, 0, 1, 1], TWO)))
    assert route(ledger, NewClient(tax_id=INN, email="a@holding.example")).manager_id == "m0"
    other = route(ledger, NewClient(tax_id=OTHER_INN, email="b@holding.example"))
    assert (other.manager_id, other.code) == ("m1", Code.SHORTFALL)
    # a third one without tax id: the first that was routed
    assert route(ledger, NewClient(email="c@holding.example")).manager_id == "m0"


def test_a_mail_service_that_nobody_listed_is_found_out() -> None:
    # From the seventh name on, the domain tells nothing; else all of its clients were one manager's.
    ledger = Ledger(plan_of(case([0, 0, 1, 1], TWO)))
    decisions = [
        route(ledger, NewClient(name=f"Firm {word}", email=f"{word}@freemail.example"))
        for word in ("ash", "birch", "cedar", "elm", "fir", "hazel", "larch", "maple")
    ]
    assert [decision.code for decision in decisions] == [Code.SHORTFALL, *[Code.ROUTED_BEFORE] * 5] + [
        Code.SHORTFALL
    ] * 2


def test_an_unlawful_answer_is_refused_by_name() -> None:
    team = builders.managers(2, eligible={"region": [None, {"North"}]})
    found = case([0, 0, 1, 1], team, region=["West", "North", "North", "North"])
    with pytest.raises(InputError, match="no manager who may have it") as refused:
        plan_of(found, [1, 0, NOBODY, 1])
    assert [issue.value for issue in refused.value.issues] == ["c0", "c2"]
    with pytest.raises(ValueError, match="shape"):
        plan_of(found, [1])


def test_states_are_told() -> None:
    found = case([0, 1], TWO, state=[State.PROVEN, State.CLAIMED])
    plan = plan_of(found)
    match = decide(plan, Ledger(plan), NewClient(client_id="c0")).match
    assert match is not None
    assert (match.state, match.strength, match.by_evidence) == ("proven", 0.9, True)
