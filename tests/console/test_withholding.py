from coop.console.withholding import Cell, withheld


def rows(*bases: int) -> list[dict[str, Cell]]:
    return [{"reports": Cell(base, base)} for base in bases]


def hidden(*bases: int) -> set[int]:
    return {place for place, column in withheld(rows(*bases), least=5) if column == "reports"}


def test_a_cell_under_five_is_withheld_and_the_next_smallest_with_it() -> None:
    assert hidden(40, 3, 12, 9) == {1, 3}


def test_two_small_cells_that_add_up_to_five_hide_each_other() -> None:
    assert hidden(40, 3, 4) == {1, 2}


def test_two_small_cells_of_four_together_take_a_third() -> None:
    assert hidden(40, 3, 1, 8) == {1, 2, 3}


def test_large_cells_are_told() -> None:
    assert hidden(5, 6, 700) == set()


def test_what_rests_on_a_withheld_cell_is_withheld_too() -> None:
    small = {"reports": Cell(3, 3), "lost": Cell(900, 3, needs="lost_of"), "lost_of": Cell(3, 3)}
    large = {"reports": Cell(9, 9), "lost": Cell(900, 9, needs="lost_of"), "lost_of": Cell(9, 9)}
    assert {column for place, column in withheld([small, large], least=5) if place == 0} == set(
        small
    )


def test_a_share_that_leaves_out_few_is_withheld() -> None:
    row = {
        "reports": Cell(20, 20),
        "no_reason": Cell(18, 18, against=2, needs="no_reason_of"),
        "no_reason_of": Cell(20, 20),
    }
    assert (0, "no_reason") in withheld([row, row | {"reports": Cell(30, 30)}], least=5)


def test_an_empty_breakdown_has_nothing_to_withhold() -> None:
    assert withheld([], least=5) == set()
