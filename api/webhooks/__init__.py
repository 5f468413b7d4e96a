"""Telling other programs what happened: an outbox, a sender, signatures by the Standard Webhooks.

`announce` writes in the transaction of the act itself, so nothing is told that did not happen and nothing
that happened is forgotten. A receiver may hear of one thing twice; `webhook-id` tells.
"""
