"""What a user may do with a follow-up now: only that is offered, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.access import Access
from core.views import Action, Text
from followups import rules
from followups.models import Extension, FollowUp
from followups.origins import OriginLink
from followups.states import OPEN, State


class Offer(NamedTuple):
    """An action that may be offered: the move it makes (or a name of its own), its label, its address."""

    name: str
    label: Text
    view: str
    query: str = ""
    method: str = "get"

    def address(self, pk: int) -> str:
        """Of the page that does it to this follow-up; the page that reminds takes several, so it is told which."""
        if self.name == "remind":
            return f"{reverse('followups:followup_remind')}?pk={pk}"
        return reverse(f"followups:{self.view}", args=[pk]) + self.query


OFFERS = (
    Offer("issue", gettext_lazy("Send"), "followup_issue"),
    Offer("edit", gettext_lazy("Edit"), "followup_edit"),
    Offer("acknowledge", gettext_lazy("Acknowledge receipt"), "followup_acknowledge", method="post"),
    Offer("decide", gettext_lazy("Decide on more time"), "extension_decide"),
    Offer("accept", gettext_lazy("Assess the answer"), "followup_assess"),
    Offer("climb", gettext_lazy("Next step of the ladder"), "climb_create"),
    Offer("answer", gettext_lazy("Answer"), "reply_create"),
    Offer("close", gettext_lazy("Close the follow-up"), "followup_close"),
    Offer("start", gettext_lazy("Begin handling"), "followup_start", method="post"),
    Offer("remind", gettext_lazy("Remind"), "followup_remind"),
    Offer("ask", gettext_lazy("Ask for more time"), "extension_create"),
    Offer("topic", gettext_lazy("Propose as a questioning topic"), "climb_topic"),
    Offer("hand_on", gettext_lazy("Hand on"), "hand_over_create"),
    Offer("result", gettext_lazy("Record a result"), "followup_result"),
    Offer("take_back", gettext_lazy("Take back the acceptance"), "followup_assess", "?verdict=returned"),
    Offer("reopen", gettext_lazy("Reopen"), "followup_reopen"),
    Offer("withdraw", gettext_lazy("Withdraw"), "followup_withdraw"),
)
_EXPECTED = frozenset({"issue", "acknowledge", "decide", "accept", "climb", "close"})
"""What a page expects of somebody who may do it; of the responsible body also the answer."""


def actions_for(
    follow_up: FollowUp,
    extensions: list[Extension],
    access: Access,
    ladder: Iterable[str] = (),
    *,
    handing: bool = False,
    act: Text = "",
    origin: OriginLink | None = None,
) -> list[Action]:
    """What this user may do now; the first stands out if the page expects it of them.

    `ladder`: what the panel of the escalation ladder offers; `handing`: somebody is already asked to take it over;
    `act`: what climbing the next rung means, in words; `origin`: the record behind it, where what settles it is done.
    """
    names = set(rules.possible(follow_up, access)) | _others(follow_up, extensions, access) | set(ladder)
    names -= {"hand_on"} if handing else set()
    offers = [offer for offer in OFFERS if offer.name in names]
    expected = _EXPECTED | ({"answer"} if rules.owns(follow_up, access) else set())
    settles = (
        [Action(origin.act, origin.act_url, primary=True)]
        if origin and origin.act and "answer" in names
        else []
    )
    return settles + [
        Action(
            act if offer.name == "climb" and act else offer.label,
            offer.address(follow_up.pk),
            primary=place == 0 and not settles and offer.name in expected,
            method=offer.method,
        )
        for place, offer in enumerate(offers)
    ]


def _others(follow_up: FollowUp, extensions: list[Extension], access: Access) -> set[str]:
    """Actions that are no moves of the state."""
    ended = rules.has_ended(follow_up, timezone.localdate())
    asked = any(extension.decision == Extension.Decision.ASKED for extension in extensions)
    found = {
        "edit": follow_up.state == State.DRAFT and rules.may(follow_up, "issue", access),
        "ask": follow_up.state in OPEN and not asked and rules.may_ask_time(follow_up, access),
        "remind": follow_up.state in OPEN and rules.may_remind(follow_up, access) and not ended,
        "decide": asked and rules.may_decide_time(follow_up, access),
        "result": follow_up.state not in {State.DRAFT, State.WITHDRAWN}
        and rules.may_record_result(follow_up, access),
        "take_back": follow_up.state == State.ACCEPTED and rules.may(follow_up, "return", access),
    }
    return {name for name, offered in found.items() if offered}
