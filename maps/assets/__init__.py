"""Styles, scripts and shapes of the package."""
