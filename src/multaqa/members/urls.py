"""Addresses of people and groups."""

from django.urls import path

from multaqa.members import views

app_name = "members"
urlpatterns = [
    path("groups/new/", views.new_group, name="new-group"),
    path("groups/<slug:slug>/", views.group, name="group"),
    path("groups/<slug:slug>/members/", views.add_member, name="add-member"),
    path("groups/<slug:slug>/offices/", views.appoint, name="appoint"),
    path("people/", views.people, name="people"),
    path("people/roles/<int:pk>/end/", views.end_role, name="end-role"),
    path("people/invitations/<int:pk>/withdraw/", views.withdraw_invitation, name="withdraw-invitation"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("me/", views.me, name="me"),
]
