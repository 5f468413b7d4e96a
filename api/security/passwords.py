"""Passwords: what is accepted, how it is kept, and checking it in a time that tells nothing.

Argon2 takes tens of MiB and a good part of a second by intent. Call these from a worker thread, never from
the event loop; at most `AT_ONCE` run together, so that a flood of sign-ins can't take the memory.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import cache

from pwdlib import PasswordHash

from assigner.i18n import Translator

MIN_LENGTH = 10
MAX_LENGTH = 200
MIN_DIFFERENT = 4
"""Different characters that a password needs: "1111111111" has one."""
AT_ONCE = 2

_HASH = PasswordHash.recommended()
_SLOTS = threading.BoundedSemaphore(AT_ONCE)
_COMMON = frozenset(
    [
        "1234567890",
        "0123456789",
        "0987654321",
        "12345678910",
        "123456789a",
        "a123456789",
        "1q2w3e4r5t",
        "1q2w3e4r5t6y",
        "qwertyuiop",
        "qwerty1234",
        "qwerty12345",
        "qwerty123456",
        "asdfghjkl1",
        "zxcvbnm123",
        "1qaz2wsx3edc",
        "qazwsxedcrfv",
        "password123",
        "password1234",
        "password12",
        "passw0rd123",
        "p@ssw0rd123",
        "p@ssword123",
        "iloveyou12",
        "iloveyou123",
        "welcome123",
        "welcome1234",
        "letmein123",
        "letmein1234",
        "administrator",
        "admin12345",
        "admin123456",
        "changeme123",
        "changeme1234",
        "sunshine123",
        "princess123",
        "football123",
        "baseball123",
        "superman123",
        "trustno1trustno1",
        "monkey12345",
        "dragon12345",
        "abc1234567",
        "abcdefghij",
        "abcd123456",
        "q1w2e3r4t5",
        "q1w2e3r4t5y6",
        "qwe123qwe123",
        "qweasdzxc123",
        "password2024",
        "password2025",
        "password2026",
        "company123",
        "company1234",
        "secret12345",
        "йцукенгшщз",
        "йцукен12345",
        "йцукен123456",
        "фывапролдж",
        "пароль1234",
        "пароль12345",
        "пароль123456",
        "любовь12345",
        "привет12345",
        "наташа12345",
        "марина12345",
    ]
)


def hash_password(password: str) -> str:
    """The password as it is kept: argon2id with its own salt."""
    with _SLOTS:
        return _HASH.hash(_plain(password))


def check_password(password: str, kept: str | None) -> tuple[bool, str | None]:
    """Whether it is the password, and a fresh hash where the kept one is out of date.

    `kept=None` (nobody has this login) takes as long as a wrong password.
    """
    with _SLOTS:
        right, fresh = _HASH.verify_and_update(_plain(password)[:MAX_LENGTH], kept or _nobody())
    return (right, fresh) if kept is not None else (False, None)


def password_faults(tr: Translator, password: str, login: str) -> list[str]:
    """Everything that is wrong with a new password, as sentences; an empty list if it may be used."""
    if not password:
        return [tr.gettext("Enter a password.")]
    plain, folded = _plain(password), _plain(password).casefold()
    checks = (
        (
            len(plain) < MIN_LENGTH,
            tr.gettext("A password has at least {n} characters.", n=MIN_LENGTH),
        ),
        (
            len(plain) > MAX_LENGTH,
            tr.gettext("A password has at most {n} characters.", n=MAX_LENGTH),
        ),
        (folded == login.casefold(), tr.gettext("The password must not be the login.")),
        (
            folded in _COMMON or len(set(plain)) < MIN_DIFFERENT,
            tr.gettext("This password is among the first that anybody tries."),
        ),
    )
    return [text for wrong, text in checks if wrong]


def _plain(password: str) -> str:
    """One form for what looks the same on every keyboard."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobody() -> str:
    """A hash that no password fits, made with today's parameters."""
    return _HASH.hash("nobody has this password")
