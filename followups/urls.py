"""Addresses of the accountability kernel."""

from django.urls import path

from followups import views

app_name = "followups"
urlpatterns = [
    path("", views.FollowUpList.as_view(), name="followup_list"),
    path("mine/", views.FollowUpMine.as_view(), name="followup_mine"),
    path("notices/", views.NoticeList.as_view(), name="notice_list"),
    path("notices/read/", views.NoticeReadAll.as_view(), name="notice_read_all"),
    path("notices/<int:pk>/read/", views.NoticeRead.as_view(), name="notice_read"),
    path("<int:pk>/", views.FollowUpDetail.as_view(), name="followup_detail"),
    path("<int:pk>/files/<int:file_pk>/", views.FileDownload.as_view(), name="file_download"),
    path("<int:pk>/acknowledge/", views.Acknowledge.as_view(), name="followup_acknowledge"),
    path("<int:pk>/start/", views.Start.as_view(), name="followup_start"),
    path("<int:pk>/reply/", views.ReplyCreate.as_view(), name="reply_create"),
    path("<int:pk>/extension/", views.ExtensionAsk.as_view(), name="extension_create"),
    path("<int:pk>/extension/decide/", views.ExtensionDecide.as_view(), name="extension_decide"),
    path("<int:pk>/assess/", views.Assess.as_view(), name="followup_assess"),
    path("<int:pk>/result/", views.ResultRecord.as_view(), name="followup_result"),
    path("<int:pk>/close/", views.Close.as_view(), name="followup_close"),
    path("<int:pk>/reopen/", views.Reopen.as_view(), name="followup_reopen"),
    path("<int:pk>/withdraw/", views.Withdraw.as_view(), name="followup_withdraw"),
]
