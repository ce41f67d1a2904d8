from hotwash.team.core.proposing import IncidentValue, Proposal, SeatAsked, Taking, TeamValue, main_actors, propose

ADA, BEN, CAT, DAN, EVE, FAY = range(1, 7)
SEATS = (
    SeatAsked("facilitator", required=True),
    SeatAsked("commander", required=True),
    SeatAsked("sme_operations", "operations", required=True),
    SeatAsked("sme_development", "development", required=True),
    SeatAsked("sme_support", "support", required=True),
    SeatAsked("participant"),
)
WEB = TeamValue("Web", "development", (BEN, CAT), "owns Checkout")
CORE = TeamValue("Core", "development", (DAN,), "owns Database, which Checkout depends on")
OPS = TeamValue("Ops", "operations", (DAN, EVE), "operations", on_call=EVE)


def seat(proposals: list[Proposal], key: str) -> Proposal:
    return next(proposal for proposal in proposals if proposal.seat == key)


def test_the_commander_of_the_response_keeps_the_seat() -> None:
    assert seat(propose(IncidentValue(ADA), SEATS), "commander") == Proposal("commander", ADA, "Led the response.")


def test_an_expert_who_took_part_comes_before_one_who_did_not() -> None:
    incident = IncidentValue(ADA, (Taking(CAT, "responder"),), (WEB,))
    assert seat(propose(incident, SEATS), "sme_development") == Proposal(
        "sme_development", CAT, "Of Web (owns Checkout); took part: responder."
    )


def test_the_owner_is_asked_before_the_others() -> None:
    found = seat(propose(IncidentValue(ADA, (), (WEB, CORE)), SEATS), "sme_development")
    assert (found.person, found.reason) == (BEN, "Of Web (owns Checkout), a member.")


def test_who_is_on_call_comes_before_other_members() -> None:
    assert seat(propose(IncidentValue(ADA, (), (OPS,)), SEATS), "sme_operations").person == EVE


def test_nobody_is_the_expert_of_two_sides() -> None:
    both = (TeamValue("O", "operations", (DAN,), "x"), TeamValue("D", "development", (DAN, BEN), "x"))
    found = propose(IncidentValue(ADA, (), both), SEATS)
    assert (seat(found, "sme_operations").person, seat(found, "sme_development").person) == (DAN, BEN)


def test_a_side_without_a_team_is_left_open_and_says_what_to_do() -> None:
    assert seat(propose(IncidentValue(ADA), SEATS), "sme_support") == Proposal(
        "sme_support", None, "No team for support was found. Seat somebody, or say why none is needed."
    )


def test_the_facilitator_was_no_main_actor() -> None:
    incident = IncidentValue(
        ADA, (Taking(BEN, "responder"), Taking(CAT, "was told", is_main=False)), facilitators=(ADA, BEN, CAT, FAY)
    )
    assert seat(propose(incident, SEATS), "facilitator") == Proposal(
        "facilitator", FAY, "Took no part in the incident."
    )
    assert main_actors(incident) == {ADA, BEN}


def test_somebody_at_the_edge_may_facilitate_where_nobody_else_can() -> None:
    incident = IncidentValue(ADA, (Taking(CAT, "was told", is_main=False),), facilitators=(ADA, CAT))
    assert seat(propose(incident, SEATS), "facilitator") == Proposal("facilitator", CAT, "Was not a main actor.")


def test_where_everybody_acted_the_facilitator_is_left_open() -> None:
    assert seat(propose(IncidentValue(ADA, facilitators=(ADA,)), SEATS), "facilitator").person is None


def test_everybody_else_who_took_part_is_a_participant_once() -> None:
    incident = IncidentValue(
        ADA, (Taking(ADA, "commander"), Taking(EVE, "was paged"), Taking(EVE, "responder")), (WEB,)
    )
    found = [proposal for proposal in propose(incident, SEATS) if proposal.seat == "participant"]
    assert found == [Proposal("participant", EVE, "Took part: was paged, responder.")]


def test_only_seats_of_the_document_are_proposed() -> None:
    assert propose(IncidentValue(ADA, (Taking(BEN, "responder"),)), (SeatAsked("commander"),)) == [
        Proposal("commander", ADA, "Led the response.")
    ]


def test_somebody_of_each_concerned_team_is_there() -> None:
    owner = TeamValue("Web", "development", (BEN, CAT), "owns Checkout", concerned=True)
    dependant = TeamValue("Shop", "development", (DAN, EVE), "depends on it with Shop", on_call=EVE, concerned=True)
    other = TeamValue("Lab", "development", (FAY,), "a team of development")
    found = propose(IncidentValue(ADA, (), (owner, dependant, other)), SEATS)
    assert seat(found, "sme_development").person == BEN
    assert [(one.person, one.reason) for one in found if one.seat == "participant"] == [
        (EVE, "Of Shop (depends on it with Shop), on call.")
    ]


def test_a_concerned_team_that_took_part_sends_nobody_else() -> None:
    dependant = TeamValue("Shop", "support", (DAN, EVE), "depends on it with Shop", concerned=True)
    found = propose(IncidentValue(ADA, (Taking(DAN, "responder"),), (dependant,)), SEATS)
    assert [one.person for one in found if one.seat in {"participant", "sme_support"}] == [DAN]
