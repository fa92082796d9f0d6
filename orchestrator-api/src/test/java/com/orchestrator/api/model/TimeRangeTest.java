package com.orchestrator.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeRangeTest {

    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

    @ParameterizedTest
    @CsvSource({
        "0001-01-01T00:00:00Z, true",
        "0000-12-31T23:59:59.999999999Z, false",
        "9999-12-31T23:59:59.999999999Z, true",
        "+10000-01-01T00:00:00Z, false"
    })
    void moments_areHeldFromYear1ToYear9999(Instant moment, boolean isHeld) {
        assertThat(TimeRange.holds(moment)).isEqualTo(isHeld);
    }

    @Test
    void durations_areHeldUpToTheLongest_inBothDirections() {
        Duration tooLong = TimeRange.LONGEST.plusNanos(1);

        assertThat(TimeRange.holds(TimeRange.LONGEST)).isTrue();
        assertThat(TimeRange.holds(TimeRange.LONGEST.negated())).isTrue();
        assertThat(TimeRange.holds(tooLong)).isFalse();
        assertThat(TimeRange.holds(tooLong.negated())).isFalse();
        assertThat(TimeRange.holds(FOREVER)).isFalse();
        assertThat(TimeRange.holds(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
        assertThat(TimeRange.nanos(FOREVER)).isEqualTo(Long.MAX_VALUE);
        assertThat(TimeRange.nanos(Duration.ofSeconds(-1))).isEqualTo(-1_000_000_000);
        assertThat(TimeRange.atMost(FOREVER)).isEqualTo(TimeRange.LONGEST);
    }

    @Test
    void sums_endAtTheEdges() {
        Instant now = Instant.parse("2026-01-01T00:00:00.000001Z");

        assertThat(TimeRange.later(now, Duration.ofDays(1))).isEqualTo("2026-01-02T00:00:00.000001Z");
        assertThat(TimeRange.later(now, Duration.ofDays(-1))).isEqualTo("2025-12-31T00:00:00.000001Z");
        assertThat(TimeRange.later(now, TimeRange.LONGEST)).isEqualTo(TimeRange.LATEST);
        assertThat(TimeRange.later(now, FOREVER)).isEqualTo(TimeRange.LATEST);
        assertThat(TimeRange.later(now, Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo(TimeRange.EARLIEST);
        assertThat(TimeRange.later(TimeRange.LATEST, Duration.ofMillis(1))).isEqualTo(TimeRange.LATEST);
        assertThat(TimeRange.later(TimeRange.LATEST, Duration.ZERO)).isEqualTo(TimeRange.LATEST);
        assertThat(TimeRange.later(TimeRange.LATEST.minusMillis(1_100), Duration.ofMillis(1_200)))
                .isEqualTo(TimeRange.LATEST);
        assertThat(TimeRange.later(TimeRange.EARLIEST, Duration.ofNanos(-1))).isEqualTo(TimeRange.EARLIEST);
        assertThat(TimeRange.later(TimeRange.EARLIEST.plusNanos(1), Duration.ofNanos(-1)))
                .isEqualTo(TimeRange.EARLIEST);
    }
}
