"""Every table of the service. Import the package, and `Base.metadata` knows them all."""

from api.db.models.access import ApiKey, LoginSession, LoginTry, User
from api.db.models.audit import AuditEntry, AuditHead
from api.db.models.books import Assignment, DatasetClient, DatasetEntry, ProposalManager
from api.db.models.datasets import Dataset, DatasetDecision, PolicyRecord
from api.db.models.idempotency import IdempotentCall
from api.db.models.jobs import JobRecord
from api.db.models.proposals import MoveDecision, Objection, ProposalRecord
from api.db.models.routing import RouteHead, RoutePlanRecord, RouteRecord
from api.db.models.webhooks import Webhook, WebhookDelivery
from api.db.models.whatif import ScenarioRecord, StudyRecord

__all__ = [
    "ApiKey",
    "Assignment",
    "AuditEntry",
    "AuditHead",
    "Dataset",
    "DatasetClient",
    "DatasetDecision",
    "DatasetEntry",
    "IdempotentCall",
    "JobRecord",
    "LoginSession",
    "LoginTry",
    "MoveDecision",
    "Objection",
    "PolicyRecord",
    "ProposalManager",
    "ProposalRecord",
    "RouteHead",
    "RoutePlanRecord",
    "RouteRecord",
    "ScenarioRecord",
    "StudyRecord",
    "User",
    "Webhook",
    "WebhookDelivery",
]
