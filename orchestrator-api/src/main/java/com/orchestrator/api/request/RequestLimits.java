package com.orchestrator.api.request;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The limits every request is held to, and the one shape in which breaking one of them is refused. */
final class RequestLimits {

    static final int NAME_CHARS_MAX = 255;
    static final int RUN_ID_CHARS_MAX = 512;
    static final int REASON_CHARS_MAX = 2_000;
    static final int LABELS_MAX = 50;
    static final int BATCH_MAX = 1_000;
    static final int QUEUES_MAX = 100;

    private static final Pattern CONTROL_CHARACTER = Pattern.compile("[\\x00-\\x1f\\x7f]");

    private RequestLimits() {}

    static String requireText(@Nullable String value, String field, int charsMax) {
        if (value == null || value.isBlank()) {
            throw invalid(field, "'" + field + "' is required", null);
        }
        return requireShort(value, field, charsMax);
    }

    static @Nullable String optionalText(@Nullable String value, String field, int charsMax) {
        return value == null ? null : requireText(value, field, charsMax);
    }

    private static String requireShort(String value, String field, int charsMax) {
        if (value.length() > charsMax) {
            throw invalid(field, "'" + field + "' is longer than " + charsMax + " characters", null);
        }
        if (CONTROL_CHARACTER.matcher(value).find() || hasLoneSurrogate(value)) {
            throw invalid(field, "'" + field + "' contains a control character or half a character", null);
        }
        return value;
    }

    private static boolean hasLoneSurrogate(String value) {
        return value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    static <T> T require(@Nullable T value, String field) {
        if (value == null) {
            throw invalid(field, "'" + field + "' is required", null);
        }
        return value;
    }

    static OrchestratorException invalid(String field, String detail, @Nullable String hint) {
        return new OrchestratorException(
                ErrorCode.INVALID_REQUEST, detail, List.of(new Problem.Detail("/" + field, 0, 0, detail, hint)));
    }
}
