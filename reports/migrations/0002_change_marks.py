"""Marks of change, left by the tables under the sums of figures for the councils that a changed row counts for."""

from django.db import migrations, models

_FOLLOWED = """
    SELECT o.council_id FROM {rows} r JOIN voters_voteropinion o ON o.follow_up_id = r.{follow_up}
    UNION ALL
    SELECT o.council_id FROM {rows} r JOIN voters_voteropinion o ON o.answered_through_id = r.{follow_up}
    UNION ALL
    SELECT l.council_id FROM {rows} r
    JOIN voters_letteraction a ON a.follow_up_id = r.{follow_up} JOIN voters_letter l ON l.id = a.letter_id
    UNION ALL
    SELECT n.council_id FROM {rows} r
    JOIN sittings_resolutiontask t ON t.follow_up_id = r.{follow_up} JOIN sittings_resolution n ON n.id = t.resolution_id
    UNION ALL
    SELECT m.council_id FROM {rows} r JOIN supervision_recommendation m ON m.follow_up_id = r.{follow_up}
"""
"""A follow-up counts for the council of what it came of, which may be another one than it is owed to by now."""
_OWN = "SELECT r.council_id FROM {rows} r"
_OF_SITTING = "SELECT s.council_id FROM {rows} r JOIN sittings_sitting s ON s.id = r.sitting_id"
_OF_HALF_DAY = (
    "SELECT s.council_id FROM {rows} r JOIN sittings_plenarymeeting h ON h.id = r.meeting_id "
    "JOIN sittings_sitting s ON s.id = h.sitting_id"
)
_OF_FOLLOW_UP = _FOLLOWED.replace("{follow_up}", "follow_up_id")
_OF_MEETING = """
    SELECT r.council_id FROM {rows} r
    UNION ALL
    SELECT c.council_id FROM {rows} r JOIN voters_jointconsent c ON c.meeting_id = r.id
    UNION ALL
    SELECT o.council_id FROM {rows} r JOIN voters_voteropinion o ON o.meeting_id = r.id
    UNION ALL
    SELECT later.council_id FROM {rows} r
    JOIN voters_voteropinion earlier ON earlier.meeting_id = r.id
    JOIN voters_opinionlikeness likeness ON likeness.earlier_id = earlier.id
    JOIN voters_voteropinion later ON later.id = likeness.opinion_id
"""
_OF_ROUND = """
    SELECT r.council_id FROM {rows} r
    UNION ALL
    SELECT c.council_id FROM {rows} r
    JOIN voters_votermeeting m ON m.round_id = r.id JOIN voters_jointconsent c ON c.meeting_id = m.id
"""
_OF_LINK = """
    SELECT o.council_id FROM {rows} r JOIN voters_voteropinion o ON o.id IN (r.source_id, r.target_id)
"""
_OF_LETTER = "SELECT l.council_id FROM {rows} r JOIN voters_letter l ON l.id = r.letter_id"
_OF_REMINDER = _FOLLOWED.replace("{rows} r", "(SELECT c.follow_up_id FROM {rows} l JOIN followups_climb c ON c.letter_id = l.id) r").replace("{follow_up}", "follow_up_id")
_EVERYWHERE = "SELECT 0::bigint AS council_id FROM {rows} r"
"""Fields are shared by many councils, and hardly ever change their name."""
_OF_AGENCY = """
    SELECT r.council_id FROM {rows} r
    UNION ALL
    SELECT s.council_id FROM {rows} r
    JOIN sittings_paper p ON p.owner_agency_id = r.id JOIN sittings_sitting s ON s.id = p.sitting_id
"""

