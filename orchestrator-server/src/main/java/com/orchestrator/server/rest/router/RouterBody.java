package com.orchestrator.server.rest.router;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.orchestrator.api.model.Identifier;
import com.orchestrator.api.model.Payload;
import com.orchestrator.router.JobStatus;
import com.orchestrator.router.Registration;
import com.orchestrator.router.StatusReport;
import com.orchestrator.router.WorkerReport;
import com.orchestrator.server.rest.json.Refusals;
import com.orchestrator.server.rest.wire.Required;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Bodies of requests to the router. */
final class RouterBody {

    private RouterBody() {}

    /** A job that is wanted. */
    record Job(
            @Nullable String id,
            @Nullable String type,
            @Nullable Integer priority,
            @Nullable Payload payload) {

        Registration toRegistration() {
            return new Registration(
                    id,
                    Required.value(type, "type"),
                    priority == null ? 0 : priority,
                    payload == null ? Payload.EMPTY_OBJECT : payload);
        }
    }

    /**
     * A worker's word about a job.
     *
     * @param jobId needed where the address does not name it
     */
    record Status(
            @Nullable String jobId,
            @Nullable String status,
            @Nullable String workerId,
            @Nullable Integer attempt,
            @Nullable Payload result,
            @Nullable String error) {

        StatusReport toReport(@Nullable String addressed) {
            if (addressed != null && jobId != null && !addressed.equals(jobId)) {
                throw Refusals.invalid("/jobId", "'jobId' is not the job of the address", "leave it out");
            }
            return new StatusReport(
                    addressed == null ? Required.value(jobId, "jobId") : addressed,
                    meant(),
                    named(workerId, "workerId"),
                    attempt,
                    result,
                    error);
        }

        private JobStatus meant() {
            String word = Required.value(status, "status");
            return Arrays.stream(JobStatus.values())
                    .filter(known -> known.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> Refusals.invalid("/status", "'" + word + "' is no status", "one of " + words()));
        }

        private static String words() {
            return Arrays.stream(JobStatus.values()).map(JobStatus::word).collect(Collectors.joining(", "));
        }
    }

    /** A worker's word about itself. */
    record Heartbeat(
            @JsonProperty("worker_id") @Nullable String workerId,
            @JsonProperty("worker_type") @Nullable String workerType,
            @Nullable Integer capacity,
            @JsonProperty("current_load") @Nullable Integer currentLoad) {

        WorkerReport toReport() {
            int slots = Required.value(capacity, "capacity");
            int load = currentLoad == null ? 0 : currentLoad;
            if (slots < 1) {
                throw Refusals.invalid(
                        "/capacity", "'capacity' is less than 1", "a worker that takes nothing sends none");
            }
            if (load < 0 || load > slots) {
                throw Refusals.invalid(
                        "/current_load",
                        "'current_load' is not between 0 and 'capacity', " + slots,
                        "count what is under way, and what could be at once");
            }
            return new WorkerReport(
                    Required.value(named(workerId, "worker_id"), "worker_id"),
                    Required.value(named(workerType, "worker_type"), "worker_type"),
                    slots,
                    load);
        }
    }

    private static @Nullable String named(@Nullable String value, String field) {
        if (value != null) {
            Identifier.NAME.fault(value).ifPresent(fault -> {
                throw Refusals.invalid("/" + field, "'" + field + "' " + fault, null);
            });
        }
        return value;
    }
}
