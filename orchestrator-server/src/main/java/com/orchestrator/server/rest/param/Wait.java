package com.orchestrator.server.rest.param;

import com.orchestrator.server.rest.json.DurationText;
import com.orchestrator.server.rest.json.Refusals;
import java.time.Duration;

/** How long a caller is willing to wait. Longer wishes are served as the longest allowed one, not refused. */
public record Wait(Duration duration) {

    public static final Duration MAX = Duration.ofSeconds(60);
    public static final Wait NONE = new Wait(Duration.ZERO);

    public Wait {
        duration = duration.compareTo(MAX) > 0 ? MAX : duration;
    }

    public static Wait fromString(String value) {
        return DurationText.parse(value)
                .map(Wait::new)
                .orElseThrow(() -> Refusals.invalid("/wait", "'wait' is not a duration", DurationText.EXAMPLES));
    }

    public boolean isZero() {
        return duration.isZero();
    }
}
