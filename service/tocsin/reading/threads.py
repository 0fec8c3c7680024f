"""Frames → threads: which frames of an article tell of one happening, kept by a discourse state with one in focus."""

from collections.abc import Sequence
from datetime import date, timedelta

from tocsin.reading import questions as q
from tocsin.reading.dates import own_day
from tocsin.reading.fit import FIRM_PLACE, fit, is_contrary, is_recalled, may_found, without_place
from tocsin.reading.frames import Frame
from tocsin.reading.kinship import is_kin, is_soft
from tocsin.reading.lie import Relation, is_area, is_placed_there, relation
from tocsin.reading.places import own_place
from tocsin.reading.sections import (
    is_heading,
    is_land_line,
    is_late_death,
    lists_lands,
    lists_several,
    sums_up,
    told_paragraphs,
    turns_away,
)
from tocsin.reading.strands import Sharing, Standing, Thread
from tocsin.reading.ties import (
    event_place,
    is_abroad,
    is_alike,
    is_plural,
    is_tied,
    is_told_again,
    leads_to,
    lies_apart,
    only_denies,
    recalls_town,
    same_sort,
)

_LEAD_WEIGHT = 1.3
_DETAIL_WEIGHT = 0.5
_SHARED_WEIGHT = 0.5
_OLD = timedelta(days=7)
_SURE_PLACE = 0.3
"""Score of a place from which a section may open there: below it lie hospitals and press rooms."""


def weave(frames: Sequence[Frame], published: date | None, several: bool = False) -> list[Thread]:
    """The happenings of an article in the order in which they come up; `several` = it says that it tells of more."""
    several = several or lists_several(frames) or lists_lands(frames)
    weaver = Weaver(published, told_paragraphs(frames) if several else frozenset())
    for frame in frames:
        weaver.take(frame)
    return weaver.threads


