package com.orchestrator.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final UUID RUN = UUID.fromString("01b8dac5-b400-7cd8-8d1f-61cded000000");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-" + TRACE + "-00f067aa0ba902b7-01",
                "00-" + TRACE + "-00f067aa0ba902b7-03",
                "cc-" + TRACE + "-00f067aa0ba902b7-01-what-the-future-brings"
            })
    void whatIsWellFormed_isRead(String traceparent) {
        assertThat(TraceContext.parse(traceparent)).contains(new TraceContext(TRACE, "00f067aa0ba902b7", true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-" + TRACE + "-00f067aa0ba902b7",
                "00-" + TRACE + "-00f067aa0ba902b7-01-more",
                "ff-" + TRACE + "-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-" + TRACE + "-00f067aa0ba902b7-01\r\nx: y"
            })
    void anythingElse_isNone(String traceparent) {
        assertThat(TraceContext.parse(traceparent)).isEmpty();
    }

    @Test
    void whatIsWritten_isReadAgain() {
        TraceContext unseen = new TraceContext(TRACE, "00f067aa0ba902b7", false);

        assertThat(TraceContext.parse(unseen.traceparent())).contains(unseen);
    }

    /** They stand in traces that are kept elsewhere: another formula would tear these apart. */
    @Test
    void idsOfSpans_neverChange() {
        assertThat(TraceContext.ofRun(RUN).traceparent())
                .isEqualTo("00-01b8dac5b4007cd88d1f61cded000000-" + TraceContext.spanOf(RUN) + "-01");
        assertThat(TraceContext.spanOf(RUN)).isEqualTo("46c06b33c1ce477d");
    }

    @Test
    void attemptsOfARun_haveSpansOfTheirOwn() {
        Set<String> spans = new HashSet<>();
        for (int attempt = 0; attempt < 10_000; attempt++) {
            spans.add(TraceContext.spanOf(
                    new UUID(RUN.getMostSignificantBits(), RUN.getLeastSignificantBits() + attempt)));
        }

        assertThat(spans).hasSize(10_000);
    }
}
