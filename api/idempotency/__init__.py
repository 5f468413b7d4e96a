"""Idempotency-Key: a call that is repeated has its effect once, and the same answer.

`call` says what is being called (set by the middleware), `records` is the table, `once` is the guard around
the service function. Why it is done there: docs/adr/0014-once-and-only-once.md.
"""