class Weaver:
    """The discourse state while an article is read from its head."""

    def __init__(self, published: date | None, telling: frozenset[int] = frozenset()) -> None:
        self.threads: list[Thread] = []
        self._telling = telling
        self._summary: Frame | None = None
        self._waiting: list[Frame] = []
        self._published = published
        self._focus: Thread | None = None
        self._paragraph = -1
        self._previous: Frame | None = None

    def take(self, frame: Frame) -> None:
        if self._telling and (is_heading(frame) or is_land_line(frame)):
            return
        self._turn_page(frame)
        if frame.earlier is not None and frame.tells() is not None:
            self._take_earlier(frame)
        elif self._is_background(frame):
            self._take_background(frame)
        elif frame.is_threat() and not frame.get(q.THREAD):
            self.threads.append(self._begun(frame, Standing.THREAT))
        elif not self._is_habit(frame):
            self._take_told(frame)
        self._previous = frame

    def _turn_page(self, frame: Frame) -> None:
        """A new paragraph leaves the background behind."""
        if frame.sentence.paragraph != self._paragraph:
            self._paragraph = frame.sentence.paragraph
            if self._previous is not None and self._previous.anew and self._previous.lead:
                self._focus = self._main() or self._focus  # of what a lead joins, the first is told first
            if self._focus is not None and self._focus.standing is not Standing.TOLD:
                self._focus = next((t for t in reversed(self.threads) if t.standing is Standing.TOLD), None)

    # --- sorting out

    def _is_background(self, frame: Frame) -> bool:
        day = own_day(frame)
        main = self._main()
        if day is not None and self._published is not None:
            if day.value.end > self._published - _OLD:
                return False
            if main is not None and main.first_day is None:
                return frame.is_past_context() and frame.tells() is not None and lies_apart(frame, main)
            return main is not None and main.first_day != day.value.start
        if main is None:
            return False
        old = main.first_day is not None and frame.is_of_a_month_before(main.first_day)
        if frame.claims_known():
            return old and frame.opens_with_time()
        return frame.is_past_context() or old

    def _is_habit(self, frame: Frame) -> bool:
        if frame.get(q.THREAD) or frame.claims_known():
            return False
        return frame.best("generic") is not None and frame.best("past") is None

    def _take_background(self, frame: Frame) -> None:
        if frame.tells() is None:
            return
        thread = self._begun(frame, Standing.BACKGROUND)
        self.threads.append(thread)
        self._focus = thread

    def _take_earlier(self, frame: Frame) -> None:
        """ "... a day after a bomb killed 30": told beside another happening, some days before it."""
        held = self._focus
        if held is not None and is_told_again(frame):
            held.add(frame, _DETAIL_WEIGHT)
            return
        same = self._agreeing(frame)
        if same is not None and same is not held and not frame.earlier:
            same.add(frame, _DETAIL_WEIGHT)
            return
        code = held.code() if held is not None else None
        if held is None or code is None:
            self._found(frame)
            return
        if is_soft(code) and not frame.earlier and own_place(frame) is None and own_day(frame) is None:
            held.add(frame, _DETAIL_WEIGHT)
            return
        undated = not frame.earlier and not frame.same_day and own_day(frame) is None
        old = frame.earlier is not None and frame.earlier >= _OLD
        standing = Standing.BACKGROUND if old else Standing.RECALLED if undated else Standing.TOLD
        thread = self._begun(frame, standing)
        thread.beside, thread.step = held, frame.earlier
        best = frame.tells()
        other = (frame.earlier and best and not same_sort(best.value.event_type, code)) or is_abroad(frame, held)
        if thread.place is None and not other:
            thread.place, thread.placed_beside = held.place, True
        if held.first_day is not None and frame.earlier is not None:
            thread.dated_beside = held.first_day - frame.earlier
        self.threads.append(thread)
        self._focus = held or thread

    # --- joining and founding

    def _take_told(self, frame: Frame) -> None:
        group = self._group()
        if len(group) > 1 and any(cue.fits(len(group)) for cue in frame.cues(q.ThreadKind.ALL)):
            self._share(frame, group)
            return
        numbered = self._numbered(frame, group)
        if numbered is not None:
            self._attach(frame, numbered)
            return
        if frame.cues(q.ThreadKind.NEXT) and self._take_next(frame, group):
            return
        told = self._told()
        if not told:
            if frame.tells() is not None:
                self._found(frame)
            elif self._telling and sums_up(frame):
                self._summary = frame
            else:
                self._waiting.append(frame)
            return
        if self._is_first_section(frame, told):
            self._attach(frame, told[0])
            return
        if self._opens_section(frame, told):
            self._begin_section(frame, group)
            return
        if self._is_set_elsewhere(frame, told):
            self._set_aside(frame)
            return
        self._refer(frame, told)

    def _is_first_section(self, frame: Frame, told: list[Thread]) -> bool:
        """What a lead sums up is told first at this town, wherever the lead itself was filed."""
        place = own_place(frame)
        if len(told) > 1 or not told[0].sums_up or place is None or not is_placed_there(place):
            return False
        return self._opens(frame) and lies_apart(frame, told[0])

    def _opens(self, frame: Frame) -> bool:
        """Whether it may begin a section of a text on several happenings."""
        if frame.sentence.paragraph not in self._telling:
            return False
        before = self._previous
        return before is None or before.sentence.paragraph != frame.sentence.paragraph or turns_away(frame)

    def _opens_section(self, frame: Frame, told: list[Thread]) -> bool:
        """A clause told anew, or a paragraph of a text on several happenings, at a place where none of them lies."""
        if not (frame.anew or self._opens(frame)):
            return False
        place = own_place(frame)
        if place is None or not is_placed_there(place) or place.score < _SURE_PLACE:
            return False
        if is_late_death(frame) or only_denies(frame):
            return False
        known = [thread.place for thread in told if thread.place is not None and not thread.sums_up]
        return bool(known) and all(relation(place.value.place, one.value.place) is Relation.APART for one in known)

    def _begin_section(self, frame: Frame, group: list[Thread]) -> None:
        thread = self._begun(frame, Standing.TOLD)
        if group:
            thread.beside = group[0] if group[0].divide(thread) else None
        self._sum_up(thread)
        self._share_claim(thread, frame)
        self.threads.append(thread)
        self._focus = thread

    def _share_claim(self, thread: Thread, frame: Frame) -> None:
        """A joined clause shares who claims what the one before it tells."""
        if frame.joined and self._previous is not None and not frame.get(q.CLAIM):
            thread.add(self._previous, _SHARED_WEIGHT, Sharing.CLAIM)

    def _sum_up(self, thread: Thread) -> None:
        if self._summary is not None:
            thread.add(self._summary, _SHARED_WEIGHT, Sharing.SUMMARY)

    def _share(self, frame: Frame, group: list[Thread]) -> None:
        for thread in group:
            thread.add(frame, _SHARED_WEIGHT, Sharing.ALL)

    def _numbered(self, frame: Frame, group: list[Thread]) -> Thread | None:
        """The thread that an ordinal names: the second of two, the first again."""
        for cue in frame.cues(q.ThreadKind.NEXT):
            if cue.ordinal is not None and cue.ordinal <= len(group):
                return self._unless_contrary(frame, group[cue.ordinal - 1])
        if frame.cues(q.ThreadKind.FIRST) and group and not frame.cues(q.ThreadKind.NEXT):
            return self._unless_contrary(frame, group[0])
        return None

    def _unless_contrary(self, frame: Frame, thread: Thread) -> Thread | None:
        return None if is_contrary(frame, thread) else thread

    def _take_next(self, frame: Frame, group: list[Thread]) -> bool:
        """Another happening: one told before by such words if it fits, else a new one beside the one in focus."""
        hurts = next(frame.harms(), None) is not None
        counted = any(cue.ordinal is not None for cue in frame.cues(q.ThreadKind.NEXT)) and event_place(frame)
        if not group or not (frame.triggers() or hurts or counted):
            return False
        for thread in group[1:]:
            if thread.added and not is_contrary(frame, thread):
                self._attach(frame, thread)
                return True
        if frame.best("past") is None and not hurts and not counted:
            return False
        beside = self._focus if self._focus in group else group[-1]
        group[0].divided = group[0].divided or group[0].is_summed()
        thread = self._begun(frame, Standing.TOLD)
        thread.added, thread.beside = True, beside
        self._lend(thread, frame, group)
        self.threads.append(thread)
        self._focus = thread
        return True

    def _lend(self, thread: Thread, frame: Frame, group: list[Thread]) -> None:
        """A lead that speaks of several happenings speaks of the new one too; a joined clause shares its claim."""
        for part in group[0].parts:
            if part.sharing is Sharing.OWN and is_plural(part.frame):
                thread.add(part.frame, _SHARED_WEIGHT, Sharing.SUMMARY)
        self._share_claim(thread, frame)

    def _refer(self, frame: Frame, told: list[Thread]) -> None:
        """Join the thread that the frame fits best; found a new one where it fits none and tells one itself."""
        recalled = [thread for thread in self.threads if is_recalled(frame, thread, self._focus)]
        scored = [(fit(frame, thread, self._focus), -index, thread) for index, thread in enumerate([*told, *recalled])]
        points, _, thread = max(scored, key=lambda row: row[:2])
        thread = without_place(frame, told, thread)
        late = is_late_death(frame) and thread is self._focus
        if late or (points > 0 and (frame.tells() is None or is_alike(frame, thread) or is_told_again(frame))):
            self._attach(frame, thread)
        elif may_found(frame):
            self._found(frame)
        elif self._is_aside(frame, told):
            self._recall(frame)

    def _is_aside(self, frame: Frame, told: list[Thread]) -> bool:
        """Too little to found a happening, yet surely none of those told: at a town of its own, far from theirs."""
        best, place = frame.tells(), own_place(frame)
        if best is None or place is None or not is_placed_there(place) or is_soft(best.value.event_type):
            return False
        return not is_late_death(frame) and all(is_contrary(frame, thread) for thread in told)

    def _is_set_elsewhere(self, frame: Frame, told: list[Thread]) -> bool:
        """A paragraph or turn that tells at a town of its own, by no word that a rule knows, what happened there."""
        place = own_place(frame)
        known = is_late_death(frame) or frame.get(q.CLAIM) or frame.tells() is not None
        if place is None or known:
            return False
        if not all(lies_apart(frame, thread) for thread in told):
            return False
        if frame.cues(q.ThreadKind.NEXT):
            return not is_area(place.value.place)
        if frame.lead:
            return False
        opens = self._previous is None or self._previous.sentence.paragraph != frame.sentence.paragraph
        if not (opens or turns_away(frame)) or not is_placed_there(place) or place.score < FIRM_PLACE:
            return False
        return own_day(frame) is not None or any(one.value.value > 0 for one in frame.harms())

    def _set_aside(self, frame: Frame) -> None:
        """What is told at another town goes with what else is told there, never with the happenings told before."""
        there = next((one for one in self.threads if recalls_town(frame, one)), None)
        if there is None:
            self._recall(frame)
        else:
            self._attach(frame, there)

    def _recall(self, frame: Frame) -> None:
        thread = self._begun(frame, Standing.RECALLED)
        self.threads.append(thread)
        self._focus = thread

    # --- the state

    def _attach(self, frame: Frame, thread: Thread) -> None:
        weight = _LEAD_WEIGHT if frame.lead else 1.0
        thread.add(frame, weight if is_tied(frame) else _DETAIL_WEIGHT)
        self._focus = thread

    def _take_in(self, thread: Thread, frame: Frame) -> None:
        """What the lead tells by no word that a rule knows is of the happening that the next sentences name."""
        for waiting in self._waiting:
            place = own_place(waiting)
            there = place is None or is_placed_there(place)
            apart = lies_apart(waiting, thread) or is_contrary(waiting, thread)
            if there and not apart and leads_to(waiting, frame, thread.code()):
                thread.add(waiting, 1.0 if waiting.lead else _DETAIL_WEIGHT)
        self._waiting.clear()

    def _begun(self, frame: Frame, standing: Standing) -> Thread:
        thread = Thread(standing)
        thread.add(frame, _LEAD_WEIGHT if frame.lead else 1.0)
        return thread

    def _found(self, frame: Frame) -> None:
        thread = self._begun(frame, Standing.TOLD)
        self._sum_up(thread)
        self._take_in(thread, frame)
        group = self._group()
        if group and is_alike(frame, group[0]):
            thread.beside = group[0]
            self._lend(thread, frame, group)
        self.threads.append(thread)
        self._focus = thread

    def _told(self) -> list[Thread]:
        return [thread for thread in self.threads if thread.standing is Standing.TOLD]

    def _main(self) -> Thread | None:
        return next(iter(self._told()), None)

    def _group(self) -> list[Thread]:
        """The happenings that "the first", "the second" and "both" can mean: kin to the main one, of its day."""
        told = self._told()
        if not told:
            return []
        main = told[0]
        code = main.code()
        return [
            thread
            for thread in told
            if thread is main
            or thread.added
            or (thread.step is None and self._same_day(thread, main) and code and is_kin(thread.code() or code, code))
        ]

    @staticmethod
    def _same_day(one: Thread, other: Thread) -> bool:
        return one.first_day is None or other.first_day is None or one.first_day == other.first_day

    def _agreeing(self, frame: Frame) -> Thread | None:
        place = own_place(frame)
        if place is None or is_area(place.value.place):
            return None
        for thread in self._told():
            if thread.place is not None and relation(place.value.place, thread.place.value.place) is Relation.SAME:
                return thread
        return None
