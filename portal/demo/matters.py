"""How opinions hang together in the demonstration: merged, split, raised again, forwarded, and told to their voters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from councils.models import Council
from followups.models import FollowUp
from portal.demo.stage import Stage, known
from voters import services as voters
from voters.models import VoterMeeting, VoterOpinion

REGROUPED = 4
"""Opinions that `regrouped` brings into a round: one merged, two split off, one raised again."""


def regrouped(stage: Stage, round_: Sequence[FollowUp], earlier: FollowUp) -> list[FollowUp]:
    """Four opinions of a round, from four statements of its first two meetings, sent six days after the second.

    Two that say the same are merged, one that says two things is split, one raises again what a round before did.
    """
    meetings = {matter.opinion.meeting for matter in round_ if matter.opinion.meeting}
    first, second = sorted(meetings, key=lambda meeting: (meeting.held_on, meeting.pk))[:2]
    one, compound = _more(stage, first, [_again(stage, first), _compound(stage, first)])
    same, repeat = _more(stage, second, [_again(stage, second), _row(earlier.opinion)])
    day = second.held_on + timedelta(days=2)
    whole = _merge(stage, [one, same], day)
    parts = _split(stage, compound, day)
    voters.mark_repeat(opinion=repeat, earlier=earlier.opinion, user=stage.clerk, on=day)
    return stage.send([whole, *parts, repeat], second.held_on + timedelta(days=6))


def _more(stage: Stage, meeting: VoterMeeting, rows: Sequence[voters.OpinionRow]) -> list[VoterOpinion]:
    """What was found in the minutes of a meeting after its entry was finished."""
    voters.move_meeting(meeting=meeting, name="reopen", user=stage.clerk)
    entered = voters.add_opinions(meeting=meeting, rows=rows, user=stage.clerk)
    voters.move_meeting(meeting=meeting, name="file", user=stage.clerk)
    return entered


_SAME = (
    "Đề nghị nâng cấp tuyến đường vào khu sản xuất; đường đất lầy lội, xe chở nông sản không vào được{place}."
)
_TWO = (
    "Đề nghị sớm sửa chữa kênh mương bị sạt lở sau mưa lũ",
    "Đề nghị lắp đặt đèn chiếu sáng trên trục đường chính của thôn",
)


def _known(stage: Stage, field: str, body: str) -> dict[str, object]:
    return {
        "field": stage.fields[field],
        "competence_level": stage.council.level,
        "agency": stage.bodies[body],
    }


def _again(stage: Stage, meeting: VoterMeeting) -> voters.OpinionRow:
    text = _SAME.format(place=f" tại {meeting.locality}")
    return voters.OpinionRow(content=text, voter_place="Thôn 1", **_known(stage, "transport", "works"))  # type: ignore[arg-type]  # by name


def _compound(stage: Stage, meeting: VoterMeeting) -> voters.OpinionRow:
    text = f"{_TWO[0]}; đồng thời {_TWO[1][:1].lower()}{_TWO[1][1:]} ({meeting.locality})."
    return voters.OpinionRow(content=text, voter_place="Thôn 2")


def _row(opinion: VoterOpinion) -> voters.OpinionRow:
    """The same said once more."""
    return voters.OpinionRow(
        content=opinion.content,
        voter_place=opinion.voter_place,
        field=opinion.field,
        competence_level=opinion.competence_level,
        agency=opinion.agency,
    )


def _merge(stage: Stage, opinions: Sequence[VoterOpinion], on: date) -> VoterOpinion:
    places = " và ".join(dict.fromkeys(row.meeting.locality for row in opinions if row.meeting))
    text = _SAME.format(place=f" tại {places}")
    return voters.merge(opinions=opinions, content=text, user=stage.clerk, on=on, note="Trùng nội dung")


def _split(stage: Stage, opinion: VoterOpinion, on: date) -> list[VoterOpinion]:
    channel, lights = _known(stage, "irrigation", "works"), _known(stage, "transport", "works")
    rows = [
        voters.OpinionRow(content=f"{_TWO[0]}.", **channel),  # type: ignore[arg-type]  # by name
        voters.OpinionRow(content=f"{_TWO[1]}.", **lights),  # type: ignore[arg-type]  # by name
    ]
    return voters.split(opinion=opinion, parts=rows, user=stage.clerk, on=on, note="Ý kiến có hai nội dung")


# --- The living council ---


def in_the_living_council(stage: Stage, unsent: Sequence[VoterOpinion], today: date) -> None:
    """Of what waits to be sent: two merged, one raised again, one offered to the province; and voters who were told."""
    rows = [row for row in unsent if row.competence_level == stage.council.level]
    voters.merge(
        opinions=rows[:2],
        content=f"{rows[0].content}\n{rows[1].content}",
        user=stage.clerk,
        on=today,
        note="Gộp để chuyển một cơ quan",
    )
    earlier = VoterOpinion.objects.of(stage.council).filter(follow_up__isnull=False).order_by("pk").first()
    voters.mark_repeat(opinion=rows[2], earlier=known(earlier), user=stage.clerk, on=today)
    _offer(stage, rows[-1], today)
    _tell(stage)


def _offer(stage: Stage, opinion: VoterOpinion, today: date) -> None:
    """On second thoughts a matter of the province: it waits for that council to accept."""
    voters.classify(opinions=[opinion], user=stage.clerk, competence_level="province")
    above: Council = known(stage.council.parent)
    reason = "Nội dung thuộc thẩm quyền của cấp tỉnh"
    voters.forward(opinion=opinion, to=above, user=stage.clerk, reason=reason, on=today)


def _tell(stage: Stage) -> None:
    """At the last meeting that was held, voters of the first one were told the answers that had come."""
    held = VoterMeeting.objects.of(stage.council).took_place().order_by("held_on", "pk")
    first, last = known(held.first()), known(held.last())
    answered = [answer.opinion for answer in voters.answers_for(first) if answer.to_tell]
    if answered:
        voters.tell(opinions=answered[:3], meeting=last, user=stage.clerk)
