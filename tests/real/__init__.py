"""A package, so that its ground is taken back before the tests that come after."""
