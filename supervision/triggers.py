"""What the database itself holds: no conclusion without consideration before it, and no state that pretends one.

Check constraints see one row only; these rules join a mission with its consideration and its conclusion. The states
named here are `supervision.states.CONCLUDED`.
"""

from __future__ import annotations

from typing import Final

import pgtrigger

CONCLUDED_AFTER_CONSIDERATION: Final = pgtrigger.Trigger(
    name="supervision_no_skipping",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""
    IF (
        NEW.state IN ('concluded', 'published', 'following_up')
        OR (NEW.state = 'closed' AND NEW.kind = 'thematic')
    ) AND NOT EXISTS (
        SELECT 1
        FROM supervision_supervisionconclusion AS conclusion
        JOIN supervision_consideration AS consideration ON consideration.id = conclusion.consideration_id
        WHERE conclusion.mission_id = NEW.id
            AND consideration.mission_id = NEW.id
            AND consideration.is_final
            AND consideration.considered_on <= conclusion.concluded_on
    ) THEN
        RAISE EXCEPTION 'a mission is concluded only after its consideration and its conclusion'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)
"""No mission is concluded, published, followed up or (a thematic one) closed without consideration and conclusion."""

CONCLUSION_FOLLOWS: Final = pgtrigger.Trigger(
    name="supervision_follows",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""
    IF NOT EXISTS (
        SELECT 1
        FROM supervision_consideration AS consideration
        WHERE consideration.id = NEW.consideration_id
            AND consideration.mission_id = NEW.mission_id
            AND consideration.is_final
            AND consideration.considered_on <= NEW.concluded_on
    ) THEN
        RAISE EXCEPTION 'a conclusion follows the final consideration of its own mission'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.mission_id <> OLD.mission_id THEN
        RAISE EXCEPTION 'a conclusion stays with its mission'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)
"""A conclusion follows the final consideration of its own mission, not before it."""

CONCLUSION_STAYS: Final = pgtrigger.Trigger(
    name="supervision_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Delete,
    func="""
    IF EXISTS (
        SELECT 1
        FROM supervision_supervisionmission AS mission
        WHERE mission.id = OLD.mission_id
            AND (
                mission.state IN ('concluded', 'published', 'following_up')
                OR (mission.state = 'closed' AND mission.kind = 'thematic')
            )
    ) THEN
        RAISE EXCEPTION 'a concluded mission keeps its conclusion'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
    """,
)
"""A concluded mission keeps its conclusion."""

CONSIDERATION_STAYS: Final = pgtrigger.Trigger(
    name="supervision_considered",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="""
    IF EXISTS (
        SELECT 1
        FROM supervision_supervisionconclusion AS conclusion
        WHERE conclusion.consideration_id = NEW.id
            AND (
                conclusion.mission_id <> NEW.mission_id
                OR NOT NEW.is_final
                OR NEW.considered_on > conclusion.concluded_on
            )
    ) THEN
        RAISE EXCEPTION 'a consideration stays before the conclusion that rests on it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)
"""A consideration that a conclusion rests on stays final, its mission's, and before it."""
