"""An application, as whoever applies writes, sends and follows it."""
