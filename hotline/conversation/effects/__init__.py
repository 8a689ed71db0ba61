"""Carrying out what a step decided: each effect is one function here, which calls the core's verbs."""

from collections.abc import Callable, Mapping

from hotline.conversation.effects import calls, offers, people, proposals, requests, series, visits

VERBS: Mapping[str, Callable[..., None]] = {
    verb.__name__: verb
    for verb in (
        requests.watch, requests.stop_watching, requests.keep_draft, requests.open_draft, requests.open_also,
        requests.drop_draft, requests.cancel_request, requests.call_person, requests.add_to_case, requests.refer,
        requests.keep_message,
        people.name_person, people.set_language, people.also_speaks, people.authorise, people.greet, people.stop,
        people.start, people.pause, people.resume, people.hear_again, people.prefer_calls,
        offers.accept, offers.decline, offers.accept_code, offers.decline_code, offers.about_offer,
        visits.complete, visits.not_yet, visits.cannot, visits.about_visit, visits.follow_up, visits.refuse_match,
        visits.relay, visits.tried_to_call, visits.nobody_came, visits.absent, visits.explain, visits.on_way,
        visits.at_door, visits.phone_visit_over,
        proposals.propose, proposals.suits, proposals.suits_not, proposals.about_proposal,
        series.skip_visit, series.move_visit, series.end_series, series.agree_to_move,
        calls.told, calls.heard, calls.take_alarm,
    )
}
"""The effects a step may ask for, by name."""
