package com.orchestrator.engine.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression on the clocks of a zone. Two rules say what happens when clocks are changed:
 *
 * <ol>
 *   <li>An expression that names hours fires once for each day and listed local time: moved forward by as much as the
 *       clocks are where that time does not exist, in the first pass where it exists twice. Equal moments are one. A date
 *       that does not exist is left out.
 *   <li>One whose hour is {@code *} or {@code *&#47;n} follows real time: it fires whenever a clock shows a listed time.
 * </ol>
 */
final class ZonedCron implements FireTimes {

    /** No clock is changed by more, and no two changes are that near where times are moved over them. */
    private static final Duration CHANGE_MAX = Duration.ofDays(2);

    private final Cron cron;
    private final ZoneRules rules;

    ZonedCron(Cron cron, ZoneId zone) {
        this.cron = cron;
        this.rules = zone.getRules();
    }

    @Override
    public Optional<FireTime> next(Instant after) {
        Stretch current = Stretch.at(rules, after);
        Optional<Stretch> stretch = current.previous().or(() -> Optional.of(current));
        FireTime best = null;
        while (stretch.isPresent() && (best == null || !stretch.get().beginsAfter(best.at()))) {
            Optional<LocalDateTime> listed = nextListed(stretch.get(), after);
            if (listed.isEmpty()) {
                break;
            }
            best = earlier(best, fire(stretch.get(), listed.get()));
            stretch = nextWith(stretch.get(), listed.get(), after);
        }
        return Optional.ofNullable(best);
    }

    /** The first listed time after the moment on the clocks of the stretch, as if they were never changed again. */
    private Optional<LocalDateTime> nextListed(Stretch stretch, Instant after) {
        LocalDateTime from = stretch.local(after);
        LocalDateTime first = cron.followsRealTime() ? begin(stretch) : stretch.firstNewLocal();
        if (first != null && from.isBefore(first)) {
            from = first.minusNanos(1);
        }
        Optional<LocalDateTime> listed = cron.next(from);
        while (listed.isPresent() && stretch.endsBeforeDayOf(listed.get())) {
            listed = cron.next(
                    listed.get().toLocalDate().plusDays(1).atStartOfDay().minusNanos(1));
        }
        return listed;
    }

    private static @Nullable LocalDateTime begin(Stretch stretch) {
        return stretch.begin() == null ? null : stretch.begin().getDateTimeAfter();
    }

    /** The fire at a listed time, when it falls into the stretch or is moved over its end. */
    private @Nullable FireTime fire(Stretch stretch, LocalDateTime listed) {
        Instant at = listed.toInstant(stretch.offset());
        if (!stretch.isOver(at)) {
            return new FireTime(at, listed, false);
        }
        Instant gapEnd = stretch.gapEnd();
        boolean isMoved = !cron.followsRealTime() && gapEnd != null && at.isBefore(gapEnd);
        return isMoved ? new FireTime(at, listed, true) : null;
    }

    /**
     * Stretches in which nothing is listed are not walked through one by one. Only one that was looked at from its beginning
     * can say so: behind the moment that was asked for, clocks may go back over a listed time.
     */
    private Optional<Stretch> nextWith(Stretch stretch, LocalDateTime listed, Instant after) {
        Instant near = listed.toInstant(stretch.offset()).minus(CHANGE_MAX);
        boolean isSkippable = stretch.beginsAfter(after) && stretch.isOver(near);
        return isSkippable ? Optional.of(Stretch.at(rules, near)) : stretch.next();
    }

    private static @Nullable FireTime earlier(@Nullable FireTime one, @Nullable FireTime other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        if (one.at().equals(other.at())) {
            return one.moved() ? other : one;
        }
        return one.at().isBefore(other.at()) ? one : other;
    }
}
