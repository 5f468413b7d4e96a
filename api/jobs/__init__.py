"""Long work: rows in the database, processes that do it."""
