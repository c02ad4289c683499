from clv.rules import LANGUAGES, STATES, SYSTEMS


def test_every_state_has_a_name_of_its_own_in_both_languages() -> None:
    for language in LANGUAGES:
        names = [state.to(language) for state in STATES.values()]
        assert all(names)
        assert len(set(names)) == len(STATES)


def test_every_state_is_one_that_some_system_knows_and_none_knows_another() -> None:
    assert {state for rules in SYSTEMS.values() for state in rules().system.missing} == set(STATES)


def test_no_state_can_be_taken_for_a_cell() -> None:
    assert not any(
        cell.key in STATES for rules in SYSTEMS.values() for cell in rules().system.cells
    )
