"""An honest base of 48 cards with their managers and their log, before anything is planted into it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

Row = dict[str, Any]

CLIENT_HEADERS = {
    "client_id": "Код контрагента",
    "name": "Контрагент",
    "region": "Регион",
    "manager_id": "Ответственный",
    "industry": "Отрасль",
    "tier": "Категория",
    "channel": "Канал продаж",
    "potential": "Потенциал, руб.",
    "revenue_12m": "Выручка за 12 месяцев",
    "tax_id": "ИНН",
    "phone": "Телефон",
    "email": "Эл. почта",
    "contact_name": "Контактное лицо",
    "excluded": "Исключён",
    "open_deal_amount": "Сумма открытой сделки",
    "open_deal_close": "Дата закрытия сделки",
}
MANAGER_HEADERS = {
    "manager_id": "Код менеджера",
    "name": "ФИО",
    "fte": "Ставка",
    "start_date": "Дата приёма",
    "commission_rate": "Комиссия",
    "leaving": "Уходит",
}
ACTIVITY_HEADERS = {
    "occurred_at": "Дата и время",
    "client_id": "Код клиента",
    "manager_id": "Менеджер",
    "kind": "Вид касания",
    "contact_name": "С кем",
    "contact_role": "Должность",
    "contact_phone": "Телефон контакта",
    "summary": "Содержание",
}
HEADERS = {"clients": CLIENT_HEADERS, "managers": MANAGER_HEADERS, "activities": ACTIVITY_HEADERS}

NAMES = (
    "Гидропривод", "Абакумова", "Краснодеревщик", "Мельзавод", "Стеклотара", "Автогранит", "Промхолод",
    "Кирпичстрой", "Рыбкомбинат", "Энергомост", "Лифтремонт", "Хлебодар", "Турбосервис", "Южуголь",
    "Пластполимер", "Невинтрест", "Деревообработка", "Цементник", "Бумагопром", "Ювелирторг", "Кабельщик",
    "Мясодом", "Оптикамед", "Судоверфь", "Фармсинтез", "Геодезия", "Насосмаш", "Садовод", "Шинторг",
    "Тканьсбыт", "Вагонзавод", "Яхтклуб", "Зернотранс", "Игрушкин", "Ледотех", "Медьпрокат", "Обувьград",
    "Поливалка", "Роботехника", "Чаеторг", "Эмальхим", "Щебеньснаб", "Уютдом", "Фанерщик", "Водопровод",
    "Паркет", "Бензовоз", "Кондитер",
)  # fmt: skip
FORMS = ("ООО «{}»", "АО «{}»", "{}, ООО", "ПАО {}", "ЗАО «{}»")
FIRST = ("Анна", "Борис", "Вера", "Глеб", "Дарья", "Егор", "Жанна", "Захар")
LAST = ("Рябчун", "Костенко", "Седых", "Лукаш", "Ремизо", "Гнатюк")
REGIONS = ("Центр",) * 24 + ("Юг",) * 12 + ("Урал",) * 12
TIERS = {"A": 1_000_000, "B": 300_000, "C": 60_000}
_LATIN = dict(zip("абвгдезийклмнопрстуфхцыэ", "abvgdeziyklmnoprstufhcye", strict=True))
_LATIN |= {"ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya"}


def inn(serial: int) -> str:
    """A company's INN with its check digit: weights 2 4 10 3 5 9 4 6 8 over the first nine, mod 11 mod 10."""
    nine = f"{serial:09d}"
    check = sum(weight * int(digit) for weight, digit in zip((2, 4, 10, 3, 5, 9, 4, 6, 8), nine, strict=True))
    return nine + str(check % 11 % 10)


def mailbox(name: str) -> str:
    """An address at a domain of the firm's own."""
    return "office@" + "".join(_LATIN.get(letter, "") for letter in name.lower()) + ".ru"


def card(n: int) -> Row:
    """Card n, proper and complete; amounts are written in all the ways that people write them."""
    tier = "ABC"[n % 3]
    potential = amount(n)
    return {
        "client_id": f"К{n + 1:03d}",
        "name": FORMS[n % 5].format(NAMES[n]),
        "region": REGIONS[n],
        "manager_id": f"М{n % 4 + 1}",
        "industry": ("Торговля", "Производство", "Строительство")[n // 3 % 3],
        "tier": tier,
        "channel": ("Прямой", "Дилерский")[n // 5 % 2],
        "potential": _written(n, potential),
        "revenue_12m": (potential // 4, f"{potential // 4},50", 0, "")[n % 4],
        "tax_id": inn(770_100_000 + 7919 * n),
        "phone": (f"+7 (912) 34{n % 10}-{n:02d}-{90 - n:02d}", f"8912{5_550_000 + 37 * n}")[n % 2],
        "email": mailbox(NAMES[n]),
        "contact_name": f"{FIRST[n % 8]} {LAST[n // 8]}",
        "excluded": ("нет", "")[n % 2],
        "open_deal_amount": "",
        "open_deal_close": "",
    }


def amount(n: int) -> int:
    """Potential of card n in roubles: within a tenth of what is usual in its tier."""
    return TIERS["ABC"[n % 3]] * (90 + n % 20) // 100


def _written(n: int, roubles: int) -> int | str:
    """An amount of roubles as a number or as people type it; all of them mean the same."""
    grouped, thousands = f"{roubles:,}".replace(",", " "), f"{roubles / 1000:g}".replace(".", ",")
    return (roubles, f"{grouped},00 руб.", f"{thousands} тыс.", f"{grouped} ₽", grouped)[n % 5]


def managers() -> list[Row]:
    """Four managers, the shares and rates written differently."""
    people = ("Орлова Ирина", "Белов Пётр", "Чернова Юлия", "Титов Олег")
    return [
        {
            "manager_id": f"М{n + 1}",
            "name": name,
            "fte": (1, "0,5", "100%", 1)[n],
            "start_date": (datetime(2020, 3, 1), "01.02.2019", "2021-07-15", "")[n],  # noqa: DTZ001
            "commission_rate": ("5%", 0.04, "0,05", "")[n],
            "leaving": ("нет", "нет", "", "да")[n],
        }
        for n, name in enumerate(people)
    ]


def activities() -> list[Row]:
    """Two credible calls on different days for every third client, by its owner."""
    start = datetime(2026, 4, 6, 9, 30)  # noqa: DTZ001
    return [
        touch(n, start + timedelta(days=n // 2 + 7 * lap, minutes=11 * n))
        for n in range(0, 48, 3)
        for lap in (0, 1)
    ]


def touch(n: int, moment: datetime | str) -> Row:
    """A call with the contact of card n."""
    client = card(n)
    return {
        "occurred_at": moment,
        "client_id": client["client_id"],
        "manager_id": client["manager_id"],
        "kind": "Звонок",
        "contact_name": client["contact_name"],
        "contact_role": "Закупщик",
        "contact_phone": client["phone"],
        "summary": f"Обсудили заявку {n}; срок поставки к {moment}",
    }