MARKED = {
    "councils_agency": _OF_AGENCY,
    "councils_committee": _OWN,
    "councils_councilterm": _OWN,
    "councils_delegate": _OWN,
    "councils_delegateseat": (
        "SELECT t.council_id FROM {rows} r JOIN councils_councilterm t ON t.id = r.council_term_id"
    ),
    "councils_field": _EVERYWHERE,
    "documents_numberseries": _OWN,
    "documents_officialdocument": _OWN,
    "followups_climb": _OF_FOLLOW_UP,
    "followups_extension": _OF_FOLLOW_UP,
    "followups_followup": _FOLLOWED.replace("{follow_up}", "id"),
    "followups_followupmove": _OF_FOLLOW_UP,
    "followups_reminderletter": _OF_REMINDER,
    "followups_reply": _OF_FOLLOW_UP,
    "followups_resultentry": _OF_FOLLOW_UP,
    "sittings_agendaitem": _OF_SITTING,
    "sittings_attendance": _OF_HALF_DAY,
    "sittings_bodymeeting": _OWN,
    "sittings_paper": _OF_SITTING,
    "sittings_plenarymeeting": _OF_SITTING,
    "sittings_resolution": _OWN,
    "sittings_resolutiontask": (
        "SELECT n.council_id FROM {rows} r JOIN sittings_resolution n ON n.id = r.resolution_id"
    ),
    "sittings_sitting": _OWN,
    "sittings_speakingturn": _OF_HALF_DAY,
    "supervision_recommendation": _OWN,
    "supervision_supervisionmission": _OWN,
    "supervision_verdict": (
        "SELECT m.council_id FROM {rows} r JOIN supervision_recommendation m ON m.id = r.recommendation_id"
    ),
    "voters_jointconsent": _OWN,
    "voters_jointconsentmove": (
        "SELECT c.council_id FROM {rows} r JOIN voters_jointconsent c ON c.id = r.consent_id"
    ),
    "voters_letter": _OWN,
    "voters_letteraction": _OF_LETTER,
    "voters_letterscreening": _OF_LETTER,
    "voters_opinionlikeness": (
        "SELECT o.council_id FROM {rows} r JOIN voters_voteropinion o ON o.id = r.opinion_id"
    ),
    "voters_opinionlink": _OF_LINK,
    "voters_regrouping": _OWN,
    "voters_votercontactround": _OF_ROUND,
    "voters_votermeeting": _OF_MEETING,
    "voters_voteropinion": _OWN,
}
"""Table -> the councils that its rows count for; `{rows}` are the changed ones."""

_FUNCTION = """
CREATE FUNCTION reports_mark_{table}() RETURNS trigger LANGUAGE plpgsql AS $mark$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO reports_changemark (council_id, stamp)
        SELECT council_id, floor(extract(epoch FROM clock_timestamp()) * 1000000)
        FROM ({before} UNION {after}) counted WHERE council_id IS NOT NULL;
    ELSE
        INSERT INTO reports_changemark (council_id, stamp)
        SELECT council_id, floor(extract(epoch FROM clock_timestamp()) * 1000000)
        FROM (SELECT DISTINCT council_id FROM ({after}) counted) each_one WHERE council_id IS NOT NULL;
    END IF;
    RETURN NULL;
END
$mark$;
CREATE TRIGGER reports_mark_insert AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION reports_mark_{table}();
CREATE TRIGGER reports_mark_update AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION reports_mark_{table}();
CREATE TRIGGER reports_mark_delete AFTER DELETE ON {table}
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION reports_mark_{table}();
"""
_NO_FUNCTION = "DROP FUNCTION reports_mark_{table}() CASCADE"


def _marking(table: str, councils: str) -> migrations.RunSQL:
    after, before = councils.format(rows="changed"), councils.format(rows="before")
    return migrations.RunSQL(
        _FUNCTION.format(table=table, after=after, before=before), _NO_FUNCTION.format(table=table)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("councils", "0006_council_words"),
        ("documents", "0004_searchable"),
        ("followups", "0010_search_within_a_council"),
        ("reports", "0001_initial"),
        ("sittings", "0007_verification_answers"),
        ("supervision", "0004_considered_first"),
        ("voters", "0008_search_within_a_council"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangeMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("council_id", models.BigIntegerField(verbose_name="council")),
                (
                    "stamp",
                    models.DecimalField(decimal_places=0, max_digits=40, verbose_name="microseconds since 1970"),
                ),
            ],
            options={
                "verbose_name": "mark of change",
                "verbose_name_plural": "marks of change",
                "indexes": [
                    models.Index(fields=["council_id"], include=("stamp",), name="reports_marks_by_council")
                ],
            },
        ),
        *(_marking(table, councils) for table, councils in MARKED.items()),
    ]
