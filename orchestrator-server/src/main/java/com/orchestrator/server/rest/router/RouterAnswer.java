package com.orchestrator.server.rest.router;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.orchestrator.api.job.Job;
import com.orchestrator.api.model.Payload;
import com.orchestrator.router.BrokerQueue;
import com.orchestrator.router.ClusterView;
import com.orchestrator.router.Dispatch;
import com.orchestrator.router.JobStatus;
import com.orchestrator.router.RoutedJob;
import com.orchestrator.router.RoutedWorker;
import com.orchestrator.router.RouterFigures;
import com.orchestrator.router.WorkerReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bodies of the router's answers. Times are milliseconds since 1970, as in the document. */
final class RouterAnswer {

    private RouterAnswer() {}

    private static @Nullable Long millis(@Nullable Instant moment) {
        return moment == null ? null : moment.toEpochMilli();
    }

    record Done(String status) {}

    record Accepted(String status, @JsonProperty("job_id") String jobId, boolean deduplicated) {}

    record Health(
            String status,
            String node,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Bridge broker) {}

    record Bridge(
            boolean connected, boolean blocked, @Nullable String trouble, List<BrokerQueue> queues) {
        static @Nullable Bridge of(RouterFigures figures) {
            RouterFigures.Bridge bridge = figures.bridge();
            return bridge == null
                    ? null
                    : new Bridge(
                            bridge.isConnected(),
                            bridge.isBlocked(),
                            figures.trouble(),
                            figures.cluster().word().queues());
        }
    }

    record Raft(String role, long term, @Nullable String leader, List<String> peers) {
        static Raft of(ClusterView view) {
            return new Raft(view.role().word(), view.term(), view.leader(), view.peers());
        }
    }

    record Cluster(String node, List<String> cluster, Raft raft) {
        static Cluster of(ClusterView view) {
            return new Cluster(view.node(), view.nodes(), Raft.of(view));
        }
    }

    record Jobs(List<Entry> jobs, int count, @Nullable String next) {}

    record Entry(
            String id,
            String type,
            JobStatus status,
            int priority,
            @JsonProperty("worker_id") @Nullable String workerId,
            int attempts,
            @Nullable Payload result,
            @JsonProperty("created_at") Long createdAt,
            @JsonProperty("started_at") @Nullable Long startedAt,
            @JsonProperty("completed_at") @Nullable Long completedAt) {

        static Entry of(RoutedJob routed) {
            Job job = routed.job();
            return new Entry(
                    job.jobId(),
                    job.type(),
                    routed.status(),
                    routed.priority(),
                    routed.workerId(),
                    job.attempts(),
                    job.output(),
                    job.createdAt().toEpochMilli(),
                    millis(job.startedAt()),
                    millis(job.endedAt()));
        }
    }

    record Workers(
            List<Worker> workers, int count, @Nullable String next) {}

    record Worker(
            @JsonProperty("worker_id") String workerId,
            @JsonProperty("worker_type") String workerType,
            int capacity,
            @JsonProperty("current_load") int currentLoad,
            int given,
            boolean alive,
            @JsonProperty("seen_at") long seenAt) {

        static Worker of(RoutedWorker worker) {
            WorkerReport said = worker.said();
            return new Worker(
                    said.workerId(),
                    said.workerType(),
                    said.capacity(),
                    said.currentLoad(),
                    worker.untaken(),
                    worker.isAlive(),
                    worker.seenAt().toEpochMilli());
        }
    }

    record Acknowledged(String status, List<Given> jobs) {}

    record Given(String id, String type, int priority, int attempt, Payload payload) {
        static Given of(Dispatch dispatch) {
            return new Given(
                    dispatch.jobId(), dispatch.jobType(), dispatch.priority(), dispatch.attempt(), dispatch.payload());
        }
    }

    record Metrics(
            Map<JobStatus, Integer> jobs,
            @JsonProperty("workers_alive") int workersAlive,
            @JsonProperty("dispatches_open") int dispatchesOpen,
            @JsonInclude(JsonInclude.Include.NON_NULL) RouterFigures.@Nullable Bridge broker) {}
}
