"""Figures of larger areas, derived in the database from their communes."""

from django.db import connection

AREA_OF_COMMUNES = """
UPDATE geo_commune c SET area_km2 = ST_Area(s.contour::geography) / 1e6
FROM geo_communeshape s WHERE s.area_id = c.code
"""

# The EPT in Greater Paris; the commune itself where no EPCI holds it, or one divided into EPT;
# the EPCI everywhere else.
BODY_OF_COMMUNES = """
UPDATE geo_commune c SET body = new.body
FROM (SELECT m.code, CASE WHEN m.ept_id IS NOT NULL THEN m.ept_id
                          WHEN m.epci_id IS NULL OR d.siren IS NOT NULL THEN m.code
                          ELSE m.epci_id END AS body
      FROM geo_commune m
      LEFT JOIN (SELECT DISTINCT epci_id AS siren FROM geo_commune WHERE ept_id IS NOT NULL) d
        ON d.siren = m.epci_id) new
WHERE new.code = c.code AND new.body <> c.body
"""

# An EPT has its communes through ept_id, every other EPCI through epci_id.
EPCI_MEMBERS = """
(SELECT epci_id AS member_of, c.* FROM geo_commune c WHERE epci_id IS NOT NULL AND NOT obsolete
 UNION ALL
 SELECT ept_id AS member_of, c.* FROM geo_commune c WHERE ept_id IS NOT NULL AND NOT obsolete)
"""

STUDIED_MEMBERS = """
(SELECT m.area_id AS member_of, c.* FROM geo_commune c
 JOIN geo_studyareacommune m ON m.commune_id = c.code)
"""

SUMS = """
UPDATE {table} t SET population = s.population, area_km2 = s.area, communes_count = s.communes
FROM (SELECT {group} AS area_code, sum(population) AS population, sum(area_km2) AS area,
             count(*) AS communes
      FROM {members} m WHERE NOT obsolete GROUP BY 1) s
WHERE s.area_code = t.{key}
"""

PLACES = """
UPDATE {table} e SET department_id = m.department_id, region_id = m.region_id
FROM (SELECT DISTINCT ON (member_of) member_of, department_id, region_id
      FROM (SELECT member_of, department_id, region_id, sum(population) AS people
            FROM {members} m GROUP BY 1, 2, 3) d
      ORDER BY member_of, people DESC, department_id) m
WHERE m.member_of = e.{key}
"""


def derive_figures() -> None:
    """Area (geodesic, km²) and body of communes; sums, department and region of larger areas."""
    with connection.cursor() as cursor:
        cursor.execute(AREA_OF_COMMUNES)
        cursor.execute(BODY_OF_COMMUNES)
        for table, key, group, members in (
            ("geo_department", "code", "department_id", "geo_commune"),
            ("geo_region", "code", "region_id", "geo_commune"),
            ("geo_epci", "siren", "member_of", EPCI_MEMBERS),
            ("geo_studyarea", "key", "member_of", STUDIED_MEMBERS),
        ):
            cursor.execute(SUMS.format(table=table, key=key, group=group, members=members))
            if group == "member_of":
                cursor.execute(PLACES.format(table=table, key=key, members=members))
