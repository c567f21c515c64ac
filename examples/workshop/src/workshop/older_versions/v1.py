"""What v1 of the API calls otherwise than today, and what it has not."""

from workshop.core.versions import Query, Route, Shape, Values, Version, Whole

PART = Shape(since=frozenset(["weight"]))

PART_QUERY = Query(
    of=PART, since=frozenset(["weight", "min_weight", "max_weight", "weight_null"])
)

PART_PAGE = Shape(within={"data": PART})

PART_PAGE_DATA = Shape(within={"data": PART_PAGE})

PART_BATCH_UPDATE = Shape(within={"key": PART, "data": PART})

PART_BATCH_UPDATE_DATA = Shape(within={"data": PART_BATCH_UPDATE})

PART_BATCH_DELETE = Shape(within={"key": PART})

PART_BATCH_DELETE_DATA = Shape(within={"data": PART_BATCH_DELETE})

CUSTOMER = Shape(names={"full_name": "name"})

CUSTOMER_QUERY = Query(of=CUSTOMER)

CUSTOMER_PAGE = Shape(within={"data": CUSTOMER})

REPAIR_STATUS = Values({"collected": "done"})

REPAIR = Shape(values={"status": REPAIR_STATUS})

REPAIR_QUERY = Query(of=REPAIR, values={"status": REPAIR_STATUS})

REPAIR_PAGE = Shape(within={"data": REPAIR})

REPAIR_QUERY_2 = Query(of=REPAIR)

REPAIR_ENTRY = Shape(within={"values": REPAIR}, named={"changed": REPAIR})

REPAIR_ENTRIES = Shape(within={"data": REPAIR_ENTRY})

ROUTES = (
    Route("GET", "/repairs/{repair_id}/estimate"),
    Route("POST", "/parts/reorder", answer=PART),
    Route("GET", "/auth/me"),
    Route("PUT", "/auth/accounts/{account_id}/roles/{role}"),
    Route("DELETE", "/auth/accounts/{account_id}/roles/{role}"),
    Route("PUT", "/auth/accounts/{account_id}/disabled"),
    Route("DELETE", "/auth/accounts/{account_id}/disabled"),
    Route("POST", "/auth/register"),
    Route("POST", "/auth/verify"),
    Route("POST", "/auth/sign-in"),
    Route("POST", "/auth/refresh"),
    Route("POST", "/auth/sign-out"),
    Route("POST", "/auth/sign-out/all"),
    Route("PUT", "/auth/password"),
    Route("POST", "/auth/password/forgotten"),
    Route("POST", "/auth/password/reset"),
    Route("GET", "/suppliers"),
    Route("GET", "/suppliers/{supplier_id}"),
    Route("POST", "/suppliers"),
    Route("PUT", "/suppliers/{supplier_id}"),
    Route("PATCH", "/suppliers/{supplier_id}"),
    Route("DELETE", "/suppliers/{supplier_id}"),
    Route("GET", "/parts", query=PART_QUERY, answer=PART_PAGE),
    Route("GET", "/parts/{part_id}", query=PART_QUERY, answer=PART),
    Route("POST", "/parts", body=PART, answer=PART),
    Route(
        "PUT",
        "/parts/{part_id}",
        body=PART,
        answer=PART,
        whole=Whole(
            needs=frozenset(["number", "name", "supplier_id", "price"]),
            defaults={"description": None, "stock": 0},
            echoes=frozenset(["id", "version", "created_at", "updated_at"]),
        ),
    ),
    Route("PATCH", "/parts/{part_id}", body=PART, answer=PART),
    Route("DELETE", "/parts/{part_id}"),
    Route("POST", "/batch/parts", body=PART_PAGE, answer=PART_PAGE_DATA),
    Route("PATCH", "/batch/parts", body=PART_BATCH_UPDATE_DATA, answer=PART_PAGE_DATA),
    Route("POST", "/batch/parts/delete", body=PART_BATCH_DELETE_DATA),
    Route("GET", "/customers", query=CUSTOMER_QUERY, answer=CUSTOMER_PAGE),
    Route("GET", "/customers/{customer_id}", query=CUSTOMER_QUERY, answer=CUSTOMER),
    Route("POST", "/customers", body=CUSTOMER, answer=CUSTOMER),
    Route("PUT", "/customers/{customer_id}", body=CUSTOMER, answer=CUSTOMER),
    Route("PATCH", "/customers/{customer_id}", body=CUSTOMER, answer=CUSTOMER),
    Route("DELETE", "/customers/{customer_id}"),
    Route("GET", "/bicycles"),
    Route("GET", "/bicycles/{bicycle_id}"),
    Route("POST", "/bicycles"),
    Route("PUT", "/bicycles/{bicycle_id}"),
    Route("PATCH", "/bicycles/{bicycle_id}"),
    Route("DELETE", "/bicycles/{bicycle_id}"),
    Route("GET", "/customers/{customer_id}/bicycles"),
    Route("GET", "/repairs", query=REPAIR_QUERY, answer=REPAIR_PAGE),
    Route("GET", "/repairs/{repair_id}", query=REPAIR_QUERY_2, answer=REPAIR),
    Route("POST", "/repairs", body=REPAIR, answer=REPAIR),
    Route("PUT", "/repairs/{repair_id}", body=REPAIR, answer=REPAIR),
    Route("PATCH", "/repairs/{repair_id}", body=REPAIR, answer=REPAIR),
    Route("DELETE", "/repairs/{repair_id}"),
    Route("POST", "/repairs/{repair_id}/begin", answer=REPAIR),
    Route("POST", "/repairs/{repair_id}/finish", answer=REPAIR),
    Route("POST", "/repairs/{repair_id}/collect", answer=REPAIR),
    Route("GET", "/deleted/repairs", query=REPAIR_QUERY, answer=REPAIR_PAGE),
    Route("POST", "/repairs/{repair_id}/restore", answer=REPAIR),
    Route("GET", "/repairs/{repair_id}/history", answer=REPAIR_ENTRIES),
    Route("GET", "/repairs/{repair_id}/as-of", answer=REPAIR_ENTRY),
    Route("GET", "/jobs"),
    Route("GET", "/jobs/{job_id}"),
    Route("POST", "/jobs"),
    Route("PUT", "/jobs/{job_id}"),
    Route("PATCH", "/jobs/{job_id}"),
    Route("DELETE", "/jobs/{job_id}"),
    Route("GET", "/repairs/{repair_id}/jobs"),
)

V1 = Version(
    name="v1",
    routes=ROUTES,
    deprecated=1796083200,
    sunset="Wed, 30 Jun 2027 00:00:00 GMT",
)
