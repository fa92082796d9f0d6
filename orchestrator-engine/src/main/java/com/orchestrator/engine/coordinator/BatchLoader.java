package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.batch.ApplyBatch;
import com.orchestrator.engine.decision.workflow.FireTimers;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.JobKey;
import com.orchestrator.engine.store.RunKey;
import com.orchestrator.engine.store.RunTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads whatever a batch will need, one statement per kind of thing, before anything is decided. */
final class BatchLoader {

    private final BatchContext context;
    private final Map<UUID, List<RunMessage>> told = new HashMap<>();
    private final Map<UUID, Instant> leaseExpiries = new HashMap<>();
    private final Map<RunKey, UUID> existing = new HashMap<>();
    private final Map<JobKey, UUID> existingJobs = new HashMap<>();
    private final Set<UUID> there = new HashSet<>();
    private final DueWork due;
    private final Set<UUID> fromMemory = new HashSet<>();
    private final Set<String> givenBack = new LinkedHashSet<>();
    private final List<UUID> admissible = new ArrayList<>();
    private final BatchGates gates;
    private final BreakerWaits waits = new BreakerWaits();
    private final SetAsideRuns setAside;

    BatchLoader(BatchContext context, SetAsideRuns setAside) {
        this.context = context;
        this.setAside = setAside;
        this.due = new DueWork(context);
        this.gates = new BatchGates(context.plans());
    }

    /** Every run that exists among those the requests are about. */
    List<CachedRun> load(List<LaneRequest> requests, RunTransaction transaction) {
        Set<UUID> wanted = new LinkedHashSet<>();
        Set<UUID> expiring = new LinkedHashSet<>();
        Set<UUID> asked = new LinkedHashSet<>();
        Set<RunKey> contested = new LinkedHashSet<>();
        Set<JobKey> contestedJobs = new LinkedHashSet<>();
        Set<UUID> repeated = new LinkedHashSet<>();
        Map<String, Integer> queues = new LinkedHashMap<>();
        List<LaneRequest.Deliver> deliveries = new ArrayList<>();
        for (LaneRequest request : requests) {
            if (request instanceof LaneRequest.OnRun onRun) {
                wanted.add(onRun.instanceId);
            } else if (request instanceof LaneRequest.Expire expire) {
                wanted.add(expire.instanceId);
                expiring.add(expire.executionId);
            } else if (request instanceof LaneRequest.Adopt adopt) {
                wanted.add(adopt.instanceId);
            } else if (request instanceof LaneRequest.Start start && start.contested) {
                contested.add(start.key());
                contestedJobs.addAll(start.jobKeys());
                if (start.command.job() != null) {
                    repeated.add(start.instanceId);
                }
            } else if (request instanceof LaneRequest.Serve serve) {
                queues.merge(serve.queue, serve.max, Math::max);
                due.lookFor(serve);
            } else if (request instanceof LaneRequest.Deliver deliver) {
                deliveries.add(deliver);
            } else if (request instanceof LaneRequest.Admit admit) {
                givenBack.addAll(admit.names);
            } else if (request instanceof LaneRequest.TakeUp takeUp) {
                wanted.add(takeUp.instanceId);
                asked.add(takeUp.instanceId);
            }
        }
        due.lock(queues, transaction);
        Set<UUID> waiting = new LinkedHashSet<>(due.runs());
        if (!expiring.isEmpty()) {
            leaseExpiries.putAll(transaction.lockLeases(expiring));
        }
        if (!deliveries.isEmpty()) {
            wanted.addAll(loadMessages(deliveries, contested, transaction));
        }
        loadContested(contested, contestedJobs, repeated, transaction);
        waiting.removeAll(wanted);
        List<CachedRun> runs = new ArrayList<>(loadRuns(wanted, transaction));
        wanted.stream().filter(instanceId -> !mayBeBehind(instanceId)).forEach(asked::add);
        setAside.load(asked, runs, transaction);
        runs.addAll(loadRuns(waiting, transaction));
        gates.load(requests, told.values(), runs, transaction);
        waits.load(runs, context.controls().book(), transaction);
        if (!givenBack.isEmpty()) {
            admissible.addAll(transaction.findAdmissible(givenBack));
        }
        due.choose(runs, transaction);
        return runs;
    }

