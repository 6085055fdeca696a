"""The API's root: the rooms' routers under /api/v1/, one shape of error, an entity tag on every answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

import multaqa
from multaqa.commitments.api import router as commitments
from multaqa.core.api import answer_errors, tag
from multaqa.indices.api import router as indices
from multaqa.indices.audit_api import router as audits
from multaqa.meetings.api import router as meetings
from multaqa.members.api import router as members


class Api(NinjaAPI):
    """An API whose answers carry entity tags, which Django's conditional middleware turns into 304."""

    def create_response(self, request: HttpRequest, data: Any, **kwargs: Any) -> HttpResponse:
        return tag(request, super().create_response(request, data, **kwargs))


api = Api(
    title="Multaqa",
    version="1",
    urls_namespace="api-1",
    description=f"Multaqa {multaqa.__version__}: indices (editions, results, derivations, what-if, audits), meetings, commitments.",
    docs_url=None,
)
api.add_router("", members)
api.add_router("", indices)
api.add_router("", audits)
api.add_router("", meetings)
api.add_router("", commitments)
answer_errors(api)
