"""The kinds of fields: a year, a text, a seat… what each is at every door."""