    private void loadContested(
            Set<RunKey> contested, Set<JobKey> contestedJobs, Set<UUID> repeated, RunTransaction transaction) {
        if (!contested.isEmpty()) {
            existing.putAll(transaction.findRuns(contested));
        }
        if (!repeated.isEmpty()) {
            there.addAll(loadAnew(repeated, transaction).keySet());
        }
        if (!contestedJobs.isEmpty()) {
            existingJobs.putAll(transaction.findJobs(contestedJobs));
        }
    }

    /** @return those who have been told something */
    private Set<UUID> loadMessages(
            List<LaneRequest.Deliver> deliveries, Set<RunKey> contested, RunTransaction transaction) {
        Set<UUID> receivers = new LinkedHashSet<>();
        deliveries.forEach(deliver -> receivers.add(deliver.receiver));
        for (RunMessage message : transaction.loadMessages(receivers)) {
            told.computeIfAbsent(message.receiver(), id -> new ArrayList<>()).add(message);
        }
        deliveries.stream()
                .filter(deliver -> deliver.contested)
                .flatMap(deliver -> told.getOrDefault(deliver.receiver, List.of()).stream())
                .forEach(message -> keyOf(message).ifPresent(contested::add));
        return Set.copyOf(told.keySet());
    }

    private static Optional<RunKey> keyOf(RunMessage message) {
        return message.body() instanceof RunMessage.Start start
                ? Optional.of(new RunKey(start.namespace(), start.workflow(), start.runId()))
                : Optional.empty();
    }

    private static Map<UUID, List<Entry>> loadAnew(Set<UUID> instanceIds, RunTransaction transaction) {
        Map<UUID, Long> all = new LinkedHashMap<>();
        instanceIds.forEach(instanceId -> all.put(instanceId, 0L));
        return transaction.loadEvents(all);
    }

    private List<CachedRun> loadRuns(Set<UUID> wanted, RunTransaction transaction) {
        List<CachedRun> runs = new ArrayList<>();
        Map<UUID, Long> missing = new LinkedHashMap<>();
        for (UUID instanceId : wanted) {
            CachedRun cached = context.cache().get(instanceId);
            if (cached != null) {
                runs.add(cached);
                fromMemory.add(instanceId);
            } else {
                missing.put(instanceId, 0L);
            }
        }
        if (!missing.isEmpty()) {
            context.counters().loaded(missing.size());
            transaction
                    .loadEvents(missing)
                    .forEach((instanceId, entries) -> runs.add(CachedRun.loaded(fold(instanceId, entries), entries)));
        }
        return runs;
    }

    private Run fold(UUID instanceId, List<Entry> entries) {
        Run run = new Run(instanceId, context.plans().of(entries.get(0).event()));
        entries.forEach(run::apply);
        run.takeTouched().forEach(execution -> execution.rowIs(execution.needsRow()));
        return run;
    }

    /** What only so many may hold, as far as the batch has locked it. */
    BatchGates gates() {
        return gates;
    }

    /** Does what is due, as far as breakers have kept nothing from being taken. */
    FireTimers timersOf(Run run) {
        return new FireTimers(waits.of(run.instanceId()));
    }

    /** What is asked of a run, with what is known here of it. */
    RunCommand commandOf(RunCommand asked, Run run, boolean isTakenUp) {
        if (isTakenUp && asked instanceof ApplyBatch batch) {
            return batch.onTakenUp();
        }
        return asked instanceof FireTimers ? timersOf(run) : asked;
    }

    /** Runs that may find room where something was given back. */
    List<UUID> admissible() {
        return admissible;
    }

    @Nullable
    Instant leaseExpiry(UUID executionId) {
        return leaseExpiries.get(executionId);
    }

    @Nullable
    UUID existing(RunKey key) {
        return existing.get(key);
    }

    /** The run that has a name which the new one wants for itself; the new one, when it is there already. */
    @Nullable
    UUID existing(LaneRequest.Start start) {
        UUID run = there.contains(start.instanceId) ? start.instanceId : existing.get(start.key());
        return run != null
                ? run
                : start.jobKeys().stream()
                        .map(existingJobs::get)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    /** Whether the run was in memory, where it may be behind what another server has recorded. */
    boolean mayBeBehind(UUID instanceId) {
        return fromMemory.contains(instanceId);
    }

    /** What a run has been told; handed out once, however many requests ask. */
    List<RunMessage> takeTold(UUID receiver) {
        List<RunMessage> taken = told.remove(receiver);
        return taken == null ? List.of() : taken;
    }

    /** Ready work that was locked to be handed out. */
    DueWork due() {
        return due;
    }
}
