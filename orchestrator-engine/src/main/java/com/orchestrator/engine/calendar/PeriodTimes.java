package com.orchestrator.engine.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;

/**
 * Every so many months or days by the calendar, counted from an anchor and never from the time before: monthly from 31
 * January is 28 February, then 31 March. Clock changes are treated as by an expression that names hours.
 */
final class PeriodTimes implements FireTimes {

    private final Period every;
    private final LocalDateTime anchor;
    private final ZoneId zone;

    /** @param every months or days, at least one */
    PeriodTimes(Period every, Instant anchor, ZoneId zone) {
        this.every = every;
        this.anchor = LocalDateTime.ofInstant(anchor, zone);
        this.zone = zone;
    }

    @Override
    public Optional<FireTime> next(Instant after) {
        long turn = Math.max(0, turnsBefore(LocalDateTime.ofInstant(after, zone)) - 2);
        while (true) {
            LocalDateTime listed = listed(turn);
            Optional<FireTime> fire = fire(listed).filter(found -> found.at().isAfter(after));
            if (fire.isPresent()) {
                return fire;
            }
            turn++;
        }
    }

    private LocalDateTime listed(long turn) {
        return anchor.plusMonths(every.toTotalMonths() * turn).plusDays(every.getDays() * turn);
    }

    /** A guess that is never too high by more than two. */
    private long turnsBefore(LocalDateTime time) {
        long days = ChronoUnit.DAYS.between(anchor, time);
        double daysPerTurn = every.toTotalMonths() * 30.436875 + every.getDays();
        return (long) Math.floor(days / daysPerTurn);
    }

    private Optional<FireTime> fire(LocalDateTime listed) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(listed);
        if (!offsets.isEmpty()) {
            return Optional.of(new FireTime(listed.toInstant(offsets.get(0)), listed, false));
        }
        ZoneOffsetTransition gap = zone.getRules().getTransition(listed);
        Stretch before = Stretch.at(zone.getRules(), gap.getInstant().minusNanos(1));
        return before.endsBeforeDayOf(listed)
                ? Optional.empty()
                : Optional.of(new FireTime(listed.toInstant(gap.getOffsetBefore()), listed, true));
    }
}
