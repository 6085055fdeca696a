"""Addresses of the indices: /indices/, /indices/egdi/, /indices/egdi/2024/ and what hangs on an edition or a release."""

from django.urls import path

from multaqa.indices import views

app_name = "indices"
urlpatterns = [
    path("", views.index_list, name="index-list"),
    path("publish/", views.publish, name="publish"),
    path("<slug:index>/", views.index, name="index"),
    path("<slug:index>/<str:edition>/", views.edition, name="edition"),
    path("<slug:index>/<str:edition>/method/", views.method, name="method"),
    path("<slug:index>/<str:edition>/audit/", views.audit, name="audit"),
    path("<slug:index>/<str:edition>/audit.<str:suffix>", views.audit_download, name="audit-download"),
    path(
        "<slug:index>/<str:edition>/releases/<int:number>/audit/",
        views.audit,
        name="release-audit",
    ),
    path(
        "<slug:index>/<str:edition>/releases/<int:number>/audit.<str:suffix>",
        views.audit_download,
        name="release-audit-download",
    ),
    path("<slug:index>/<str:edition>/what-if/", views.what_if, name="what-if"),
    path("<slug:index>/<str:edition>/what-if.<str:suffix>", views.what_if_download, name="what-if-download"),
    path("<slug:index>/<str:edition>/ranking.<str:suffix>", views.ranking_download, name="ranking-download"),
    path("<slug:index>/<str:edition>/figures.<str:suffix>", views.figures_download, name="figures-download"),
    path("<slug:index>/<str:edition>/weights.<str:suffix>", views.weights_download, name="weights-download"),
    path("<slug:index>/<str:edition>/framework.yaml", views.framework_download, name="framework-download"),
    path("<slug:index>/<str:edition>/data.csv", views.data_download, name="data-download"),
    path("<slug:index>/<str:edition>/charts/<slug:chart>.<str:suffix>", views.chart, name="chart"),
    path("<slug:index>/<str:edition>/card.png", views.card, name="card"),
    path("<slug:index>/<str:edition>/<slug:code>/", views.explanation, name="explanation"),
    path(
        "<slug:index>/<str:edition>/<slug:code>/explanation.<str:suffix>",
        views.explanation_download,
        name="explanation-download",
    ),
]
