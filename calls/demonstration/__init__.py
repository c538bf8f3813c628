"""A call that is made up, to try the screens: marked as such, and removed whole."""
