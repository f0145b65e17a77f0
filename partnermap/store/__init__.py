"""Where statements and the map that follows from them are kept. ``open_store`` is the way in."""

from __future__ import annotations

from partnermap.store.base import Store
from partnermap.store.opening import open_store

__all__ = ["Store", "open_store"]
