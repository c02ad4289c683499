"""The claims of the source articles, one or more for each rule system that makes any."""

from clv.evaluation.claims.judging import Claim
from clv.evaluation.claims.statistics import (
    Statistic,
    auc_above_chance,
    coefficient,
    gain_in_r2,
    mean,
    mean_gap,
    rank_gain,
    top_share_less,
)
from clv.rules import Text

__all__ = ["CLAIMS"]

_MONEY = "later money a customer"
_BUYING = "share who buy later"


def _order(
    system: str, first: str, second: str, en: str, zh: str, of: str = "spend_holdout"
) -> Claim:
    """One group is ahead of the next."""
    return Claim(
        system,
        Text(en, zh),
        {"spend_holdout": _MONEY, "active": _BUYING, "lost": "money lost a customer"}.get(
            of, "share of customers"
        ),
        mean_gap(system, first, second, of),
        (system, of),
        ((system, first), (system, second)),
    )


def _one(system: str, measure: str, statistic: Statistic, en: str, zh: str, *needs: str) -> Claim:
    return Claim(system, Text(en, zh), measure, statistic, needs)


CLAIMS: tuple[Claim, ...] = (
    _order("T1", "EI", "EII", "A loyal customer (EI) brings more later than a drifting one (EII)",
           "忠诚客户（EI）日后带来的金额多于游离客户（EII）"),
    _order("T1", "EII", "EIII", "A drifting customer (EII) brings more later than EIII",
           "游离客户（EII）日后带来的金额多于忠诚小客户（EIII）"),
    _order("T1", "EIII", "EIV", "A loyal small customer (EIII) brings more later than EIV",
           "忠诚小客户（EIII）日后带来的金额多于 EIV"),
    _order("T1", "EII", "EI", "A drifting customer halves his spend more often than a loyal one",
           "游离客户消费减半的比例高于忠诚客户", "halved"),
    _one("T1", "adjusted R² of log later money", gain_in_r2("log_spend_holdout", "active_share",
         ["log_contribution"]), "Stability tells something once contribution is known",
         "已知贡献度后，稳定度仍有信息", "active_share", "log_contribution"),
    _order("T2", "dissatisfied", "novelty", "The dissatisfied leave more often than those who look "
           "for something new", "不满意的客户比追求新鲜的客户流失更多", "dropped"),
    _order("T3", "rescue", "release", "Those worth rescuing bring more later than those given up",
           "值得挽救的客户日后带来的金额多于被放弃的"),
    _order("T4", "EII", "EI", "A drifting customer has more to lose a head than a loyal one, so "
           "most hours belong to him", "游离客户人均损失大于忠诚客户，应投入最多时间", "lost"),
    _one("T5", "AUC above chance", auc_above_chance("recency_now", "active_holdout"),
         "Those who bought lately are likelier to buy again", "最近购买者更可能再次购买",
         "recency_now"),
    _one("T5", "AUC above chance", auc_above_chance("purchases", "active_holdout"),
         "Those who bought often are likelier to buy again", "购买频繁者更可能再次购买"),
    _one("T5", "AUC above chance", auc_above_chance("contribution", "active_holdout"),
         "Those who spent much are likelier to buy again", "消费金额高者更可能再次购买"),
    _order("T6", "active", "cooling", "The active buy again more often than the cooling",
           "活跃客户再购比例高于渐冷客户", "active"),
    _order("T6", "cooling", "dormant", "The cooling buy again more often than the dormant",
           "渐冷客户再购比例高于休眠客户", "active"),
    _order("T6", "dormant", "lost", "The dormant buy again more often than the lost",
           "休眠客户再购比例高于流失客户", "active"),
    _one("T7", "days nearer to the next gap", mean("gap_gain"),
         "A customer's own cycle foretells the next gap better than everybody's",
         "客户自身周期比总体周期更能预测下次间隔", "gap_gain"),
    _one("T8", "rank correlation", rank_gain("change", "room", "placebo_room"),
         "Room to grow orders later growth better than a stranger's room does",
         "增值空间对日后增长的排序优于随机对照", "room", "placebo_room"),
    _one("T9", "rank correlation", rank_gain("later_value", "look_alike", "first_amount"),
         "Likeness to old customers foretells a new one better than the first amount",
         "与老客户类比比首单金额更能预测新客户", "look_alike", "later_value"),
    _one("T10", "share of money above 80%", top_share_less("contribution", "contribution", 0.8),
         "The best fifth of customers brings four fifths of the money so far",
         "前 20% 的客户带来了 80% 的已有金额"),
    _one("T10", "share of money above 80%", top_share_less("contribution", "spend_holdout", 0.8),
         "The best fifth of customers brings four fifths of the later money",
         "前 20% 的客户将带来 80% 的日后金额"),
    _order("T11", "platinum", "gold", "Platinum brings more later than gold",
           "白金客户日后带来的金额多于黄金大客户"),
    _order("T11", "gold", "iron", "Gold brings more later than iron",
           "黄金大客户日后带来的金额多于铁级中客户"),
    _order("T11", "iron", "lead", "Iron brings more later than lead",
           "铁级中客户日后带来的金额多于铅级小客户"),
    _order("T12", "high", "middle", "The high band brings more later than the middle",
           "高价值客户日后带来的金额多于中价值客户"),
    _order("T12", "middle", "low", "The middle band brings more later than the low",
           "中价值客户日后带来的金额多于低价值客户"),
    Claim("T12", Text("The middle band has hidden potential: it outgrows what is expected "
                      "of it more than the others do",
                      "中价值客户有潜力：其超出预期的增长多于其他客户"),
          "money above the models' expectation",
          mean_gap("T12", "middle", ["high", "low"], "surprise"),
          ("T12", "surprise"), (("T12", "middle"), ("T12", "low"))),
    _order("T13", "strategic", "vendor", "A strategic partner brings more later than a "
           "vendor relation",
           "战略伙伴日后带来的金额多于卖主关系客户"),
    _order("T13", "vendor", "acquaintance", "A vendor relation brings more later than an "
           "acquaintance",
           "卖主关系客户日后带来的金额多于熟人关系客户"),
    _order("T13", "friend", "acquaintance", "A friend buys again more often than an acquaintance",
           "朋友关系客户再购比例高于熟人关系客户", "active"),
    _order("T14", "continuing", "occasional", "Continuing customers buy again more often than "
           "occasional ones", "持续购买的客户再购比例高于偶尔购买的客户", "active"),
    _order("T14", "continuing", "bulk", "Continuing customers bring more later than one-off bulk "
           "buyers", "持续购买的客户日后带来的金额多于一次性大宗客户"),
    _one("T15", "share of customers", mean("category_gain"),
         "A customer's own main category is bought again more often than somebody else's",
         "客户自己的主要品类比他人的品类更常被再次购买", "category_gain"),
    _one("T16", "log money for each unit of discount depth, at equal spend before",
         coefficient("less_later", "discount_depth_later", ["log_spend_before"]),
         "Deep discounts are followed by less money at equal spend before",
         "在此前消费相同时，折扣越深日后金额越少", "discount_depth_later", "less_later"),
    _order("T17", "up", "down", "Those who moved up bring more later than those who moved down",
           "上升的客户日后带来的金额多于下降的客户"),
    _one("T17", "log money, at equal contribution",
         coefficient("log_spend_holdout", "moved_up", ["log_contribution", "active_share"]),
         "A move up tells something beyond where the customer stands now",
         "上升本身比当前所处位置提供更多信息", "moved_up"),
    _order("T19", "current_main", "current_ordinary", "Main customers bring more later than "
           "ordinary ones", "主力客户日后带来的金额多于一般客户"),
    _order("T19", "current_ordinary", "past_ordinary", "Current customers buy again more often "
           "than past ones of the same volume", "同等数量的当前客户再购比例高于过去客户", "active"),
    _order("T20", "notable", "scattered", "Those on whom the business depends keep at least half "
           "of their spend more often than others",
           "企业所依赖的客户比其他客户更常保住一半以上的消费", "kept"),
)  # fmt: skip
"""All claims, in the order of the systems. T18 makes none: its parts are judged where they are
computed."""
