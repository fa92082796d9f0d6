package com.orchestrator.server.rest.wire;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.schedule.DayMatch;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.api.schedule.Timing;
import com.orchestrator.server.rest.json.Refusals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A schedule as it is put; its name stands in the path. */
public record ScheduleBody(
        @Nullable String workflow,
        @Nullable Payload job,
        @Nullable Integer revision,
        @Nullable Payload input,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
        List<String> cron,

        @Nullable Boolean seconds,
        @Nullable String every,
        @Nullable Duration offset,
        @Nullable String zone,
        @Nullable DayMatch dayMatch,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
        List<String> exclude,

        @Nullable Duration jitter,
        @Nullable Instant startAt,
        @Nullable Instant endAt,
        @Nullable Overlap overlap,
        ScheduleSpec.@Nullable CatchUp catchUp,
        @Nullable Map<String, String> labels,
        @Nullable Boolean paused,
        @Nullable String note) {

    /** Times that are asked for, when nothing is said. */
    private static final int COUNT_DEFAULT = 10;

    private static final int COUNT_MAX = 1_000;

    public ScheduleBody {
        new Pause(note);
    }

    public ScheduleSpec toSpec() {
        return new ScheduleSpec(
                workflow == null ? null : Required.name(workflow, "workflow"),
                job,
                revision,
                input,
                texts(cron, "cron"),
                seconds,
                every,
                offset,
                zone,
                dayMatch,
                texts(exclude, "exclude"),
                jitter,
                startAt,
                endAt,
                overlap,
                catchUp,
                labels == null ? Map.of() : labels);
    }

    private static List<String> texts(@Nullable List<String> texts, String field) {
        return texts == null ? List.of() : Required.names(texts, field);
    }

    /** @param note why, for people to read */
    public record Pause(@Nullable String note) {

        public Pause {
            try {
                new ControlRequest(note, null);
            } catch (OrchestratorException wrong) {
                throw Refusals.invalid("/note", "'note' is blank, too long or contains a control character", null);
            }
        }
    }

    /** There is nothing to say. */
    public record Resume() {}

    /**
     * @param overlap instead of the schedule's own
     * @param triggerId the same again starts nothing more
     */
    public record Trigger(
            @Nullable Overlap overlap, @Nullable String triggerId) {

        public Trigger {
            if (triggerId != null) {
                Required.name(triggerId, "triggerId");
            }
        }
    }

    /** A timing, and which of its times are wanted. */
    public record Preview(
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
            List<String> cron,

            @Nullable Boolean seconds,
            @Nullable String every,
            @Nullable Duration offset,
            @Nullable String zone,
            @Nullable DayMatch dayMatch,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
            List<String> exclude,

            @Nullable Instant startAt,
            @Nullable Instant endAt,
            @Nullable Integer count,
            @Nullable Instant after) {

        public Timing toTiming() {
            return new Timing(
                    texts(cron, "cron"),
                    seconds != null && seconds,
                    every,
                    offset,
                    zone,
                    dayMatch,
                    texts(exclude, "exclude"),
                    startAt,
                    endAt);
        }

        public int countOrDefault() {
            int wanted = count == null ? COUNT_DEFAULT : count;
            if (wanted < 1 || wanted > COUNT_MAX) {
                throw Refusals.invalid("/count", "'count' is not a whole number between 1 and " + COUNT_MAX, null);
            }
            return wanted;
        }
    }
}
