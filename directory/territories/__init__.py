"""The pages of communes, EPCI, departments, regions: what is asked, counted and said of them."""
