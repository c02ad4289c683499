"""From any source to a clean log in the engine, with an account of every row."""

from clv.transactions.audit import Audit
from clv.transactions.cleaning import RULES, Rule
from clv.transactions.log import Transactions
from clv.transactions.read import read_transactions
from clv.transactions.store import is_saved_log, open_log, save_log

__all__ = [
    "RULES",
    "Audit",
    "Rule",
    "Transactions",
    "is_saved_log",
    "open_log",
    "read_transactions",
    "save_log",
]
