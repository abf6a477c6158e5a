"""Maps: layers of reports to pages that open in a browser; the only place that knows folium."""

from maps.draw import draw

__all__ = ["draw"]
