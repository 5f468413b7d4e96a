"""What the service does, one module per resource; routes and pages both call these functions.

Each is `function(ctx, actor, ...)` behind `@operation(name)`, returns plain documents, and raises the errors
of `api.errors` and `assigner.errors`.
"""
