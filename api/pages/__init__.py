"""Web pages on top of the services: where the head of sales, HR and each manager work.

Pages call `api.services` through `calling.call`, as the HTTP routes do, and never touch the database. Nothing
here builds HTML from names of clients: texts go into elements as text.
"""
