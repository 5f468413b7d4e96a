"""Exports of 1C, Bitrix24, amoCRM, Salesforce and HubSpot with the headers that those programs write."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assigner.portfolio import How, Kind, Portfolio
from assigner.tabular.profiles import Profile, profiles, recognise_profile
from assigner.tabular.vocabulary import common_words, fold, vocabulary
from tests.tabular.tables import CLIENTS, MANAGERS, codes, only, read

TEAM = "manager_id,name\n7,Иван Петров\n8,Anna Lee\n"
OWNED = CLIENTS.replace("m1", "7")

CLIENT_EXPORTS = {
    "Bitrix24": (
        "ID;Название компании;Тип компании;Сфера деятельности;Кол-во сотрудников;Годовой оборот;Валюта;"
        "Ответственный;"
        "Дата создания;Кем создана;Дата изменения;Кем изменена;Доступна для всех;Рабочий телефон;"
        "Мобильный телефон;"
        "Рабочий e-mail;Корпоративный сайт;Реквизит (Россия): ИНН;Потенциал\n"
        "11;Ромашка;Клиент;Торговля;до 50;9000000;RUB;Иван Петров;01.02.2026;Админ;02.02.2026;Админ;да;"
        "+7 495 1112233;;"
        "a@r.ru;r.ru;7707083893;100\n"
        "12;Лютик;Партнер;Услуги;до 50;8000000;RUB;Anna Lee;01.02.2026;Бот;02.02.2026;Админ;нет;;"
        "+7 903 1112233;;;;50\n",
        {
            "client_id": "ID",
            "name": "Название компании",
            "manager_id": "Ответственный",
            "industry": "Сфера деятельности",
            "phone": "Рабочий телефон",
            "email": "Рабочий e-mail",
            "tax_id": "Реквизит (Россия): ИНН",
            "potential": "Потенциал",
        },
        {"Годовой оборот", "Кем создана", "Доступна для всех", "Мобильный телефон"},
    ),
    "amoCRM": (
        "ID,Тип,Название компании,Ответственный,Дата создания,Кем создан,Дата редактирования,"
        "Кем редактирован,Теги,"
        "Ближайшая задача,Рабочий телефон,Рабочий прямой телефон,Рабочий email,Личный email,Web,Адрес,"
        "ИНН (компания)\n"
        "31,компания,Ромашка,Иван Петров,01.02.2026 10:00:00,Админ,01.02.2026 10:00:00,Админ,опт,,"
        '"\'+74951112233","\'+74951112244",'
        "a@r.ru,b@r.ru,r.ru,Москва,7707083893\n"
        "32,компания,Лютик,Anna Lee,01.02.2026 10:00:00,Бот,01.02.2026 10:00:00,Бот,розница,,,,,,,,\n",
        {
            "client_id": "ID",
            "name": "Название компании",
            "manager_id": "Ответственный",
            "phone": "Рабочий телефон",
            "email": "Рабочий email",
            "tax_id": "ИНН (компания)",
        },
        {"Кем создан", "Дата создания", "Рабочий прямой телефон", "Тип"},
    ),
    "Salesforce": (
        "Id,IsDeleted,MasterRecordId,Name,Type,ParentId,BillingStreet,BillingCity,BillingState,"
        "BillingCountry,BillingLatitude,"
        "BillingLongitude,Phone,AccountNumber,Website,Industry,AnnualRevenue,NumberOfEmployees,Rating,"
        "OwnerId,CreatedDate,"
        "CreatedById,SystemModstamp,AccountSource\n"
        "001A,false,,Acme,Customer,,1 Main St,Albany,NY,USA,42.6,-73.7,(518) 555-0100,CC-1,acme.com,"
        "Energy,5000000,40,Hot,7,"
        "2026-01-01T10:00:00.000Z,8,2026-01-01T10:00:00.000Z,Web\n"
        "001B,true,,Globex,Prospect,001A,2 Main St,Boston,MA,USA,42.3,-71.0,,CC-2,globex.com,Retail,"
        "7000000,50,Cold,8,"
        "2026-01-01T10:00:00.000Z,7,2026-01-01T10:00:00.000Z,Phone\n",
        {
            "client_id": "Id",
            "name": "Name",
            "manager_id": "OwnerId",
            "group_id": "ParentId",
            "region": "BillingState",
            "industry": "Industry",
            "lat": "BillingLatitude",
            "lon": "BillingLongitude",
            "phone": "Phone",
            "excluded": "IsDeleted",
        },
        {"AnnualRevenue", "AccountNumber", "CreatedById", "CreatedDate"},
    ),
    "HubSpot": (
        "Record ID,Company name,Company owner,Create Date,Phone Number,Last Activity Date,City,"
        "Country/Region,State/Region,"
        "Industry,Annual Revenue,Lifecycle Stage,Company Domain Name,Total open deal value,Parent Company\n"
        "9001,Bluebay,Anna Lee,2024-02-01 09:30,+44 20 7946 0000,2026-05-01 10:00,London,United Kingdom,"
        "England,GAMBLING,5000000,"
        "customer,bluebay.example,1500.50,\n"
        "9002,Harbour,Иван Петров,2024-02-01 09:30,,,Leeds,United Kingdom,England,RETAIL,,lead,"
        "harbour.example,,Bluebay\n",
        {
            "client_id": "Record ID",
            "name": "Company name",
            "manager_id": "Company owner",
            "phone": "Phone Number",
            "region": "State/Region",
            "industry": "Industry",
            "open_deal_amount": "Total open deal value",
            "group_id": "Parent Company",
        },
        {"Annual Revenue", "Create Date", "Last Activity Date", "Country/Region"},
    ),
    "1C": (
        "Код;Наименование;Полное наименование;Юр. / физ. лицо;ИНН;КПП;Основной менеджер;Бизнес-регион;"
        "Головное предприятие;"
        "Группа доступа;Дата регистрации;Пометка удаления\n"
        "00-000001;Ромашка;ООО «Ромашка»;Юр. лицо;7707083893;770701001;Иван Петров;Центр;;Опт;"
        "01.02.2020;Нет\n"
        "00-000002;Лютик;ИП Лютик;Физ. лицо;500100732259;;Anna Lee;Юг;Ромашка;Розница;01.02.2020;Да\n",
        {
            "client_id": "Код",
            "name": "Наименование",
            "manager_id": "Основной менеджер",
            "region": "Бизнес-регион",
            "group_id": "Головное предприятие",
            "tax_id": "ИНН",
            "excluded": "Пометка удаления",
        },
        {"Полное наименование", "Дата регистрации"},
    ),
}

LOG_EXPORTS = {
    "Bitrix24": (
        "ID дела,Тип дела,Тема,Описание,Ответственный,ID компании,Компания,Завершено,Направление,Приоритет\n"
        "1,Исходящий звонок,Звонок,Обсудили цены на июнь,7,c1,Alpha,05.03.2026 10:00,Исходящее,Обычный\n"
        "2,Открытая линия,Чат,Написал клиент,7,c1,Alpha,06.03.2026 10:00,Входящее,Обычный\n",
        {"client_id": "ID компании", "kind": "Тип дела", "occurred_at": "Завершено", "summary": "Описание"},
        [Kind.CALL, Kind.OTHER],
    ),
    "amoCRM": (
        "ID задачи,Тип задачи,Дата исполнения,Ответственный,ID компании,Название сделки,Текст задачи,"
        "Результат,Кем создана\n"
        "1,Связаться,05.03.2026 10:00,7,c1,Поставка,Узнать про заказ,дозвонились,Админ\n"
        "2,Встреча,06.03.2026 10:00,7,c1,Поставка,Показать образцы,,Админ\n",
        {
            "client_id": "ID компании",
            "kind": "Тип задачи",
            "occurred_at": "Дата исполнения",
            "summary": "Текст задачи",
        },
        [Kind.CALL, Kind.MEETING],
    ),
    "Salesforce": (
        "Id,WhoId,WhatId,Subject,ActivityDate,Status,Priority,IsHighPriority,OwnerId,Description,"
        "AccountId,CallType,"
        "CallDurationInSeconds,TaskSubtype\n"
        "00T1,003A,006A,Call,2026-03-05,Completed,Normal,false,7,Talked about prices,c1,Outbound,60,Call\n"
        "00T2,003A,006A,Email,2026-03-06,Completed,Normal,false,7,Sent the prices,c1,,,ListEmail\n",
        {
            "client_id": "AccountId",
            "kind": "TaskSubtype",
            "occurred_at": "ActivityDate",
            "summary": "Description",
        },
        [Kind.CALL, Kind.EMAIL],
    ),
    "HubSpot": (
        "Record ID,Activity type,Activity date,Activity assigned to,Call notes,Call outcome,"
        "Call direction,Call duration,"
        "Associated Contact,Associated Company IDs\n"
        "51,CALL,2026-03-05 10:00,7,Talked about prices,Connected,OUTBOUND,60,Ann,c1\n"
        "52,INCOMING_EMAIL,2026-03-06 10:00,7,Asked for prices,,,,Ann,c1\n",
        {
            "client_id": "Associated Company IDs",
            "kind": "Activity type",
            "occurred_at": "Activity date",
            "summary": "Call notes",
            "contact_name": "Associated Contact",
        },
        [Kind.CALL, Kind.EMAIL],
    ),
    "1C": (
        "Номер;Дата;Вид события;Контрагент.Код;Контрагент;Ответственный;Контактное лицо;Предмет;"
        "Важность;Содержание\n"
        "000001;05.03.2026 10:00:00;Исходящий телефонный звонок;c1;Ромашка;7;Ольга;Заказ;Обычная;"
        "Обсудили поставку\n"
        "000002;06.03.2026 10:00:00;Реализация (акт, накладная);c1;Ромашка;7;Ольга;Заказ;Обычная;\n",
        {
            "client_id": "Контрагент.Код",
            "kind": "Вид события",
            "occurred_at": "Дата",
            "summary": "Содержание",
            "manager_id": "Ответственный",
        },
        [Kind.CALL, Kind.TRANSACTION],
    ),
}


def headers_of(facts: Portfolio, table: str) -> dict[str, str]:
    """Meaning -> header of the used columns of a table, found segments left out."""
    return {
        column.meaning: column.header
        for column in facts.columns
        if column.table == table and column.how not in (How.IGNORED, How.SEGMENT)
    }


@pytest.mark.parametrize("program", CLIENT_EXPORTS)
def test_an_export_of_clients_is_understood(tmp_path: Path, program: str) -> None:
    text, expected, ignored = CLIENT_EXPORTS[program]
    facts = read(tmp_path, clients=text, managers=TEAM)
    assert headers_of(facts, "clients") == expected
    unused = {column.header for column in facts.columns if column.how is How.IGNORED}
    assert ignored <= unused
    assert program in only(facts.issues, "looks-like-export").message
    assert facts.clients.owner_idx.min() == 0  # owners are known, by id or by name
    assert {column.profile for column in facts.columns if column.how is How.PROFILE} <= {program}


@pytest.mark.parametrize("program", LOG_EXPORTS)
def test_an_export_of_activities_is_understood(tmp_path: Path, program: str) -> None:
    text, expected, kinds = LOG_EXPORTS[program]
    facts = read(tmp_path, clients=OWNED, managers=TEAM, activities=text)
    found = headers_of(facts, "activities")
    assert {meaning: found.get(meaning) for meaning in expected} == expected
    assert facts.activities is not None
    assert facts.activities.kind.tolist() == kinds
    assert "unknown-kind" not in codes(facts.issues)
    assert [program in issue.message for issue in facts.issues if issue.code == "looks-like-export"] == [True]


@pytest.mark.parametrize(
    ("program", "text", "ids", "names"),
    [
        (
            "1C",
            "Код;Наименование;Подразделение;Недействителен\n7;Иван;Опт;Нет\n8;Анна;Опт;Да\n",
            "Код",
            "Наименование",
        ),
        ("Salesforce", "Id,Username,Name,IsActive,ProfileId\n7,iv@x.com,Ivan,true,00e\n", "Id", "Name"),
        ("HubSpot", "User ID,User name,Teams,Seat\n7,Ivan,Sales,Core\n", "User ID", "User name"),
        ("amoCRM", "ID пользователя,Имя пользователя\n7,Иван\n", "ID пользователя", "Имя пользователя"),
        ("Bitrix24", "ID сотрудника,Сотрудник,Подразделение\n7,Иван,Опт\n", "ID сотрудника", "Сотрудник"),
    ],
)
def test_an_export_of_users_is_understood(
    tmp_path: Path, program: str, text: str, ids: str, names: str
) -> None:
    facts = read(tmp_path, clients=OWNED, managers=text.replace("Иван", "Ann"))
    found = headers_of(facts, "managers")
    assert (found["manager_id"], found["name"]) == (ids, names)
    assert facts.managers.manager_id[0] == "7"
    assert facts.managers.leaving[:2].tolist() == ([False, True] if program == "1C" else [False, False])


def test_the_words_of_a_program_are_not_used_without_its_export(tmp_path: Path) -> None:
    # one header of HubSpot among four of nobody's tells no export; "Company owner" is no word of anybody
    facts = read(tmp_path, clients="client_id,name,Company owner,a,b,c\nc1,A,m1,1,2,3\n", managers=MANAGERS)
    assert "looks-like-export" not in codes(facts.issues)
    assert facts.clients.owner_idx.tolist() == [-1]


def test_a_profile_word_that_does_not_fit_is_refused_and_told(tmp_path: Path) -> None:
    facts = read(
        tmp_path,
        clients="Record ID,Company name,Company owner,Lifecycle Stage,Lead Status\n"
        '1,A,"1,200.50",lead,new\n2,B,"1,300.75",lead,new\n',
        managers=MANAGERS,
    )
    issue = only(facts.issues, "unfit-header")
    assert (issue.column, issue.value) == ("Company owner", "1,200.50")
    assert facts.clients.owner_idx.tolist() == [-1, -1]


def test_kinds_of_the_program_go_before_common_ones(tmp_path: Path) -> None:
    # in Bitrix24 a "Счет" is a sale; without its export nobody knows the word
    text = LOG_EXPORTS["Bitrix24"][0].replace("Открытая линия", "Счет")
    facts = read(tmp_path, clients=OWNED, managers=TEAM, activities=text)
    assert facts.activities is not None
    assert facts.activities.kind.tolist() == [Kind.CALL, Kind.TRANSACTION]


@pytest.mark.parametrize("profile", profiles(), ids=lambda profile: profile.name)
def test_a_profile_names_columns_that_exist_and_each_header_once(profile: Profile) -> None:
    for table, columns in profile.headers.items():
        assert set(columns) <= set(vocabulary().headers[table])
        words = Counter(word for synonyms in columns.values() for word in synonyms)
        assert [word for word, count in words.items() if count > 1] == []
        assert not set(words) & profile.ignored.get(table, frozenset())


@pytest.mark.parametrize("profile", profiles(), ids=lambda profile: profile.name)
def test_a_profile_does_not_contradict_the_common_words(profile: Profile) -> None:
    """A header that anybody uses for one column is not another column of the program."""
    for table, columns in profile.headers.items():
        common = {
            word: name for name, words in vocabulary().headers[table].items() for word in (fold(name), *words)
        }
        wrong = {
            word: (common[word], name)
            for name, words in columns.items()
            for word in words
            if common.get(word, name) != name
        }
        assert wrong == {}


def test_nobodys_export_is_recognised_where_two_programs_fit_equally() -> None:
    common = common_words("clients")
    assert recognise_profile("clients", ["кемсоздан", "датасоздания", "id"], common) is None
    found = recognise_profile("clients", ["кемсоздан", "датасоздания", "теги", "id"], common)
    assert found is not None
    assert found.name == "amoCRM"
