// The search box of every page: a combobox (WAI-ARIA) over /api/recherche/.
