"""Names gathered into people and organisations."""

from feeds.quotes.roster import Entity, Gender, read_roster


def meant(text: str, name: str) -> Entity:
    """Return whom the last mention of a name means."""
    roster = read_roster(text, [])
    mention = roster.at(text.rindex(name), text.rindex(name) + len(name))
    assert mention is not None
    return mention.entity


def test_a_surname_means_whose_full_name_was_given() -> None:
    assert meant("Ann Lee spoke. Later Lee left.", "Lee").name == "Ann Lee"


def test_a_nickname_is_the_same_person() -> None:
    roster = read_roster("William Hart spoke. Then Bill Hart left.", [])

    assert len(roster.entities) == 1


def test_a_title_tells_two_people_of_one_surname_apart() -> None:
    text = "Bill Hart and Susan Hart came. Mrs. Hart left."

    assert meant(text, "Hart").name == "Susan Hart"


def test_a_relative_of_the_same_surname_is_somebody_else() -> None:
    text = "Donald Marsh spoke. Ivanna Marsh listened."

    assert meant(text, "Ivanna Marsh") is not meant(text, "Donald Marsh")
    assert meant(text, "Ivanna Marsh").name == "Ivanna Marsh"


def test_the_end_of_a_longer_name_is_that_name() -> None:
    assert meant("Ana Ruiz Soto spoke. Ms. Ruiz Soto left.", "Ruiz Soto").name == "Ana Ruiz Soto"


def test_the_form_used_most_is_canonical() -> None:
    assert meant("Ann J. Lee came. Ann Lee spoke. Ann Lee left.", "Lee").name == "Ann Lee"


def test_a_participle_before_a_surname_is_no_first_name() -> None:
    text = "Ann Lee spoke. Questioning Lee took an hour. They went on questioning."

    assert meant(text, "Lee took").name == "Ann Lee"


def test_gender_comes_from_first_name_title_and_kin() -> None:
    texts = {"Helen Roe": "Helen Roe", "Mr. Xu": "Mr. Xu", "Ly": "his sister, Ly", "Rin Oe": "Rin Oe"}

    found = [meant(f"We met {text} there.", name.split()[-1]).gender for name, text in texts.items()]

    assert found == [Gender.FEMALE, Gender.MALE, Gender.FEMALE, Gender.UNKNOWN]


def test_an_organisation_is_no_person() -> None:
    texts = ["the Justice Department", "NASA", "the Bank of Dunmore"]

    found = [meant(f"We asked {text} again.", text.split()[-1]).person > 0 for text in texts]

    assert found == [False, False, False]


def test_a_role_is_kept_apart_from_the_name() -> None:
    entity = meant("We met Los Angeles Mayor Ann Lee there.", "Ann Lee")

    assert (entity.name, entity.role) == ("Ann Lee", "Los Angeles Mayor")


def test_a_suffix_is_part_of_its_name_and_nobody_of_its_own() -> None:
    roster = read_roster("James B. Coney Jr., the director, spoke. C. Stuart Very, Jr., a senior official, left.", [])

    assert [entity.name for entity in roster.entities] == ["James B. Coney Jr.", "C. Stuart Very Jr."]


def test_a_body_keeps_the_word_that_also_begins_sentences() -> None:
    roster = read_roster("Judicial Watch sued. The USA Today poll came out.", [])

    assert [entity.name for entity in roster.entities] == ["Judicial Watch", "USA Today"]


def test_a_surname_of_two_people_named_as_often_is_shared() -> None:
    roster = read_roster("Bill Hart and Susan Hart run the shop. Hart opened at six. Tom Beck came. Beck left.", [])

    assert [mention.words[0] for mention in roster.mentions if roster.shared(mention)] == ["Hart"]
