"""Addresses: papers."""

from __future__ import annotations

from django.urls import URLPattern, path

from sessions.views import paper_bulk as bulk
from sessions.views import paper_detail as detail
from sessions.views import paper_steps as steps
from sessions.views import papers as views

urlpatterns: list[URLPattern] = [
    path("sittings/<int:pk>/papers/", views.SittingPapers.as_view(), name="sitting_papers"),
    path("sittings/<int:pk>/papers/late/", views.LatePapers.as_view(), name="papers_late"),
    path("sittings/<int:pk>/papers/new/", views.PapersCreate.as_view(), name="papers_create"),
    path("sittings/<int:pk>/papers/renumber/", views.PapersRenumber.as_view(), name="papers_renumber"),
    path("sittings/<int:pk>/papers/ask/", bulk.PapersAsk.as_view(), name="papers_ask"),
    path("sittings/<int:pk>/papers/assign/", bulk.PapersAssign.as_view(), name="papers_assign"),
    path("sittings/<int:pk>/papers/send/", bulk.PapersSend.as_view(), name="papers_send"),
    path("sittings/<int:pk>/papers/table/", bulk.PapersTable.as_view(), name="papers_table"),
    path("papers/mine/", views.PaperMine.as_view(), name="paper_mine"),
    path("papers/<int:pk>/", detail.PaperDetail.as_view(), name="paper_detail"),
    path("papers/<int:pk>/edit/", steps.PaperEdit.as_view(), name="paper_edit"),
    path("papers/<int:pk>/remove/", steps.PaperRemove.as_view(), name="paper_remove"),
    path("papers/<int:pk>/receive/", steps.PaperReceive.as_view(), name="paper_receive"),
    path("papers/<int:pk>/return/", steps.PaperReturn.as_view(), name="paper_return"),
    path("papers/<int:pk>/assign/", steps.PaperAssign.as_view(), name="paper_assign"),
    path("papers/<int:pk>/move/<slug:name>/", steps.PaperMoveOn.as_view(), name="paper_move"),
    path("papers/<int:pk>/versions/<int:number>/", detail.PaperVersionFile.as_view(), name="paper_version"),
    path("papers/<int:pk>/proposal/<str:extension>/", detail.PaperProposal.as_view(), name="paper_proposal"),
]
