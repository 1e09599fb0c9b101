"""Addresses: annual programmes with their board, their items, and the proposals for them."""

from __future__ import annotations

from django.urls import URLPattern, path

from supervision.views import board, items, programme_steps, programmes, proposals

_ONE = "programmes/<int:pk>/"
_ITEM = "programme-items/<int:pk>/"
_PROPOSAL = "proposals/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("programmes/", programmes.ProgrammeList.as_view(), name="programme_list"),
    path("programmes/board/", board.ProgrammeBoard.as_view(), name="programme_board"),
    path("programmes/new/", programmes.ProgrammeCreate.as_view(), name="programme_create"),
    path(_ONE, programmes.ProgrammeDetail.as_view(), name="programme_detail"),
    path(f"{_ONE}edit/", programmes.ProgrammeEdit.as_view(), name="programme_edit"),
    path(f"{_ONE}move/<str:name>/", programme_steps.ProgrammeStep.as_view(), name="programme_move"),
    path(f"{_ONE}decide/", programme_steps.ProgrammeDecide.as_view(), name="programme_decide"),
    path(f"{_ONE}report/", programme_steps.ProgrammeReport.as_view(), name="programme_report"),
    path(
        f"{_ONE}papers/<str:kind>/<str:extension>/",
        programme_steps.ProgrammePaper.as_view(),
        name="programme_paper",
    ),
    path(
        f"{_ONE}result/<str:extension>/", programme_steps.ProgrammeResult.as_view(), name="programme_result"
    ),
    path(f"{_ONE}proposals/", proposals.ProposalSelect.as_view(), name="proposal_select"),
    path(f"{_ONE}items/new/", items.ItemCreate.as_view(), name="item_create"),
    path(f"{_ITEM}edit/", items.ItemEdit.as_view(), name="item_edit"),
    path(f"{_ITEM}remove/", items.ItemRemove.as_view(), name="item_remove"),
    path(f"{_ITEM}move/<str:direction>/", items.ItemMove.as_view(), name="item_move"),
    path(f"{_ITEM}finish/", items.ItemFinish.as_view(), name="item_finish"),
    path(f"{_ITEM}drop/", items.ItemDrop.as_view(), name="item_drop"),
    path(f"{_ITEM}postpone/", items.ItemPostpone.as_view(), name="item_postpone"),
    path(f"{_ITEM}resume/", items.ItemResume.as_view(), name="item_resume"),
    path(f"{_ITEM}mission/", items.ItemMission.as_view(), name="item_mission"),
    path("proposals/", proposals.ProposalList.as_view(), name="proposal_list"),
    path("proposals/new/", proposals.ProposalCreate.as_view(), name="proposal_create"),
    path(_PROPOSAL, proposals.ProposalDetail.as_view(), name="proposal_detail"),
    path(f"{_PROPOSAL}edit/", proposals.ProposalEdit.as_view(), name="proposal_edit"),
    path(f"{_PROPOSAL}reopen/", proposals.ProposalReopen.as_view(), name="proposal_reopen"),
]
