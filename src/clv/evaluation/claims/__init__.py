"""What the sources claim of their rules, each claim held against later data."""

from clv.evaluation.claims.judging import VERDICTS, Claim, judge_claims
from clv.evaluation.claims.order import judge_order
from clv.evaluation.claims.sources import CLAIMS
from clv.evaluation.claims.table import claims_table

__all__ = ["CLAIMS", "VERDICTS", "Claim", "claims_table", "judge_claims", "judge_order"]
