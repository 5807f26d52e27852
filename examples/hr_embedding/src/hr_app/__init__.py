"""A small HR system that keeps its people's learning plans in its own transactions."""
