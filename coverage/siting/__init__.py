"""Where the next poles should be: maximal covering location. Pure computation, no Django."""
