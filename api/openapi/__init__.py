"""The OpenAPI document: what FastAPI knows of the routes, and what readers and programs need besides."""
