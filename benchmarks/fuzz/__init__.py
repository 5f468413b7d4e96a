"""Fuzzing of the running service by schemathesis: `python -m benchmarks.fuzz --cases 10000`.

Every operation of the OpenAPI document, with data that fits its schema and data that does not, and chains of
operations that follow the document's links. All of schemathesis' checks. On SQLite and on PostgreSQL, under
uvicorn, with jobs that really run.
"""
