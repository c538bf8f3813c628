"""Study areas as the files give them: names, communes of yesterday, refusals."""

import pandas as pd
import pytest

from geo.loading.studied import StudiedError, read_studied

COMMUNES = pd.DataFrame(
    {"code": ["01001", "01002", "01003"], "nom": ["Un", "Deux", "Trois"], "type_liaison": [0, 0, 0]}
)
FORMER = pd.DataFrame({"code": ["01900", "01901"], "commune": ["01001", "01003"]})


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "01001;0001\n01900;0002\n01901;0002\n01002;0001\n")
    (tmp_path / "zones_emploi.csv").write_text(
        "code;nom;type_liaison\n0001;Ussel;1\n0002;Le Sud;2\n"
    )
    return tmp_path


def write(folder, pairs, name="zones_emploi_communes.csv"):
    (folder / name).write_text(f"code_insee;code\n{pairs}")


def test_a_former_commune_leads_to_today_s_and_never_outweighs_its_own_area(folder):
    found = read_studied(folder, COMMUNES, FORMER)
    assert found.keys() == {"zone-emploi"}
    studied = found["zone-emploi"]
    assert studied.area_of == {"01001": "0001", "01002": "0001", "01003": "0002"}
    assert studied.areas.nom.tolist() == ["Ussel", "Le Sud"]


def test_areas_that_no_file_names_bear_the_name_of_the_commune_of_their_code(tmp_path):
    write(tmp_path, "01001;01002\n01002;01002\n", "bassins_de_vie_communes.csv")
    areas = read_studied(tmp_path, COMMUNES, FORMER)["bassin-vie"].areas
    assert list(areas.itertuples(index=False, name=None)) == [("01002", "Deux", 0)]


def test_a_commune_that_is_in_no_area_is_in_none(folder):
    write(folder, "01001;0001\n")
    assert read_studied(folder, COMMUNES, FORMER)["zone-emploi"].area_of == {"01001": "0001"}


def test_an_area_without_a_name_is_refused(folder):
    write(folder, "01001;0009\n")
    with pytest.raises(StudiedError, match=r"sans nom dans zones_emploi.csv : 0009"):
        read_studied(folder, COMMUNES, FORMER)


def test_a_file_with_another_header_is_refused(folder):
    (folder / "zones_emploi_communes.csv").write_text("commune;zone\n01001;0001\n")
    with pytest.raises(StudiedError, match="attendu code_insee;code"):
        read_studied(folder, COMMUNES, FORMER)


def test_a_folder_without_study_areas_has_none(tmp_path):
    assert read_studied(tmp_path, COMMUNES, FORMER) == {}
