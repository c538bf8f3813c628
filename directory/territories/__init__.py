"""The pages of territories, from a commune to a region: what is asked, counted, said of them."""
