"""Texts that are looked up by key."""

from __future__ import annotations

from collections.abc import Mapping

RULES: Mapping[str, str] = {
    "one-owner": "every client has exactly one manager",
    "keep": "proven clients, open deals and pins stay where they are",
    "eligible": "managers get clients of their own segments only",
    "banned": "no client goes to a manager it must not go to",
    "together": "a holding has one manager",
    "apart": "competitors have different managers",
    "scope": "clients change hands only between the managers of the scope",
    "max-load": "nobody gets more than the limit",
    "min-load": "nobody gets less than the limit",
    "loss-cap": "nobody loses more commission than allowed",
    "move-budget": "no more clients move than allowed",
    "absorption": "nobody gets more new clients than allowed",
}
