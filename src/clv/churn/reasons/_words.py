"""What a salesperson is told about a customer's risk, in two languages."""

__all__ = ["DAYS", "LANGUAGES", "WORDS"]

LANGUAGES = ("en", "zh")

DAYS = {"en": ("{} day", "{} days"), "zh": ("{} 天", "{} 天")}
"""One day, and any other number of them."""

WORDS = {
    "overdue": (
        "Silent for {silent}; usually buys about every {gap}.",
        "已沉默 {silent}；通常约每 {gap} 购买一次。",
    ),
    "overdue_once": (
        "Bought once, {silent} ago; those who come back usually do so within about {gap}.",
        "只买过一次，距今 {silent}；会回来的顾客通常约 {gap} 内回来。",
    ),
    "once": ("Bought only once, {silent} ago.", "只买过一次，距今 {silent}。"),
    "few": (
        "Buys less often than the typical customer: {n} purchases in {tenure}, the last one "
        "{silent} ago.",
        "购买少于一般顾客：{tenure}内 {n} 次，最近一次在 {silent}前。",
    ),
    "not_yet": (
        "At risk by the whole history: {n} purchases in {tenure}, the last one {silent} ago.",
        "从整段历史看有风险：{tenure}内 {n} 次购买，最近一次在 {silent}前。",
    ),
    "small": (
        "Spends less at a time than the typical customer; last purchase {silent} ago.",
        "每次消费低于一般顾客；最近一次购买在 {silent}前。",
    ),
    "usual": (
        "At risk like most of these customers, for no reason of its own; last purchase {silent} "
        "ago.",
        "风险与多数顾客相当，没有特别的原因；最近一次购买在 {silent}前。",
    ),
    "calm_rhythm": (
        "Likely to come back: bought {silent} ago, usually buys about every {gap}.",
        "很可能回来：{silent}前购买过，通常约每 {gap} 购买一次。",
    ),
    "calm_often": (
        "Likely to come back: buys more often than the typical customer, {n} purchases "
        "in {tenure}, the last one {silent} ago.",
        "很可能回来：购买多于一般顾客，{tenure}内 {n} 次，最近一次在 {silent}前。",
    ),
    "calm_large": (
        "Likely to come back: spends more at a time than the typical customer; last purchase "
        "{silent} ago.",
        "很可能回来：每次消费高于一般顾客；最近一次购买在 {silent}前。",
    ),
    "calm": (
        "Likely to come back by the whole history; last purchase {silent} ago.",
        "从整段历史看很可能回来；最近一次购买在 {silent}前。",
    ),
}
"""By kind of reason: the sentence in English and in Chinese."""
