"""Index of this app's models, for Django's loader only: import models from their own package."""

from erp.access.models import BranchPermission, CompanyPermission, Grant, PartyPermission, Role
from erp.approvals.models import ApprovalRequest, ApprovalRule
from erp.audit.models import AuditEvent
from erp.documents.models import StoredDocument
from erp.identity.models import User
from erp.notifications.models import Message
from erp.numbering.models import Series
from erp.organization.models import Branch, Company, CompanyBankAccount, CompanyTaxRegistration, Group
from erp.parties.models import (
    Address,
    Consent,
    Contact,
    Party,
    PartyBankAccount,
    PartyRelation,
    TaxRegistration,
)
from erp.submissions.models import Attachment, IdempotentAnswer, Submission

__all__ = [
    "Address",
    "ApprovalRequest",
    "ApprovalRule",
    "Attachment",
    "AuditEvent",
    "Branch",
    "BranchPermission",
    "Company",
    "CompanyBankAccount",
    "CompanyPermission",
    "CompanyTaxRegistration",
    "Consent",
    "Contact",
    "Grant",
    "Group",
    "IdempotentAnswer",
    "Message",
    "Party",
    "PartyBankAccount",
    "PartyPermission",
    "PartyRelation",
    "Role",
    "Series",
    "StoredDocument",
    "Submission",
    "TaxRegistration",
    "User",
]
