"""The public programme around the poles: services, events, who leads it."""
