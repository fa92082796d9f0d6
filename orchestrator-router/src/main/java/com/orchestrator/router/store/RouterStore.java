package com.orchestrator.router.store;

import com.orchestrator.router.ClusterView;
import com.orchestrator.router.Dispatch;
import com.orchestrator.router.LeaderWord;
import com.orchestrator.router.Node;
import com.orchestrator.router.RoutedWorker;
import com.orchestrator.router.WorkerReport;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The router's own rows, but for what goes to the broker. */
public interface RouterStore extends AutoCloseable {

    /** A worker that was silent for so long gets nothing. */
    Duration SILENCE_MAX = Duration.ofSeconds(30);

    /** What was silent for so long is not kept. */
    Duration KEPT_MAX = Duration.ofDays(1);

    /**
     * Says that this server is there, renews its lease or takes one that nobody has, and answers with how things stand then.
     *
     * @param word told to all if this server leads
     */
    ClusterView beat(Node self, Duration lease, LeaderWord word);

    /** How things stand, as this server sees them. */
    ClusterView view(Node self);

    /** Gives the lease up, if it is this one's. */
    void resign(Node self);

    /** What is already known of a job of this id stays. */
    void putJob(String jobId, UUID instanceId, int priority);

    /** Without those that are not known. */
    Map<String, JobRow> jobs(Collection<String> jobIds);

    void putWorker(WorkerReport worker);

    int workersAlive();

    /**
     * Those that are kept, by name.
     *
     * @param after which one to begin; null for the first
     */
    List<RoutedWorker> workers(@Nullable String after, int limit);

    /**
     * Lets somebody share out work among the workers of a type that are not silent, and keeps who has it then. Nobody else does so for
     * the type meanwhile, on whatever server.
     */
    void sharing(String workerType, Function<List<WorkerRow>, List<Dispatch>> share);

    /** Those that a worker has, taken or not; the urgent first, and the oldest attempts of a job. */
    List<Dispatch> dispatches(String workerId, boolean isTaken, int limit);

    /** Who was given them, as far as it is known; also of those whose lease was lost. */
    Map<UUID, String> holders(Collection<UUID> executionIds);

    /** That workers have. */
    int dispatchesOpen();

    /** The worker has said that it works on them. */
    void take(Collection<UUID> executionIds);

    /** Their leases are lost: whoever was given them is remembered for a while, and has them no more. */
    void lose(Collection<UUID> executionIds);

    /** Whose the job is, by what a worker says. */
    void putJobWorker(String jobId, String workerId);

    /**
     * Whose the job is, by what a worker says.
     *
     * @param done attempts of it about which nothing is to be done any more, a worker's or the broker's
     */
    void reported(String jobId, String workerId, Collection<UUID> done);

    /** Takes away servers and workers that were silent for {@link #KEPT_MAX}, and what they were given. */
    void clear();

    @Override
    void close();

    /** @param workerId who was given it last, or has reported on it last */
    record JobRow(int priority, @Nullable String workerId) {}

    /** @param untaken attempts that it was given and does not count in its load yet */
    record WorkerRow(String workerId, int capacity, int currentLoad, int untaken) {}
}
