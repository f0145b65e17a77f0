"""A redaction profile that is not in its form is refused with all of its faults at once, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnermap.errors import ProfileError
from partnermap.redaction import Profile, Rule, available, load, parse

KINDS = (
    "Area, Partner, Theme, Agreement, Partnership, FundingStream, Outcome, Indicator, Allocation, Freedom, Membership, "
    "Party, Lead"
)

BROKEN = """\
name = "mine"
colour = "red"

[[remove]]
kinds = "Freedoms"
why = "Not yet."

[[remove]]
kinds = ["Allocation"]
where = { status = "propose", stream = "Grant" }

[[blank]]
kinds = "Partner"
properties = ["note", "covers", "kind"]
why = ""

[[blank]]
kinds = "Membership"
properties = "since"
why = "Dates."

[sources]
show = "no"
why = "So."
"""


def refused(text: str) -> list[str]:
    with pytest.raises(ProfileError) as caught:
        parse(text, "mine.toml")
    return str(caught.value).splitlines()


def test_every_fault_is_told_with_its_line() -> None:
    assert refused(BROKEN) == [
        'mine.toml, line 2: The profile has an unknown key "colour"; expected name, remove, blank or sources.',
        f'mine.toml, line 5: [[remove]] 1 has an unknown kind "Freedoms"; expected one of {KINDS}. '
        'Did you mean "Freedom"?',
        'mine.toml, line 8: [[remove]] 2 gives no reason; expected why = "...", which the copy shows.',
        'mine.toml, line 10: "status" of where of [[remove]] 2 is the text "propose"; expected one of proposed, '
        'agreed, refused. Did you mean "proposed"?',
        'mine.toml, line 10: Where of [[remove]] 2 has an unknown property "stream"; expected one of basis, status, '
        "breakdown.",
        'mine.toml, line 14: [[blank]] 1 has an unknown property "note"; expected one of name, kind, sector, covers, '
        'part_of, succeeded_by, aliases, since, until, notes. Did you mean "notes"?',
        "mine.toml, line 14: [[blank]] 1: Partner.kind cannot be blank, as it tells one thing from another or a map "
        "needs it; remove Partner instead, or leave it.",
        'mine.toml, line 15: [[blank]] 1 gives no reason; expected why = "...", which the copy shows.',
        "mine.toml, line 19: [[blank]] 2: Membership.since cannot be blank, as it tells one thing from another or a "
        "map needs it; remove Membership instead, or leave it.",
        'mine.toml, line 23: "show" of [sources] is the text "no"; expected true or false.',
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "mine.toml, line 1: The profile leaves nothing out; expected tables that begin with [[remove]] or "
         "[[blank]]."),
        ("remove = 3\n", 'mine.toml, line 1: "remove" of the profile is the number 3; expected tables that each begin '
         "with [[remove]]."),
        ('[[remove]]\nwhy = "x"\n', "mine.toml, line 1: [[remove]] 1 names no kind; expected one or more, such as "
         'kinds = ["Freedom"].'),
        ('[[blank]]\nwhy = "x"\n', "mine.toml, line 1: [[blank]] 1 names no property; expected some, such as "
         'properties = ["notes"].'),
        ('[[remove]\n', "mine.toml, line 1: this is not TOML: Expected ']]' at the end of an array declaration "
         "(column 9)."),
        ("[sources]\nshow = false\n", 'mine.toml, line 1: [sources] gives no reason; expected why = "...", which the '
         "copy shows."),
        ("sources = false\n", 'mine.toml, line 1: "sources" of the profile is false; expected a table [sources].'),
        ('[[remove]]\nkinds = "Lead"\nwhere = 1\nwhy = "x"\n', 'mine.toml, line 3: "where" of [[remove]] 1 is the '
         'number 1; expected a table such as { status = ["proposed"] }.'),
    ],
)  # fmt: skip
def test_fault_is_told_in_plain_words(text: str, said: str) -> None:
    assert refused(text) == [said]


def test_profiles_that_come_along_are_sound_and_give_their_reasons() -> None:
    assert available() == ["board", "partner", "public"]
    for name in available():
        profile = load(name)
        assert profile.name == name
        assert all(rule.why.endswith(".") for rule in profile.rules)


def test_partner_gets_no_less_than_the_public_and_no_more_than_the_board() -> None:
    board, partner, public = (load(name) for name in available())
    assert [rule for rule in board.rules if not left_out_by(partner, rule)] == []
    assert [rule for rule in partner.rules if not left_out_by(public, rule)] == []
    assert [profile.sources for profile in (board, partner, public)] == [True, False, False]


def left_out_by(profile: Profile, rule: Rule) -> bool:
    """Whether a profile leaves out at least what a rule does."""
    return any(
        set(rule.kinds) <= set(each.kinds)
        and (not each.properties or (rule.properties and set(rule.properties) <= set(each.properties)))
        and each.where in ((), rule.where)
        for each in profile.rules
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no/mine.toml", "no/mine.toml: cannot be read (no such file or directory). Expected a redaction profile "
         "(.toml)."),
        ("nobody", "There is no redaction profile “nobody”. There are: board, partner, public. One of your own is "
         "given by its path."),
    ],
)  # fmt: skip
def test_profile_that_cannot_be_found_is_told(name: str, said: str) -> None:
    with pytest.raises(ProfileError) as caught:
        load(name)
    assert str(caught.value) == said


def test_profile_that_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"name = \xff")
    with pytest.raises(ProfileError) as caught:
        load(str(path))
    assert str(caught.value) == f"{path}: is not UTF-8 text (byte 7). Save it as UTF-8."
