"""The service: HTTP and pages over the engine and the what-ifs."""
