package com.orchestrator.api.limit;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one shape in which a limit that says something impossible is refused. */
final class LimitFaults {

    /** More of anything at once, or more often, is no limit. */
    static final int COUNT_MAX = 1_000_000;

    private static final Duration SPAN_MIN = Duration.ofMillis(1);
    private static final Duration SPAN_MAX = Duration.ofDays(366);

    private LimitFaults() {}

    static <T> T require(@Nullable T value, String field) {
        if (value == null) {
            throw impossible(field, "'" + field + "' is required", null);
        }
        return value;
    }

    /** @param hint what to do instead of 0, which may be meant as "none" or as "any number" */
    static void checkCount(int value, String field, int max, String hint) {
        if (value < 1) {
            throw impossible(field, "'" + field + "' is " + value + " and has to be 1 at least", hint);
        }
        if (value > max) {
            throw impossible(field, "'" + field + "' is " + value + " and can be " + max + " at most", null);
        }
    }

    static void checkSpan(Duration value, String field) {
        if (value.compareTo(SPAN_MIN) < 0) {
            throw impossible(
                    field, "'" + field + "' is shorter than a millisecond", "write a time such as \"1s\" or \"PT1M\"");
        }
        if (value.compareTo(SPAN_MAX) > 0) {
            throw impossible(field, "'" + field + "' is longer than 366 days", null);
        }
    }

    static OrchestratorException impossible(String field, String detail, @Nullable String hint) {
        return new OrchestratorException(
                ErrorCode.LIMIT_INVALID, detail, List.of(new Problem.Detail("/" + field, 0, 0, detail, hint)));
    }
}
