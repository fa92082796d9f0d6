package com.orchestrator.api.webhook;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one shape in which a webhook that says something impossible is refused. */
public final class WebhookFaults {

    private WebhookFaults() {}

    /** @param field what is wrong, such as {@code url} */
    public static OrchestratorException impossible(String field, String detail, @Nullable String hint) {
        return new OrchestratorException(
                ErrorCode.WEBHOOK_INVALID, detail, List.of(new Problem.Detail("/" + field, 0, 0, detail, hint)));
    }

    static void checkSpan(@Nullable Duration value, String field, Duration min, Duration max) {
        if (value != null && (value.compareTo(min) < 0 || value.compareTo(max) > 0)) {
            throw impossible(
                    field,
                    "'" + field + "' is " + value + " and has to be from " + min + " to " + max,
                    "write a time such as \"10s\" or \"PT1M\"");
        }
    }
}
