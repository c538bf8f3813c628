"""The page of imports, in one's space."""

from accounts import spaces
from accounts.roles import Act

spaces.register(
    spaces.Space(
        address="importer",
        title="Importer un fichier",
        purpose="Ajouter ou corriger des fiches de votre territoire depuis un tableau.",
        act=Act.EDIT_POLE,
    )
)
