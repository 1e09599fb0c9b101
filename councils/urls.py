"""Addresses of the reference pages."""

from django.urls import path

from councils import views

app_name = "councils"
urlpatterns = [
    path("", views.CouncilList.as_view(), name="council_list"),
    path("<int:pk>/", views.CouncilDetail.as_view(), name="council_detail"),
    path("memberships/switch/", views.MembershipSwitch.as_view(), name="membership_switch"),
    path("agencies/", views.AgencyList.as_view(), name="agency_list"),
    path("agencies/new/", views.AgencyCreate.as_view(), name="agency_create"),
    path("agencies/<int:pk>/edit/", views.AgencyEdit.as_view(), name="agency_edit"),
    path("delegates/", views.DelegateList.as_view(), name="delegate_list"),
    path("delegates/<int:pk>/", views.DelegateDetail.as_view(), name="delegate_detail"),
    path("rules/", views.RuleList.as_view(), name="rule_list"),
    path("rules/<int:pk>/", views.RuleDetail.as_view(), name="rule_detail"),
    path("rules/<int:pk>/override/", views.RuleOverride.as_view(), name="rule_override"),
    path("rules/<int:pk>/edit/", views.RuleEdit.as_view(), name="rule_edit"),
    path("rules/<int:pk>/withdraw/", views.RuleWithdraw.as_view(), name="rule_withdraw"),
    path("fields/", views.FieldList.as_view(), name="field_list"),
    path("fields/new/", views.FieldCreate.as_view(), name="field_create"),
    path("fields/lists/", views.FieldAdopt.as_view(), name="field_adopt"),
    path("fields/<int:pk>/edit/", views.FieldEdit.as_view(), name="field_edit"),
    path("words/", views.WordList.as_view(), name="word_list"),
    path("words/new/", views.WordCreate.as_view(), name="word_create"),
    path("words/usual/", views.WordUsual.as_view(), name="word_usual"),
    path("words/<int:pk>/edit/", views.WordEdit.as_view(), name="word_edit"),
    path("words/<int:pk>/remove/", views.WordRemove.as_view(), name="word_remove"),
    path("calendars/", views.CalendarPage.as_view(), name="calendar_list"),
]
