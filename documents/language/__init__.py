"""Administrative Vietnamese: how official documents write numbers, dates, comparisons and names.

The rules follow Decree 30/2020/NĐ-CP and the usage of People's Council offices. Texts made here are always
Vietnamese, whatever language the reader's screen has.
"""

from documents.language.classifiers import CLASSIFIERS, classifier
from documents.language.comparing import (
    comparison,
    percentage_points,
    plan_result,
    same_period_of,
    share_comparison,
)
from documents.language.dates import date_range, hour, long_date, month_number, period, short_date
from documents.language.numbers import (
    Qualifier,
    Quantity,
    SittingStyle,
    counted,
    decimal,
    in_words,
    integer,
    ordinal,
    percent,
    point_letter,
    prose_number,
    share,
    sitting_ordinal,
)
from documents.language.spelling import capitalised, clean, held_together, normalise

__all__ = [
    "CLASSIFIERS",
    "Qualifier",
    "Quantity",
    "SittingStyle",
    "capitalised",
    "classifier",
    "clean",
    "comparison",
    "counted",
    "date_range",
    "decimal",
    "held_together",
    "hour",
    "in_words",
    "integer",
    "long_date",
    "month_number",
    "normalise",
    "ordinal",
    "percent",
    "percentage_points",
    "period",
    "plan_result",
    "point_letter",
    "prose_number",
    "same_period_of",
    "share",
    "share_comparison",
    "short_date",
    "sitting_ordinal",
]
