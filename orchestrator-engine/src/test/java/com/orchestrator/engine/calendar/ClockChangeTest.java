package com.orchestrator.engine.calendar;

import static com.orchestrator.engine.calendar.Calendars.between;
import static com.orchestrator.engine.calendar.Calendars.cron;
import static com.orchestrator.engine.calendar.Calendars.instants;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clocks do to schedules, place by place. */
class ClockChangeTest {

    private static final String BERLIN = "Europe/Berlin";

    @Test
    void aNamedTimeInAGap_movesByTheGap_andOnceInAnOverlap() {
        FireTimes times = cron(BERLIN, "30 2 * * *");

        assertThat(between(times, "2026-03-28T00:00:00Z", "2026-03-30T12:00:00Z"))
                .isEqualTo(instants("2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"));
        assertThat(between(times, "2026-10-24T00:00:00Z", "2026-10-26T12:00:00Z"))
                .isEqualTo(instants("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"));
    }

    @Test
    void whatIsMoved_saysSo() {
        FireTime moved = cron(BERLIN, "30 2 * * *")
                .next(Instant.parse("2026-03-29T00:00:00Z"))
                .orElseThrow();

        assertThat(moved.moved()).isTrue();
        assertThat(moved.listed()).hasToString("2026-03-29T02:30");
    }

    @Test
    void anyHour_followsRealTime() {
        List<Instant> fires = between(cron(BERLIN, "*/15 * * * *"), "2026-10-24T23:50:00Z", "2026-10-25T02:15:00Z");

        assertThat(fires).hasSize(9);
        for (int i = 1; i < fires.size(); i++) {
            assertThat(Duration.between(fires.get(i - 1), fires.get(i))).isEqualTo(Duration.ofMinutes(15));
        }
    }

    @Test
    void aNamedHourInAGap_movesWhole() {
        assertThat(between(cron(BERLIN, "*/15 2 * * *"), "2026-03-29T00:00:00Z", "2026-03-29T12:00:00Z"))
                .isEqualTo(at(
                        "2026-03-29T03:00+02:00",
                        "2026-03-29T03:15+02:00",
                        "2026-03-29T03:30+02:00",
                        "2026-03-29T03:45+02:00"));
    }

    @Test
    void neighbouringHours_changeNothing() {
        FireTimes times = cron(BERLIN, "30 2,3 * * *");

        assertThat(between(times, "2026-03-29T00:00:00Z", "2026-03-29T20:00:00Z"))
                .isEqualTo(at("2026-03-29T03:30+02:00"));
        assertThat(between(times, "2026-10-25T00:00:00Z", "2026-10-25T20:00:00Z"))
                .isEqualTo(at("2026-10-25T02:30+02:00", "2026-10-25T03:30+01:00"));
        assertThat(times.next(Instant.parse("2026-03-29T00:00:00Z"))
                        .orElseThrow()
                        .moved())
                .isFalse();
    }

    @Test
    void midnightsThatAreNot() {
        assertThat(between(cron("America/Santiago", "0 0 * * *"), "2026-09-06T00:00:00Z", "2026-09-06T23:00:00Z"))
                .isEqualTo(instants("2026-09-06T04:00:00Z"));
        assertThat(between(cron("Africa/Cairo", "0 0 * * *"), "2026-04-23T12:00:00Z", "2026-04-24T12:00:00Z"))
                .isEqualTo(instants("2026-04-23T22:00:00Z"));
        assertThat(between(cron("Africa/Cairo", "30 23 * * *"), "2026-10-29T12:00:00Z", "2026-10-30T12:00:00Z"))
                .isEqualTo(instants("2026-10-29T20:30:00Z"));
        assertThat(between(cron("America/Havana", "0 0 * * *"), "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"))
                .isEqualTo(instants("2026-11-01T04:00:00Z"));
    }

    @Test
    void switchesOfHalfAnHourAndOfTwo() {
        assertThat(between(cron("Australia/Lord_Howe", "15 2 * * *"), "2026-10-03T12:00:00Z", "2026-10-04T12:00:00Z"))
                .isEqualTo(instants("2026-10-03T15:45:00Z"));
        assertThat(between(cron("Australia/Lord_Howe", "45 1 * * *"), "2026-04-04T12:00:00Z", "2026-04-05T12:00:00Z"))
                .isEqualTo(instants("2026-04-04T14:45:00Z"));
        assertThat(between(cron("Antarctica/Troll", "30 1 * * *"), "2026-03-29T00:00:00Z", "2026-03-29T12:00:00Z"))
                .isEqualTo(instants("2026-03-29T01:30:00Z"));
        assertThat(between(cron("Antarctica/Troll", "0 * * * *"), "2026-03-29T00:00:00Z", "2026-03-29T03:00:00Z"))
                .isEqualTo(instants("2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"));
    }

    /** Samoa went over the date line: there was no 30 December 2011, and it would have been a Friday. */
    @Test
    void aDateThatDoesNotExist_isLeftOut() {
        assertThat(between(cron("Pacific/Apia", "0 12 * * FRI"), "2011-12-20T00:00:00Z", "2012-01-10T00:00:00Z"))
                .isEqualTo(at("2011-12-23T12:00-10:00", "2012-01-06T12:00+14:00"));
        assertThat(between(cron("Pacific/Apia", "0 0 30 12 *"), "2011-01-01T00:00:00Z", "2013-01-01T00:00:00Z"))
                .isEqualTo(at("2012-12-30T00:00+14:00"));
    }

    private static List<Instant> at(String... texts) {
        return Arrays.stream(texts)
                .map(OffsetDateTime::parse)
                .map(OffsetDateTime::toInstant)
                .toList();
    }
}
