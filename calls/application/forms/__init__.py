"""What an applicant fills, step by step; nothing is required to be saved as a draft."""
