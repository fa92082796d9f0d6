package com.orchestrator.api.retention;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.TimeRange;
import com.orchestrator.api.model.WorkflowState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long the runs of a namespace are kept, by how they have ended; those that end so and have no time are kept until somebody deletes
 * them. What a run has started goes with it.
 *
 * @param archive whether they are written to the archive of a server before
 */
public record RetentionRule(
        @Nullable Duration completed,
        @Nullable Duration failed,
        @Nullable Duration compensated,
        @Nullable Duration cancelled,
        @Nullable Duration terminated,
        boolean archive) {

    public RetentionRule {
        Map<String, @Nullable Duration> all = new LinkedHashMap<>();
        all.put("completed", completed);
        all.put("failed", failed);
        all.put("compensated", compensated);
        all.put("cancelled", cancelled);
        all.put("terminated", terminated);
        all.forEach(RetentionRule::check);
        if (all.values().stream().allMatch(Objects::isNull)) {
            throw impossible(
                    "",
                    "Nothing is said of how long runs are kept",
                    "give a time for at least one of " + String.join(", ", all.keySet()) + ", such as \"30d\"");
        }
    }

    private static void check(String field, @Nullable Duration time) {
        if (time != null && time.isNegative()) {
            throw impossible("/" + field, "'" + field + "' is a time before the end of a run", "write \"30d\"");
        }
        if (time != null && !TimeRange.holds(time)) {
            throw impossible(
                    "/" + field, "'" + field + "' is longer than can be held", "leave it out to keep them for ever");
        }
    }

    /** The one shape in which a rule that cannot be kept is refused. */
    public static OrchestratorException impossible(String pointer, String detail, String hint) {
        return new OrchestratorException(
                ErrorCode.RETENTION_INVALID, detail, List.of(new Problem.Detail(pointer, 0, 0, detail, hint)));
    }

    /** How long a run is kept that has ended so; empty for ever, and for one that has not ended. */
    public Optional<Duration> keptFor(WorkflowState state) {
        return Optional.ofNullable(
                switch (state) {
                    case COMPLETED -> completed;
                    case FAILED -> failed;
                    case COMPENSATED -> compensated;
                    case CANCELLED -> cancelled;
                    case TERMINATED -> terminated;
                    case RUNNING, PAUSED, SUSPENDED, COMPENSATING, COMPENSATION_FAILED -> null;
                });
    }

    /** The shortest of its times: nothing that began later than that ago has to be looked at. */
    public Duration shortest() {
        return Stream.of(completed, failed, compensated, cancelled, terminated)
                .filter(Objects::nonNull)
                .min(Duration::compareTo)
                .orElseThrow();
    }
}
