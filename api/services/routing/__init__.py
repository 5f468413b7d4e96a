"""Live routing: new clients get their managers, one after the other, whichever process is asked.

`preparing` and `landing` make the plan of an approved proposal ready; `deciding` is what routes and pages
call; it hands requests to the process's one `desk`, whose `journal` decides, writes and books them in one
transaction. `inbound` takes the messages of CRMs, `reading` shows what was routed.
"""
