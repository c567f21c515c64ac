from typing import Annotated

from fastapi import Query, Request, Response

from helpdesk.core.http.contract import responses
from helpdesk.core.http.permissions import permitted
from helpdesk.core.http.responses import ResponseBuilder, location
from helpdesk.core.http.routing import SliceRouter
from helpdesk.core.queries import ListQuery

from .access import ACCESS
from .dependencies import TopicReadingDep, TopicServiceDep
from .schemas import (
    TopicCreate,
    TopicKey,
    TopicPage,
    TopicQuery,
    TopicRead,
    TopicReplace,
    TopicUpdate,
)

router = SliceRouter(tags=["Topic"])
response = ResponseBuilder(TopicRead)


@router.get(
    "/topics",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, TopicPage, errors=(401, 403, 422, 429)),
)
async def list_topics(
    query: Annotated[TopicQuery, Query()], service: TopicReadingDep, request: Request
) -> Response:
    found = await service.page(ListQuery.of(query))
    return response.page(found, request)


@router.get(
    "/topics/{topic_slug}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(200, TopicRead, errors=(401, 403, 404, 422, 429)),
)
async def get_topic(topic_slug: TopicKey, service: TopicReadingDep) -> Response:
    found = await service.get(topic_slug)
    return response.one(found)


@router.post(
    "/topics",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        TopicRead,
        headers=("Location",),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_topic(
    body: TopicCreate, service: TopicServiceDep, request: Request
) -> Response:
    made = await service.create(body)
    return response.one(made, status=201, location=location(request, made.slug))


@router.put(
    "/topics/{topic_slug}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        TopicRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def replace_topic(
    topic_slug: TopicKey, body: TopicReplace, service: TopicServiceDep
) -> Response:
    changed = await service.replace(topic_slug, data=body)
    return response.one(changed)


@router.patch(
    "/topics/{topic_slug}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        TopicRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def update_topic(
    topic_slug: TopicKey, body: TopicUpdate, service: TopicServiceDep
) -> Response:
    changed = await service.update(topic_slug, data=body)
    return response.one(changed)


@router.delete(
    "/topics/{topic_slug}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 409, 422, 429)),
)
async def delete_topic(topic_slug: TopicKey, service: TopicServiceDep) -> Response:
    await service.delete(topic_slug)
    return Response(status_code=204)
