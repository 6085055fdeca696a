"""Every address of the platform: pages under their language, the API and what machines read at the root."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from multaqa.site import briefs, errors, views
from multaqa.site.api import api

urlpatterns = [
    path("", views.choose_language, name="root"),
    path("robots.txt", views.robots, name="robots"),
    path("api/v1/", api.urls),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("card.png", views.card, name="card"),
        path("indices/", include("multaqa.indices.urls")),
        path("meetings/<slug:key>/brief/", briefs.brief, name="brief"),
        path("meetings/<slug:key>/brief.pdf", briefs.brief_pdf, name="brief-pdf"),
        path("meetings/", include("multaqa.meetings.urls")),
        path("commitments/", include("multaqa.commitments.urls")),
        path("countries/", views.country_list, name="country-list"),
        path("countries.<str:suffix>", views.country_list_download, name="country-list-download"),
        path("countries/<slug:code>/", views.country, name="country"),
        path("countries/<slug:code>/profile.<str:suffix>", views.country_download, name="country-download"),
        path(
            "countries/<slug:code>/trend/<slug:index>.<str:suffix>", views.country_trend, name="country-trend"
        ),
        path("compare/", views.compare, name="compare"),
        path("compare/table.<str:suffix>", views.compare_download, name="compare-download"),
        path("data/", views.data_and_api, name="data-and-api"),
        path("about/", views.about, name="about"),
        path("accessibility/", views.accessibility, name="accessibility"),
        path("accounts/", include("allauth.urls")),
        path("", include("multaqa.members.urls")),
    ),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
