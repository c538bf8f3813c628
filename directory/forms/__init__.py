"""Forms that anyone fills: what is accepted, and how it is typed without JavaScript."""
