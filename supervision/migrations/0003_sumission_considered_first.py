import core.triggers
import pgtrigger.compiler
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0002_programmes_missions_recommendations'),
    ]

    operations = [
        core.triggers.AddTriggers(
            model_name='consideration',
            triggers=[pgtrigger.compiler.Trigger(name='supervision_considered', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1\n        FROM supervision_supervisionconclusion AS conclusion\n        WHERE conclusion.consideration_id = NEW.id\n            AND (\n                conclusion.mission_id <> NEW.mission_id\n                OR NOT NEW.is_final\n                OR NEW.considered_on > conclusion.concluded_on\n            )\n    ) THEN\n        RAISE EXCEPTION 'a consideration stays before the conclusion that rests on it'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n    ", hash='98f7fb85786194469d4f27f5d54aabd77cb036e3', operation='UPDATE', pgid='pgtrigger_supervision_considered_a23cf', table='supervision_consideration', when='BEFORE'))],
        ),
        core.triggers.AddTriggers(
            model_name='supervisionconclusion',
            triggers=[pgtrigger.compiler.Trigger(name='supervision_follows', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (\n        SELECT 1\n        FROM supervision_consideration AS consideration\n        WHERE consideration.id = NEW.consideration_id\n            AND consideration.mission_id = NEW.mission_id\n            AND consideration.is_final\n            AND consideration.considered_on <= NEW.concluded_on\n    ) THEN\n        RAISE EXCEPTION 'a conclusion follows the final consideration of its own mission'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    IF TG_OP = 'UPDATE' AND NEW.mission_id <> OLD.mission_id THEN\n        RAISE EXCEPTION 'a conclusion stays with its mission'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n    ", hash='0067c378739e4e47f91568a9121a08abf381b626', operation='INSERT OR UPDATE', pgid='pgtrigger_supervision_follows_59200', table='supervision_supervisionconclusion', when='BEFORE')), pgtrigger.compiler.Trigger(name='supervision_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1\n        FROM supervision_supervisionmission AS mission\n        WHERE mission.id = OLD.mission_id\n            AND (\n                mission.state IN ('concluded', 'published', 'following_up')\n                OR (mission.state = 'closed' AND mission.kind = 'thematic')\n            )\n    ) THEN\n        RAISE EXCEPTION 'a concluded mission keeps its conclusion'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN OLD;\n    ", hash='66dfd68f7b665a38b0a2d0ce776aab4975fabe58', operation='DELETE', pgid='pgtrigger_supervision_stays_70773', table='supervision_supervisionconclusion', when='BEFORE'))],
        ),
        core.triggers.AddTriggers(
            model_name='supervisionmission',
            triggers=[pgtrigger.compiler.Trigger(name='supervision_no_skipping', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF (\n        NEW.state IN ('concluded', 'published', 'following_up')\n        OR (NEW.state = 'closed' AND NEW.kind = 'thematic')\n    ) AND NOT EXISTS (\n        SELECT 1\n        FROM supervision_supervisionconclusion AS conclusion\n        JOIN supervision_consideration AS consideration ON consideration.id = conclusion.consideration_id\n        WHERE conclusion.mission_id = NEW.id\n            AND consideration.mission_id = NEW.id\n            AND consideration.is_final\n            AND consideration.considered_on <= conclusion.concluded_on\n    ) THEN\n        RAISE EXCEPTION 'a mission is concluded only after its consideration and its conclusion'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n    ", hash='a89b3a3edd032deab3af974e507696b10eeb363d', operation='INSERT OR UPDATE', pgid='pgtrigger_supervision_no_skipping_4e69b', table='supervision_supervisionmission', when='BEFORE'))],
        ),
    ]
