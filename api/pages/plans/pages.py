"""The pages of this package. `asking` comes before `review`: its path would be taken for an id."""

from api.pages.plans import (
    asking,
    history,
    listing,
    moves,
    my_book,
    objections,
    places,
    review,
    taking,
)

PLANS = (listing, asking, review, moves, places, history, taking, my_book, objections)
