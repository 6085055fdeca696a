"""The sentences of allauth that our catalogue says in better Arabic are still allauth's."""

from importlib.resources import files

from babel.messages.pofile import read_po

from multaqa.members.allauth_words import SENTENCES


def test_every_sentence_is_one_of_allauth() -> None:
    with files("allauth").joinpath("locale/ar/LC_MESSAGES/django.po").open("rb") as file:
        theirs = {message.id if isinstance(message.id, str) else message.id[0] for message in read_po(file)}
    # The one plural form is lazy, so it is no string.
    assert {sentence for sentence in SENTENCES if isinstance(sentence, str)} - theirs == set()
