"""How long answers with products are kept."""

from shop.core.cache.cached import Cached

CACHE = Cached(seconds=60)
