"""Forms of codes, as the ground stores them."""

CODE_LENGTH = 5
SIREN_LENGTH = 9

CODE_PATTERN = r"^(\d{2}|2[AB])\d{3}$"
DEPARTMENT_PATTERN = r"^(\d{2}|2[AB]|97[1-6])$"
REGION_PATTERN = r"^\d{2}$"
SIREN_PATTERN = r"^\d{9}$"
POSTCODE_PATTERN = r"^\d{5}$"
