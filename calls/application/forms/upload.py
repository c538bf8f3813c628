"""One file and what it is."""

from django import forms

from calls.vocabulary import DocumentKind

ACCEPT = ".pdf,.odt,.docx,.xlsx"


class UploadForm(forms.Form):
    """A file to deposit; its content is judged once it is here."""

    use_required_attribute = False
    kind = forms.ChoiceField(label="Nature du document", choices=DocumentKind.choices)
    file = forms.FileField(
        label="Fichier", allow_empty_file=True, max_length=255,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text="PDF, ODT, DOCX ou XLSX ; 10 Mo au plus.",
    )  # fmt: skip
