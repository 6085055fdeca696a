"""The statistical audit of an index: coherence, availability, redundancy, effective weights, robustness."""

from multaqa.composite.audit.elements import LeftOut, leave_out
from multaqa.composite.audit.findings import Finding
from multaqa.composite.audit.statistical import Audit, PillarAudit, audit

__all__ = ["Audit", "Finding", "LeftOut", "PillarAudit", "audit", "leave_out"]
