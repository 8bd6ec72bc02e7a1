"""One file a subcommand: parsed arguments in, text or JSON lines out. May import everything below; nothing imports it but cli."""
