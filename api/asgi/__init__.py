"""Middlewares: plain ASGI, so that streams stay streams."""
