"""The command line: arguments in, screens and exit codes out. Nothing here decides anything about clients."""
