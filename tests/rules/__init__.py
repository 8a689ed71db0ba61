"""The codebase about itself: arrows, habits, sizes, schema, routes, words."""
