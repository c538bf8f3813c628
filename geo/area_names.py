"""Names that regions are given beside their own: initials, and what people say."""

# Initials, by the code of the region.
NICKNAMES = {"paca": "93", "aura": "84", "idf": "11", "bfc": "27", "hdf": "32"}
OTHER_NAMES = {
    "guyane francaise": "03",
    "ile de la guadeloupe": "01",
    "ile de la martinique": "02",
    "ile de la reunion": "04",
    "ile de corse": "94",
    "ile de mayotte": "06",
}
# Names that are one only after « région »: « Sud » is how Provence-Alpes-Côte d'Azur calls itself.
AFTER_REGION = {
    "sud": "93",
    "sud paca": "93",
    "sud provence alpes cote d azur": "93",
}
