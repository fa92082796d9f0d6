package com.orchestrator.engine.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The time between two changes of a zone's clocks.
 *
 * @param begin the change it begins with; null when there is none before
 * @param end the change it ends with; null when there is none after
 */
record Stretch(
        ZoneRules rules,
        ZoneOffset offset,
        @Nullable ZoneOffsetTransition begin,
        @Nullable ZoneOffsetTransition end) {

    /** The one that the moment is in. */
    static Stretch at(ZoneRules rules, Instant moment) {
        return new Stretch(
                rules,
                rules.getOffset(moment),
                rules.previousTransition(moment.plusNanos(1)),
                rules.nextTransition(moment));
    }

    Optional<Stretch> previous() {
        return begin == null
                ? Optional.empty()
                : Optional.of(at(rules, begin.getInstant().minusNanos(1)));
    }

    Optional<Stretch> next() {
        return end == null ? Optional.empty() : Optional.of(at(rules, end.getInstant()));
    }

    boolean beginsAfter(Instant moment) {
        return begin != null && begin.getInstant().isAfter(moment);
    }

    boolean isOver(Instant moment) {
        return end != null && !moment.isBefore(end.getInstant());
    }

    LocalDateTime local(Instant moment) {
        return LocalDateTime.ofInstant(moment, offset);
    }

    /** The first local time that was not there before, in the stretch that ended when this one began. */
    @Nullable
    LocalDateTime firstNewLocal() {
        if (begin == null) {
            return null;
        }
        return begin.isOverlap() ? begin.getDateTimeBefore() : begin.getDateTimeAfter();
    }

    /** When the last of the local times would have passed that the change at the end leaves out. */
    @Nullable
    Instant gapEnd() {
        return end == null || !end.isGap() ? null : end.getInstant().plus(end.getDuration());
    }

    /** Whether the change at the end leaves out the whole day of that time: such a date was never written on a calendar. */
    boolean endsBeforeDayOf(LocalDateTime time) {
        return end != null
                && end.isGap()
                && !end.getDateTimeBefore().isAfter(time.toLocalDate().atStartOfDay())
                && !end.getDateTimeAfter()
                        .isBefore(time.toLocalDate().plusDays(1).atStartOfDay());
    }
}
