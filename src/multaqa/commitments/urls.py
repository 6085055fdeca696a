"""Addresses of commitments. Everything is named by its random key."""

from django.urls import path

from multaqa.commitments.views import changing, reading, reporting

app_name = "commitments"
urlpatterns = [
    path("", reading.commitment_list, name="commitment-list"),
    path("table.<str:suffix>", reading.list_download, name="list-download"),
    path("import/", changing.import_table, name="import"),
    path("new/<slug:key>/", changing.new, name="new"),
    path("timeline/<slug:key>/", reading.timeline, name="timeline"),
    path("methods/<slug:slug>/", reporting.method, name="method"),
    path("milestones/<slug:key>/edit/", changing.edit_milestone, name="edit-milestone"),
    path("milestones/<slug:key>/done/", changing.complete_milestone, name="complete-milestone"),
    path("milestones/<slug:key>/remove/", changing.remove_milestone, name="remove-milestone"),
    path("<slug:key>/", reading.commitment, name="commitment"),
    path("<slug:key>/edit/", changing.edit, name="edit"),
    path("<slug:key>/publish/", changing.publish, name="publish"),
    path("<slug:key>/close/", changing.close, name="close"),
    path("<slug:key>/carry/", changing.carry, name="carry"),
    path("<slug:key>/milestones/new/", changing.new_milestone, name="new-milestone"),
    path("<slug:key>/elements/new/", changing.link_element, name="link-element"),
    path("<slug:key>/elements/<int:pk>/remove/", changing.unlink_element, name="unlink-element"),
    path("<slug:key>/report/", reporting.report, name="report"),
    path("<slug:key>/assess/", reporting.assess, name="assess"),
]
