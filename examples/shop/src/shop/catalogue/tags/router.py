from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from shop.core.contract import answers
from shop.core.listing import Listing
from shop.core.presenter import Presenter, location

from .dependencies import TagServiceDep
from .schemas import (
    TagCreate,
    TagKey,
    TagPage,
    TagQuery,
    TagRead,
    TagReplace,
    TagUpdate,
)

router = APIRouter(tags=["Tag"])
presenter = Presenter(TagRead)


@router.get(
    "/tags",
    operation_id="list_tags",
    responses=answers(200, TagPage, errors=(422,)),
)
async def list_tags(
    query: Annotated[TagQuery, Query()],
    service: TagServiceDep,
    request: Request,
) -> Response:
    found = await service.page(Listing.of(query))
    return presenter.page(found, request)


@router.get(
    "/tags/{tag_id}",
    operation_id="get_tag",
    responses=answers(200, TagRead, errors=(404, 422)),
)
async def get_tag(
    tag_id: TagKey,
    service: TagServiceDep,
) -> Response:
    found = await service.get(tag_id)
    return presenter.one(found)


@router.post(
    "/tags",
    operation_id="create_tag",
    status_code=201,
    responses=answers(201, TagRead, headers=("Location",), errors=(409, 422)),
)
async def create_tag(
    body: TagCreate,
    service: TagServiceDep,
    request: Request,
) -> Response:
    made = await service.create(body)
    return presenter.one(
        made,
        status=201,
        location=location(request, made.id),
    )


@router.put(
    "/tags/{tag_id}",
    operation_id="replace_tag",
    responses=answers(200, TagRead, errors=(404, 409, 422)),
)
async def replace_tag(
    tag_id: TagKey,
    body: TagReplace,
    service: TagServiceDep,
) -> Response:
    changed = await service.replace(tag_id, data=body)
    return presenter.one(changed)


@router.patch(
    "/tags/{tag_id}",
    operation_id="update_tag",
    responses=answers(200, TagRead, errors=(404, 409, 422)),
)
async def update_tag(
    tag_id: TagKey,
    body: TagUpdate,
    service: TagServiceDep,
) -> Response:
    changed = await service.update(tag_id, data=body)
    return presenter.one(changed)


@router.delete(
    "/tags/{tag_id}",
    operation_id="delete_tag",
    status_code=204,
    responses=answers(204, errors=(404, 422)),
)
async def delete_tag(
    tag_id: TagKey,
    service: TagServiceDep,
) -> Response:
    await service.delete(tag_id)
    return Response(status_code=204)
