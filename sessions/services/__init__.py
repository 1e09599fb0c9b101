"""Writes of the sittings floor. Views, tasks, the admin and loaders call these and nothing else."""

from sessions.services.assigning import assign_paper, assign_papers, plan_assignment
from sessions.services.paper_debts import ask_owners, not_askable
from sessions.services.paper_redating import recount_due_days
from sessions.services.papers import (
    ExpectedPaper,
    change_paper,
    expect_paper,
    expect_papers,
    remove_paper,
    renumber,
)
from sessions.services.receiving import open_version, receive_paper, return_paper
from sessions.services.responding import Answer, respond
from sessions.services.rows import Outcome, RefusedRows
from sessions.services.sittings import save_sitting
from sessions.services.tabling import conclude_paper, send_papers, table_papers
from sessions.services.verification import (
    RemarkLine,
    ReportTerms,
    SectionText,
    attach_signed,
    begin_verification,
    report_verification,
    save_remarks,
    save_sections,
    set_meeting,
)

__all__ = [
    "Answer",
    "ExpectedPaper",
    "Outcome",
    "RefusedRows",
    "RemarkLine",
    "ReportTerms",
    "SectionText",
    "ask_owners",
    "assign_paper",
    "assign_papers",
    "attach_signed",
    "begin_verification",
    "change_paper",
    "conclude_paper",
    "expect_paper",
    "expect_papers",
    "not_askable",
    "open_version",
    "plan_assignment",
    "receive_paper",
    "recount_due_days",
    "remove_paper",
    "renumber",
    "report_verification",
    "respond",
    "return_paper",
    "save_remarks",
    "save_sections",
    "save_sitting",
    "send_papers",
    "set_meeting",
    "table_papers",
]
