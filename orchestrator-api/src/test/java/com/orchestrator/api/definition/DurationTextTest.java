package com.orchestrator.api.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "PT30S, 30s",
        "PT60S, 1m",
        "PT90S, 1m30s",
        "PT24H, 1d",
        "P1DT2H3M4.005S, 1d2h3m4s5ms",
        "PT0.5S, 500ms",
        "PT0S, 0s",
        "P999999999999D, 999999999999d"
    })
    void largestUnitsComeFirst(Duration duration, String text) {
        assertThat(DurationText.of(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT0.000001S", "PT1.0000001S", "PT-30S", "PT24000000000000H"})
    void whatTheUnitsCannotSay_isSaidInIso(Duration duration) {
        assertThat(DurationText.of(duration)).isEqualTo(duration.toString());
    }
}
