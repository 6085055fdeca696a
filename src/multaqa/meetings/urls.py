"""Addresses of meetings. Everything is named by its random key."""

from django.urls import path

from multaqa.meetings.views import (
    agenda,
    calendars,
    chair,
    decisions,
    delegations,
    documents,
    meetings,
    minutes,
    papers,
)

app_name = "meetings"
urlpatterns = [
    path("", meetings.meeting_list, name="meeting-list"),
    path("plan/", meetings.plan, name="plan"),
    path("series/new/", meetings.new_series, name="new-series"),
    path("calendar/", calendars.my_calendar, name="my-calendar"),
    path("feeds/<str:secret>.ics", calendars.feed, name="feed"),
    path("groups/<slug:slug>.ics", calendars.group_calendar, name="group-calendar"),
    # parts of the agenda
    path("sessions/<slug:key>/edit/", agenda.edit_session, name="edit-session"),
    path("sessions/<slug:key>/withdraw/", agenda.withdraw_session, name="withdraw-session"),
    path("sessions/<slug:key>/items/new/", agenda.new_item, name="new-item"),
    path("sessions/<slug:key>/minutes/", minutes.minutes, name="minutes"),
    path("sessions/<slug:key>/presence/", chair.presence, name="presence"),
    path("items/<slug:key>/edit/", agenda.edit_item, name="edit-item"),
    path("items/<slug:key>/move/", agenda.move_item, name="move-item"),
    path("items/<slug:key>/withdraw/", agenda.withdraw_item, name="withdraw-item"),
    path("items/<slug:key>/floor/", chair.ask_for_the_floor, name="ask-for-the-floor"),
    path("items/<slug:key>/decisions/new/", decisions.new_decision, name="new-decision"),
    path("speeches/<slug:key>/call/", chair.call_speaker, name="call-speaker"),
    # documents
    path("documents/<slug:key>/", documents.document, name="document"),
    path("documents/<slug:key>/edit/", documents.edit_document, name="edit-document"),
    path("documents/<slug:key>/issue/", documents.issue_version, name="issue-version"),
    path("documents/<slug:key>/files/", documents.add_file, name="add-file"),
    path("documents/<slug:key>/derestrict/", documents.derestrict, name="derestrict"),
    path("files/<slug:key>/", documents.file, name="file"),
    # decisions
    path("decisions/<slug:key>/", decisions.decision, name="decision"),
    path("decisions/<slug:key>/edit/", decisions.edit_decision, name="edit-decision"),
    path("decisions/<slug:key>/adopt/", decisions.adopt_decision, name="adopt-decision"),
    # delegations
    path("delegations/<slug:key>/", delegations.delegation, name="delegation"),
    path("delegations/<slug:key>/answer/", delegations.answer, name="answer"),
    path("delegations/<slug:key>/register/", delegations.register, name="register"),
    path("delegations/<slug:key>/credentials/", delegations.accredit, name="accredit"),
    path("delegations/<slug:key>/remind/", delegations.remind, name="remind"),
    path("participants/<slug:key>/withdraw/", delegations.withdraw_participant, name="withdraw-participant"),
    # a meeting
    path("<slug:key>/", meetings.meeting, name="meeting"),
    path("<slug:key>/edit/", meetings.edit, name="edit-meeting"),
    path("<slug:key>/step/", meetings.step, name="step"),
    path("<slug:key>/release/", agenda.release, name="release-agenda"),
    path("<slug:key>/versions/<int:number>/", agenda.version, name="agenda-version"),
    path("<slug:key>/sessions/new/", agenda.new_session, name="new-session"),
    path("<slug:key>/documents/new/", documents.new_document, name="new-document"),
    path("<slug:key>/delegations/", delegations.delegation_list, name="delegation-list"),
    path("<slug:key>/audiences/new/", delegations.new_audience, name="new-audience"),
    path("<slug:key>/chair/", chair.chair, name="chair"),
    path("<slug:key>/calendar.ics", calendars.meeting_calendar, name="meeting-calendar"),
    path("<slug:key>/agenda.pdf", papers.agenda, name="agenda-pdf"),
    path("<slug:key>/participants.pdf", papers.participants, name="participants-pdf"),
    path("<slug:key>/decisions.pdf", papers.decisions, name="decisions-pdf"),
]
