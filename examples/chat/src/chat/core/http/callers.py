"""Who is making a request, as far as requests are counted by it."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from fastapi import Request

from chat.core.errors import UnavailableError
from chat.core.security.authentication import principal_of
from chat.core.security.errors import ForbiddenError, UnauthenticatedError


async def caller_of(request: Request) -> str:
    """Return a name for who is making a request, which no other caller has."""
    try:
        principal = await principal_of(request)
    except (ForbiddenError, UnauthenticatedError, UnavailableError):
        pass  # whoever proves nothing is counted by address, as strangers are
    else:
        if principal.id is not None:
            return f"account {principal.id}"
        if principal.client:
            return f"service {principal.client}"
    return f"address {address_of(request)}"


def address_of(request: Request) -> str:
    """Return the address that a request is from; of IPv6 the network, which one caller has.

    Behind a proxy it is the proxy's, unless uvicorn is told to trust that one.
    """
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    mapped = address.ipv4_mapped
    return str(mapped or IPv6Network((int(address), 64), strict=False))
