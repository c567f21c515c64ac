from typing import Annotated

from fastapi import Query, Request, Response

from shop.core.http.contract import responses
from shop.core.http.permissions import permitted
from shop.core.http.responses import ResponseBuilder, location
from shop.core.http.routing import SliceRouter
from shop.core.queries import ListQuery

from .access import ACCESS
from .dependencies import TagReadingDep, TagServiceDep
from .schemas import (
    TagCreate,
    TagKey,
    TagPage,
    TagQuery,
    TagRead,
    TagReplace,
    TagUpdate,
)

router = SliceRouter(tags=["Tag"])
response = ResponseBuilder(TagRead)


@router.get(
    "/tags",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, TagPage, errors=(401, 422, 429)),
)
async def list_tags(
    query: Annotated[TagQuery, Query()], service: TagReadingDep, request: Request
) -> Response:
    found = await service.page(ListQuery.of(query))
    return response.page(found, request)


@router.get(
    "/tags/{tag_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(200, TagRead, errors=(401, 404, 422, 429)),
)
async def get_tag(tag_id: TagKey, service: TagReadingDep) -> Response:
    found = await service.get(tag_id)
    return response.one(found)


@router.post(
    "/tags",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        TagRead,
        headers=("Location",),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_tag(
    body: TagCreate, service: TagServiceDep, request: Request
) -> Response:
    made = await service.create(body)
    return response.one(made, status=201, location=location(request, made.id))


@router.put(
    "/tags/{tag_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(200, TagRead, errors=(401, 403, 404, 409, 413, 415, 422, 429)),
)
async def replace_tag(
    tag_id: TagKey, body: TagReplace, service: TagServiceDep
) -> Response:
    changed = await service.replace(tag_id, data=body)
    return response.one(changed)


@router.patch(
    "/tags/{tag_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(200, TagRead, errors=(401, 403, 404, 409, 413, 415, 422, 429)),
)
async def update_tag(
    tag_id: TagKey, body: TagUpdate, service: TagServiceDep
) -> Response:
    changed = await service.update(tag_id, data=body)
    return response.one(changed)


@router.delete(
    "/tags/{tag_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 422, 429)),
)
async def delete_tag(tag_id: TagKey, service: TagServiceDep) -> Response:
    await service.delete(tag_id)
    return Response(status_code=204)
