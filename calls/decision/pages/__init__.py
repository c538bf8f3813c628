"""The pages of the committee, of announcing and of choosing a lead."""
