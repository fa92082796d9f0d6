package com.orchestrator.engine.coordinator;

import com.orchestrator.api.fleet.WorkerIdentity;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.decision.explain.Facts;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.LeaseStore.ProgressKey;
import com.orchestrator.engine.store.RunTransaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Looks at what is around a run: its rows, the queues its work waits in, the workers that have it or could. */
final class Surroundings {

    private final EngineStore store;
    private final PollActivity polls;

    Surroundings(EngineStore store, PollActivity polls) {
        this.store = store;
        this.polls = polls;
    }

    Facts of(Run run) {
        List<ExecutionRun> live = run.liveExecutions();
        polls.record();
        return new Facts(
                store.runs().inTransaction(RunTransaction::now),
                store.watch().rows(live.stream().map(ExecutionRun::executionId).toList()),
                store.watch().queues(queues(live)),
                store.watch().workers(holders(live)),
                progress(run, live));
    }

    private static Set<String> queues(List<ExecutionRun> live) {
        return live.stream()
                .filter(execution -> execution.state() == ExecutionState.READY)
                .map(execution -> execution.spec().queue())
                .collect(Collectors.toSet());
    }

    /** Who has or had the attempts: of a worker that nobody knows any more, there is no more than its id. */
    Map<String, WorkerIdentity> workersOf(Collection<ExecutionRun> executions) {
        Set<String> holders = holders(executions);
        Map<String, WorkerIdentity> known = store.workers().identities(holders);
        return holders.stream()
                .collect(Collectors.toMap(
                        id -> id, id -> known.getOrDefault(id, new WorkerIdentity(id, null, null, null))));
    }

    private static Set<String> holders(Collection<ExecutionRun> live) {
        return live.stream().map(ExecutionRun::holder).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private Map<UUID, Payload> progress(Run run, List<ExecutionRun> live) {
        Map<UUID, ProgressKey> keys = new HashMap<>();
        for (ExecutionRun execution : live) {
            if (execution.kept()) {
                keys.put(execution.executionId(), progressKey(run, execution));
            }
        }
        Map<ProgressKey, Payload> reported = store.leases().loadLastProgress(keys.values());
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
