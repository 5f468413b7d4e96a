"""Web hooks of Bitrix24 and amoCRM: forms that say that there is a new card, into clients to be routed."""

from api.crm.inbound.hooks import parse_hook
from api.crm.inbound.model import Inbound, InboundClient, Limits, Pending
from api.crm.inbound.tokens import token_matches

__all__ = ["Inbound", "InboundClient", "Limits", "Pending", "parse_hook", "token_matches"]
