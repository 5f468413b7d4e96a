"""HTTP routes: thin, one module per resource; what they may do is decided in `api.services`."""
