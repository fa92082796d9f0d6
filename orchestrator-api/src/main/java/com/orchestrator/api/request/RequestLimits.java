package com.orchestrator.api.request;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.Identifier;
import com.orchestrator.api.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits every request is held to, and the one shape in which breaking one of them is refused. */
final class RequestLimits {

    static final int NAME_CHARS_MAX = Identifier.NAME.charsMax();
    static final int RUN_ID_CHARS_MAX = Identifier.RUN_ID.charsMax();
    static final int REASON_CHARS_MAX = 2_000;
    static final int LABELS_MAX = 50;
    static final int BATCH_MAX = 1_000;
    static final int QUEUES_MAX = 100;

    private static final Duration LEASE_MIN = Duration.ofMillis(1);

    private RequestLimits() {}

    /** Something that identifies something, or a text that is held to the same rule. */
    static String requireText(@Nullable String value, String field, int charsMax) {
        String text = require(value, field);
        Identifier.fault(text, charsMax).ifPresent(fault -> {
            throw invalid(field, "'" + field + "' " + fault, null);
        });
        return text;
    }

    static @Nullable String optionalText(@Nullable String value, String field, int charsMax) {
        return value == null ? null : requireText(value, field, charsMax);
    }

    static <T> T require(@Nullable T value, String field) {
        if (value == null) {
            throw invalid(field, "'" + field + "' is required", null);
        }
        return value;
    }

    /** Of a millisecond at least: leases are counted in them. */
    static boolean isLease(Duration lease, Duration max) {
        return lease.compareTo(LEASE_MIN) >= 0 && lease.compareTo(max) <= 0;
    }

    /** @throws OrchestratorException when it is none that can be held */
    static void checkTime(@Nullable Instant moment, String field) {
        if (moment != null && !TimeRange.holds(moment)) {
            throw invalid(field, "'" + field + "' is not " + TimeRange.MOMENTS, null);
        }
    }

    /** @throws OrchestratorException when it is negative or longer than can be held */
    static void checkDelay(@Nullable Duration delay, String field) {
        if (delay != null && delay.isNegative()) {
            throw invalid(field, "'" + field + "' is negative", null);
        }
        if (delay != null && !TimeRange.holds(delay)) {
            throw invalid(field, "'" + field + "' is too long", TimeRange.DURATIONS);
        }
    }

    /** A name as a part of a JSON pointer. */
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    static OrchestratorException invalid(String field, String detail, @Nullable String hint) {
        return new OrchestratorException(
                ErrorCode.INVALID_REQUEST, detail, List.of(new Problem.Detail("/" + field, 0, 0, detail, hint)));
    }
}
