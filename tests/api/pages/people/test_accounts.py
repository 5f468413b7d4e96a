"""The pages of accounts and keys: whose book an account shows, and what an admin can't do to himself."""

from __future__ import annotations

from tests.api.pages.visiting import World

WARNING = "Neither the newest base nor the live plan has a manager M0l"


def test_an_account_of_a_manager_says_whose_book_it_shows(world: World) -> None:
    html = world.page("admin", "/accounts")
    assert "sees the book of Anna Bell" in html
    assert WARNING in html
    assert "Boris Cole (M02)" in html  # to be chosen for the next account
    russian = world.page("admin", "/accounts", "ru")
    assert "видит базу менеджера Anna Bell" in russian
    assert "нет менеджера M0l" in russian


def test_before_a_base_comes_no_id_is_called_wrong(empty: World) -> None:
    html = empty.page("admin", "/accounts")
    assert "for the manager M01; there is no base yet to look the id up" in html
    assert WARNING not in html


def test_an_admin_can_change_everybody_and_remove_all_but_himself(world: World) -> None:
    html = world.page("admin", "/accounts")
    for name in ("admin", "head", "known", "typo"):
        assert f"Change: Name of {name}@example.com" in html
    assert "Disable: Name of head@example.com" in html
    assert "Disable: Name of admin@example.com" not in html
    assert "Remove the account of Name of head@example.com?" in html
    assert "Remove the account of Name of admin@example.com?" not in html


def test_keys_say_how_long_they_are_good_for(world: World) -> None:
    html = world.page("admin", "/accounts/keys")
    assert "Days it is good for (blank: no end)" in html
    assert "No program has a key yet." in html


def test_others_see_neither_accounts_nor_keys(world: World) -> None:
    for path in ("/accounts", "/accounts/keys"):
        html = world.page("head", path)
        assert "This page is not for your role." in html
        assert "example.com?" not in html
