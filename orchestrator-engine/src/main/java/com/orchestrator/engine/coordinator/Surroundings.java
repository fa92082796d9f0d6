package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Incident;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.decision.explain.Facts;
import com.orchestrator.engine.limit.LimitBook;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.LeaseStore.ProgressKey;
import com.orchestrator.engine.store.Snapshot;
import com.orchestrator.engine.wake.StoredWakeSources;
import com.orchestrator.engine.wake.WakeSources;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at what is around a run: its rows, the queues its work waits in, the workers that have it or could, its children. */
final class Surroundings {

    private Surroundings() {}

    /** @param incident why the run is set aside; null when it is not */
    static Facts of(Run run, @Nullable Incident incident, LimitBook book, Snapshot snapshot) {
        List<ExecutionRun> live = run.liveExecutions();
        return new Facts(
                snapshot.now(),
                incident,
                WakeSources.of(run, stored(run, snapshot)),
                snapshot.rows(ids(live)),
                snapshot.queues(queues(live)),
                snapshot.workers(holders(live)),
                snapshot.states(children(run)),
                lines(run, snapshot),
                progress(run, live, snapshot),
                FullRules.of(run, live, book, snapshot));
    }

    /** What others find the run by. */
    static StoredWakeSources stored(Run run, Snapshot snapshot) {
        UUID instanceId = run.instanceId();
        return new StoredWakeSources(
                snapshot.rows(ids(run.liveExecutions())).keySet(),
                snapshot.wakeAt(instanceId).orElse(null),
                run.timers().nextLease() != null && snapshot.isWatched(instanceId));
    }

    private static List<UUID> ids(List<ExecutionRun> live) {
        return live.stream().map(ExecutionRun::executionId).toList();
    }

    private static Map<String, Facts.Line> lines(Run run, Snapshot snapshot) {
        Set<String> names = run.claims().waiting().stream()
                .flatMap(key -> run.claims().awaitedBy(key).stream())
                .collect(Collectors.toSet());
        return names.isEmpty() ? Map.of() : snapshot.lines(names);
    }

    private static Set<UUID> children(Run run) {
        return run.tasksSeen().stream()
                .filter(WakeSources::awaitsChild)
                .map(task -> Objects.requireNonNull(task.child()).instanceId())
                .collect(Collectors.toSet());
    }

    private static Set<String> queues(List<ExecutionRun> live) {
        return live.stream()
                .filter(execution -> execution.state() == ExecutionState.READY)
                .map(execution -> execution.spec().queue())
                .collect(Collectors.toSet());
    }

    /** Workers that hold or held attempts. */
    static Set<String> holders(Collection<ExecutionRun> live) {
        return live.stream().map(ExecutionRun::holder).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private static Map<UUID, Payload> progress(Run run, List<ExecutionRun> live, Snapshot snapshot) {
        Map<UUID, ProgressKey> keys = new HashMap<>();
        for (ExecutionRun execution : live) {
            if (execution.kept()) {
                keys.put(execution.executionId(), progressKey(run, execution));
            }
        }
        Map<ProgressKey, Payload> reported = snapshot.progress(keys.values());
        keys.values().removeIf(key -> !reported.containsKey(key));
        return keys.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, key -> reported.get(key.getValue())));
    }

    private static ProgressKey progressKey(Run run, ExecutionRun execution) {
        return new ProgressKey(
                run.instanceId(),
                execution.task().key().taskId(),
                execution.task().key().iteration(),
                execution.kind());
    }
}
