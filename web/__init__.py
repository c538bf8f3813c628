"""The shell of the site: pages, errors, feeds, French, dates, mail."""
