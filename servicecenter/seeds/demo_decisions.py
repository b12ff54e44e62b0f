"""What the demo's people propose to each other and decide: words for refusals, findings, measures and money."""

from typing import Any

DECIDED = frozenset({"decline", "reject", "approve", "send_back"})
SAID: dict[str, dict[str, dict[str, Any]]] = {
    "propose_decline": {
        "en": {
            "ground": "other-body",
            "words": "Street lighting belongs to the district, not to us, so we cannot send anybody.",
            "where_to_go": "District lighting office, daily from 8 to 18 o'clock, or its page for faulty lamps.",
        },
        "zh-hans": {
            "ground": "private-matter",
            "words": "您反映的公共阳台管理属于物业服务事项，不在我单位服务范围内，故不予受理。",
            "where_to_go": "您可向所在社区居委会或住房管理部门物业科反映。",
        },
    },
    "mark_sensitive": {"en": {"why": "A reporter was in the room."}, "zh-hans": {"why": "现场有记者。"}},
    "name_staff": {
        "en": {"about": "people", "person": "handler7", "words": "Mr Nowak"},
        "zh-hans": {"about": "people", "person": "handler7", "words": "诺瓦克"},
    },
    "propose_reject": {
        "en": {
            "facts": "Reading of 14 March with photograph and route log; the same figure by remote reading.",
            "words": "Your meter was read on 14 March. The photograph shows the figure on your bill.",
            "where_to_go": "If you doubt the meter itself, you can have it tested by the metrology office.",
        },
        "zh-hans": {
            "facts": "三月十四日抄表照片及抄表轨迹，与远传数据一致。",
            "words": "经核查，三月十四日抄表照片所示读数与账单一致。",
            "where_to_go": "如对表计准确性有疑问，可向计量检定机构申请检定。",
        },
    },
    "find": {
        "en": {
            "verdict": "upheld",
            "cause": "works",
            "facts": "Our contractor closed the wrong valve; log and photographs.",
        },
        "zh-hans": {"verdict": "upheld", "cause": "works", "facts": "施工单位关错阀门，有记录和照片。"},
    },
    "propose": {
        "en": {
            "measures": "Pay for the repair, invoice attached.",
            "amount": "460.00",
            "money": "compensation",
        },
        "zh-hans": {"measures": "赔付维修费用，发票已附。", "amount": "460.00", "money": "compensation"},
    },
}


def said(step: str, language: str) -> dict[str, Any]:
    """The data of this step; nothing for a step that asks for nothing."""
    return SAID.get(step, {}).get(language, {})
