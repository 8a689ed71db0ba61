"""The processes of the help line: web, worker, clock, the embedded server for Redis, and the supervisor of all four."""
