package com.orchestrator.router.store;

import com.orchestrator.router.ClusterView;
import com.orchestrator.router.Dispatch;
import com.orchestrator.router.LeaderWord;
import com.orchestrator.router.Node;
import com.orchestrator.router.RoutedWorker;
import com.orchestrator.router.WorkerReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** In the memory of this process. */
public final class MemoryRouterStore implements RouterStore {

    private final InstantSource clock;
    private final Map<String, JobRow> jobs = new HashMap<>();
    private final Map<String, Heard> workers = new TreeMap<>();
    private final Map<UUID, Held> dispatches = new LinkedHashMap<>();

    public MemoryRouterStore(InstantSource clock) {
        this.clock = clock;
    }

    private record Heard(WorkerReport report, Instant at) {}

    private record Held(
            Dispatch dispatch, boolean isTaken, @Nullable Instant lostAt) {

        boolean isOf(String holder) {
            return lostAt == null && dispatch.holder().equals(holder);
        }
    }

    /** There is no other. */
    @Override
    public ClusterView beat(Node self, Duration lease, LeaderWord word) {
        return view(self);
    }

    @Override
    public ClusterView view(Node self) {
        return new ClusterView(
                self.name(), ClusterView.Role.LEADER, 1, self.name(), List.of(self.name()), LeaderWord.NONE);
    }

    @Override
    public void resign(Node self) {
        // Nobody would follow.
    }

    @Override
    public synchronized void putJob(String jobId, UUID instanceId, int priority) {
        jobs.putIfAbsent(jobId, new JobRow(priority, null));
    }

    @Override
    public synchronized Map<String, JobRow> jobs(Collection<String> jobIds) {
        Map<String, JobRow> found = new HashMap<>();
        jobIds.stream().filter(jobs::containsKey).forEach(id -> found.put(id, jobs.get(id)));
        return found;
    }

    @Override
    public synchronized void putWorker(WorkerReport worker) {
        workers.put(worker.workerId(), new Heard(worker, clock.instant()));
    }

    private int untaken(String workerId) {
        return (int) dispatches.values().stream()
                .filter(held -> held.isOf(workerId) && !held.isTaken())
                .count();
    }

    @Override
    public synchronized List<RoutedWorker> workers(@Nullable String after, int limit) {
        Instant since = clock.instant().minus(SILENCE_MAX);
        return workers.values().stream()
                .filter(heard -> after == null || heard.report().workerId().compareTo(after) > 0)
                .limit(limit)
                .map(heard -> new RoutedWorker(
                        heard.report(),
                        untaken(heard.report().workerId()),
                        heard.at(),
                        heard.at().isAfter(since)))
                .toList();
    }

    private Stream<WorkerReport> alive() {
        Instant since = clock.instant().minus(SILENCE_MAX);
        return workers.values().stream()
                .filter(heard -> heard.at().isAfter(since))
                .map(Heard::report);
    }

    @Override
    public synchronized int workersAlive() {
        return (int) alive().count();
    }

    @Override
    public synchronized void sharing(String workerType, Function<List<WorkerRow>, List<Dispatch>> share) {
        List<WorkerRow> rows = alive().filter(worker -> worker.workerType().equals(workerType))
                .map(worker -> new WorkerRow(
                        worker.workerId(), worker.capacity(), worker.currentLoad(), untaken(worker.workerId())))
                .toList();
        share.apply(rows).forEach(dispatch -> {
            dispatches.putIfAbsent(dispatch.executionId(), new Held(dispatch, false, null));
            putJobWorker(dispatch.jobId(), dispatch.holder());
        });
    }

    @Override
    public synchronized List<Dispatch> dispatches(String holder, boolean isTaken, int limit) {
        return dispatches.values().stream()
                .filter(held -> held.isOf(holder) && held.isTaken() == isTaken)
                .map(Held::dispatch)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Map<UUID, String> holders(Collection<UUID> executionIds) {
        Map<UUID, String> found = new HashMap<>();
        for (UUID id : executionIds) {
            Held held = dispatches.get(id);
            if (held != null) {
                found.put(id, held.dispatch().holder());
            }
        }
        return found;
    }

    @Override
    public synchronized int dispatchesOpen() {
        return (int) dispatches.values().stream()
                .filter(held -> held.lostAt() == null)
                .count();
    }

    @Override
    public synchronized void take(Collection<UUID> executionIds) {
        executionIds.forEach(
                id -> dispatches.computeIfPresent(id, (key, held) -> new Held(held.dispatch(), true, held.lostAt())));
    }

    @Override
    public synchronized void lose(Collection<UUID> executionIds) {
        Instant now = clock.instant();
        executionIds.forEach(
                id -> dispatches.computeIfPresent(id, (key, held) -> new Held(held.dispatch(), held.isTaken(), now)));
    }

    @Override
    public synchronized void putJobWorker(String jobId, String workerId) {
        jobs.computeIfPresent(jobId, (id, row) -> new JobRow(row.priority(), workerId));
    }

    @Override
    public synchronized void reported(String jobId, String workerId, Collection<UUID> done) {
        putJobWorker(jobId, workerId);
        done.forEach(dispatches::remove);
    }

    @Override
    public synchronized void clear() {
        Instant since = clock.instant().minus(KEPT_MAX);
        workers.values().removeIf(heard -> heard.at().isBefore(since));
        dispatches
                .values()
                .removeIf(held -> (held.lostAt() != null && held.lostAt().isBefore(since))
                        || !workers.containsKey(held.dispatch().holder()));
    }

    @Override
    public void close() {
        // Everything goes with the process.
    }
}
