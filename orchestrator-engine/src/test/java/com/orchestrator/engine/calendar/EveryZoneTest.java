package com.orchestrator.engine.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every zone of the platform over two years ({@code -Dzones.years=10}: more), against somebody who knows no cron and looks at a clock on the wall once a
 * minute.
 */
class EveryZoneTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse(2026 + Integer.getInteger("zones.years", 2) + "-01-01T00:00:00Z");
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_DAY = 24 * 60;

    /** What an expression lists, said without it: minutes of a day, and dates. */
    private record Wanted(String cron, boolean namesHours, IntPredicate minuteOfDay, Predicate<LocalDate> date) {}

    private static final List<Wanted> WANTED = List.of(
            new Wanted("30 2 * * *", true, minute -> minute == 150, date -> true),
            new Wanted("0 0 * * *", true, minute -> minute == 0, date -> true),
            new Wanted(
                    "20,50 0-3 * * *",
                    true,
                    minute -> minute < 240 && (minute % 60 == 20 || minute % 60 == 50),
                    date -> true),
            new Wanted("7 */3 * * *", false, minute -> minute % 180 == 7, date -> true),
            new Wanted("*/30 * * * SUN", false, minute -> minute % 30 == 0, EveryZoneTest::isSunday),
            new Wanted("45 1,23 L * *", true, minute -> minute == 105 || minute == 1425, EveryZoneTest::isMonthEnd));

    private static boolean isSunday(LocalDate date) {
        return date.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    private static boolean isMonthEnd(LocalDate date) {
        return date.equals(YearMonth.from(date).atEndOfMonth());
    }

    @Test
    void firesAreThoseOfTheClockOnTheWall() {
        for (ZoneId zone : zonesThatDiffer()) {
            Wall wall = new Wall(zone);
            for (Wanted wanted : WANTED) {
                assertThat(fires(zone, wanted.cron()))
                        .as(zone + " " + wanted.cron())
                        .isEqualTo(wall.fires(wanted));
            }
        }
    }

    /** One of those whose clocks show the same all the time. */
    private static Collection<ZoneId> zonesThatDiffer() {
        Map<String, ZoneId> found = new HashMap<>();
        ZoneId.getAvailableZoneIds().stream().sorted().map(ZoneId::of).forEach(zone -> found.put(clocks(zone), zone));
        assertThat(found).hasSizeGreaterThan(60);
        return found.values();
    }

    private static String clocks(ZoneId zone) {
        return zone.getRules().getOffset(BEGIN)
                + transitions(zone).stream().map(Object::toString).collect(Collectors.joining());
    }

    private static List<ZoneOffsetTransition> transitions(ZoneId zone) {
        List<ZoneOffsetTransition> found = new ArrayList<>();
        ZoneOffsetTransition next = zone.getRules().nextTransition(BEGIN);
        while (next != null && next.getInstant().isBefore(END)) {
            found.add(next);
            next = zone.getRules().nextTransition(next.getInstant());
        }
        return found;
    }

    private static List<Instant> fires(ZoneId zone, String cron) {
        FireTimes times = Calendars.cron(zone.getId(), cron);
        List<Instant> found = new ArrayList<>();
        Optional<FireTime> next = times.next(BEGIN.minusNanos(1));
        while (next.isPresent() && next.get().at().isBefore(END)) {
            found.add(next.get().at());
            next = times.next(next.get().at());
        }
        return found;
    }

    /** A clock on the wall of a place, which shows a minute since 1970 as people there write it. */
    private static final class Wall {

        private final List<ZoneOffsetTransition> changes;
        private final int offsetAtBegin;
        private final long firstMinute = BEGIN.getEpochSecond() / SECONDS_PER_MINUTE;
        private final int minutes = (int) (END.getEpochSecond() / SECONDS_PER_MINUTE - firstMinute);
        private final long[] shown = new long[minutes];
        private final Set<Long> datesShown = new HashSet<>();

        Wall(ZoneId zone) {
            this.changes = transitions(zone);
            this.offsetAtBegin = minutesOf(zone.getRules().getOffset(BEGIN));
            look();
        }

        private static int minutesOf(ZoneOffset offset) {
            return offset.getTotalSeconds() / SECONDS_PER_MINUTE;
        }

        private void look() {
            int offset = offsetAtBegin;
            int change = 0;
            for (int i = 0; i < minutes; i++) {
                boolean isChanged = change < changes.size()
                        && changes.get(change).getInstant().getEpochSecond() / SECONDS_PER_MINUTE == firstMinute + i;
                if (isChanged) {
                    offset = minutesOf(changes.get(change).getOffsetAfter());
                    change++;
                }
                shown[i] = firstMinute + i + offset;
                datesShown.add(Math.floorDiv(shown[i], MINUTES_PER_DAY));
            }
        }

        List<Instant> fires(Wanted wanted) {
            boolean[] listed = new boolean[MINUTES_PER_DAY];
            for (int minute = 0; minute < MINUTES_PER_DAY; minute++) {
                listed[minute] = wanted.minuteOfDay().test(minute);
            }
            BitSet fires = new BitSet(minutes);
            long highest = Long.MIN_VALUE;
            for (int i = 0; i < minutes; i++) {
                boolean isSecondPass = wanted.namesHours() && shown[i] <= highest;
                highest = Math.max(highest, shown[i]);
                if (!isSecondPass && isListed(wanted, listed, shown[i])) {
                    fires.set(i);
                }
            }
            if (wanted.namesHours()) {
                addSkipped(wanted, listed, fires);
            }
            return fires.stream()
                    .mapToObj(i -> Instant.ofEpochSecond((firstMinute + i) * SECONDS_PER_MINUTE))
                    .toList();
        }

        private static boolean isListed(Wanted wanted, boolean[] listed, long shown) {
            return listed[(int) Math.floorMod(shown, (long) MINUTES_PER_DAY)]
                    && wanted.date().test(LocalDate.ofEpochDay(Math.floorDiv(shown, MINUTES_PER_DAY)));
        }

        /** What the hand jumped over is due as much later as it jumped. */
        private void addSkipped(Wanted wanted, boolean[] listed, BitSet fires) {
            for (int i = 1; i < minutes; i++) {
                for (long skipped = shown[i - 1] + 1; skipped < shown[i]; skipped++) {
                    boolean isDate = datesShown.contains(Math.floorDiv(skipped, MINUTES_PER_DAY));
                    if (isDate && isListed(wanted, listed, skipped)) {
                        fires.set((int) (i + skipped - shown[i - 1] - 1));
                    }
                }
            }
        }
    }

    @Test
    void theNextIsLater_andTheOneBeforeItIsNot() {
        for (String zone : List.of("Europe/Berlin", "Pacific/Apia", "America/Havana", "Antarctica/Troll")) {
            for (String cron : List.of("30 2 * * *", "*/10 */2 * * *", "0 0 29 2 *", "15 0 LW * *")) {
                holdsAround(Calendars.cron(zone, cron), LocalDateTime.of(2011, 10, 1, 0, 0));
            }
        }
    }

    private static void holdsAround(FireTimes times, LocalDateTime begin) {
        for (int hour = 0; hour < 24 * 400; hour += 7) {
            Instant at = begin.plusHours(hour).plusMinutes(hour % 60).toInstant(ZoneOffset.UTC);
            Instant next = times.next(at).orElseThrow().at();
            assertThat(next).isAfter(at);
            assertThat(times.previous(next).map(FireTime::at).filter(before -> before.isAfter(at)))
                    .isEmpty();
        }
    }
}
