"""Why a customer cannot be judged."""

from clv.rules.texts import Text

__all__ = ["STATES"]

STATES = {
    "no_purchase": Text("no purchase yet", "尚未购买"),
    "too_little_history": Text("too little history", "历史不足"),
    "unknown_field": Text("a field is unknown", "字段缺失"),
    "not_applicable": Text("not applicable", "不适用"),
}
"""Why a customer cannot be judged; never silently counted as zero."""
