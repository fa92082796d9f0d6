package com.orchestrator.engine.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.engine.schedule.ScheduleKey;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The job that a schedule puts at its times, as it is said in the schedule: as for {@code POST /jobs}, but for its id and time. */
final class ScheduledJob {

    private static final String POINTER = "/job";
    private static final Set<String> FIELDS = Set.of(
            "type",
            "payload",
            "entityId",
            "dedupeKey",
            "priority",
            "workload",
            "queue",
            "retry",
            "timeouts",
            "history",
            "compensate");
    private static final Map<String, String> OF_THE_SCHEDULE =
            Map.of("jobId", "it follows from the schedule and the time", "runAt", "the schedule says when");

    private final ObjectNode said;

    private ScheduledJob(ObjectNode said) {
        this.said = said;
    }

    /** The job of a time has this id whoever puts it, so that there is one at most. */
    static String idOf(ScheduleKey schedule, Instant nominalAt) {
        return "schedule/" + schedule + "/" + nominalAt;
    }

    /** Whether nothing is to stay of the jobs of a schedule. */
    static boolean leavesNothing(ScheduleSpec spec) {
        return spec.job() != null
                && JobHistory.NONE
                        .wireName()
                        .equals(spec.job().tree().path("history").asText());
    }

    /**
     * What is put at a time. That it was put at all has to be known for as long as its time is, so one that is to leave nothing leaves
     * its outcome until then.
     *
     * @param said with nothing left to be evaluated
     * @throws OrchestratorException {@code SCHEDULE_INVALID} with the place in the schedule
     */
    static JobRequest request(Payload said, ScheduleKey schedule, Instant nominalAt) {
        if (!(said.tree() instanceof ObjectNode fields)) {
            throw Timings.refused(POINTER, "'job' is no object", "write for example {\"type\": \"media.index\"}");
        }
        try {
            return new ScheduledJob(fields).request(idOf(schedule, nominalAt));
        } catch (OrchestratorException refusal) {
            throw ofSchedule(refusal);
        }
    }

    private JobRequest request(String jobId) {
        refuseUnknown();
        JobHistory history = Objects.requireNonNullElse(word("history", JobHistory::ofWireName), JobHistory.DEFAULT);
        JobRequest request = new JobRequest(
                type(),
                payload(),
                jobId,
                text("entityId"),
                text("dedupeKey"),
                word("priority", Priority::of),
                text("workload"),
                text("queue"),
                null,
                json("retry"),
                json("timeouts"),
                history,
                json("compensate"));
        return history == JobHistory.NONE ? request.keeping(JobHistory.OUTCOME) : request;
    }

    private void refuseUnknown() {
        for (Iterator<String> names = said.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (OF_THE_SCHEDULE.containsKey(name) && !said.path(name).isNull()) {
                throw wrong(name, "A job of a schedule has no '" + name + "'", OF_THE_SCHEDULE.get(name));
            }
            if (!FIELDS.contains(name) && !OF_THE_SCHEDULE.containsKey(name)) {
                throw wrong(
                        name,
                        "A job has no '" + name + "'",
                        "it can have "
                                + String.join(", ", FIELDS.stream().sorted().toList()));
            }
        }
    }

    private String type() {
        String type = text("type");
        if (type == null) {
            throw wrong("type", "'type' is required", null);
        }
        return type;
    }

    private Payload payload() {
        return Objects.requireNonNullElse(json("payload"), Payload.EMPTY_OBJECT);
    }

    private @Nullable String text(String field) {
        JsonNode value = said.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
            throw wrong(field, "'" + field + "' is no text", null);
        }
        return value.isTextual() ? value.textValue() : null;
    }

    private <T> @Nullable T word(String field, Function<String, T> reader) {
        String text = text(field);
        try {
            return text == null ? null : reader.apply(text);
        } catch (IllegalArgumentException unknown) {
            throw wrong(field, "'" + text + "' is no " + field, null);
        }
    }

    private @Nullable Payload json(String field) {
        JsonNode value = said.path(field);
        return value.isMissingNode() || value.isNull() ? null : Payload.ofTree(value);
    }

    private static OrchestratorException wrong(String field, String detail, @Nullable String hint) {
        return new OrchestratorException(
                ErrorCode.SCHEDULE_INVALID, detail, List.of(new Problem.Detail("/" + field, 0, 0, detail, hint)));
    }

    /** The same, about the job in its schedule. */
    static OrchestratorException ofSchedule(OrchestratorException refusal) {
        List<Problem.Detail> errors = refusal.errors().stream()
                .map(fault ->
                        new Problem.Detail(POINTER + fault.pointer(), 0, 0, fault.detail(), fault.hint(), fault.code()))
                .toList();
        return new OrchestratorException(ErrorCode.SCHEDULE_INVALID, String.valueOf(refusal.getMessage()), errors);
    }
}
