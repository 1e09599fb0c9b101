"""Addresses of supervised bodies: what each is asked, what it answers, and the merged annex."""

from __future__ import annotations

from django.urls import URLPattern, path

from supervision.views import answers, bodies, files

_ONE = "bodies/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("bodies/", bodies.BodyMine.as_view(), name="body_mine"),
    path("missions/<int:pk>/bodies/", bodies.BodiesPage.as_view(), name="mission_bodies"),
    path("missions/<int:pk>/annex/<slug:extension>/", files.AnnexFile.as_view(), name="mission_annex"),
    path(_ONE, bodies.BodyDetail.as_view(), name="body_detail"),
    path(f"{_ONE}answers/<int:part>/", answers.AnswersEdit.as_view(), name="body_answers"),
    path(f"{_ONE}submit/", answers.Submit.as_view(), name="body_submit"),
    path(f"{_ONE}take-back/", answers.TakeBack.as_view(), name="body_take_back"),
    path(f"{_ONE}give-back/", answers.GiveBack.as_view(), name="body_give_back"),
    path(f"{_ONE}remind/", answers.Remind.as_view(), name="body_remind"),
    path(f"{_ONE}file/", files.BodyFile.as_view(), name="body_file"),
]
