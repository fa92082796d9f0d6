package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.engine.decision.DecisionContext;
import com.orchestrator.engine.decision.DecisionContext.Slot;
import com.orchestrator.engine.decision.DecisionContext.Slots;
import com.orchestrator.engine.decision.ExecutionRun;
import com.orchestrator.engine.decision.Grant;
import com.orchestrator.engine.decision.Run;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.RunEvent;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.task.ExpireLease;
import com.orchestrator.engine.decision.task.LeaseTask;
import com.orchestrator.engine.decision.workflow.RestoreWakeSources;
import com.orchestrator.engine.store.ExecutionRef;
import com.orchestrator.engine.store.RunKey;
import com.orchestrator.engine.store.RunRecord;
import com.orchestrator.engine.store.RunTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The requests of one transaction on their way through load, decide, record and answer. Used once. */
final class Batch {

    private final List<LaneRequest> requests;
    private final BatchContext context;
    private final BatchLoader loader;
    private final Map<UUID, RunWork> works = new LinkedHashMap<>();
    private final Map<RunKey, LaneRequest.Start> starting = new HashMap<>();
    private final Map<LaneRequest, Runnable> answers = new LinkedHashMap<>();
    private final Map<LaneRequest, UUID> runOf = new HashMap<>();
    private final Set<LaneRequest> again = new HashSet<>();
    private final Set<UUID> decided = new HashSet<>();
    private final List<Granted> granted = new ArrayList<>();
    private final Set<Slot> openSlots = Collections.newSetFromMap(new IdentityHashMap<>());

    private Instant now = Instant.EPOCH;
    private Set<UUID> moved = Set.of();

    /** A lease that becomes real with the commit. */
    private record Granted(UUID instanceId, LeasedTask task, WorkerDemand demand) {}

    Batch(List<LaneRequest> requests, BatchContext context) {
        this.requests = requests;
        this.context = context;
        this.loader = new BatchLoader(context);
    }

    // ---- load

    void load(RunTransaction transaction) {
        now = transaction.now();
        loader.load(requests, transaction)
                .forEach(cached -> works.put(cached.run().instanceId(), new RunWork(cached)));
    }

    // ---- decide

    /** Each request in order of arrival, so that a later one sees what an earlier one has changed. */
    void decide() {
        for (LaneRequest request : requests) {
            if (request instanceof LaneRequest.OnRun onRun) {
                decideOnRun(onRun);
            } else if (request instanceof LaneRequest.Start start) {
                decideStart(start);
            } else if (request instanceof LaneRequest.Expire expire) {
                decideExpiry(expire);
            } else if (request instanceof LaneRequest.Serve serve) {
                decideServe(serve);
            }
        }
    }

    private void decideOnRun(LaneRequest.OnRun request) {
        RunWork work = works.get(request.instanceId);
        if (work == null) {
            refuse(request, ErrorCode.NOT_FOUND, "There is no instance " + request.instanceId);
            return;
        }
        runOf.put(request, request.instanceId);
        Run run = work.run();
        if (request.ifSequenceNumber != null && request.ifSequenceNumber != run.sequenceNumber()) {
            refuse(
                    request,
                    ErrorCode.PRECONDITION_FAILED,
                    "Instance " + request.instanceId + " is at event " + run.sequenceNumber() + " and in state "
                            + run.state() + ", not at event " + request.ifSequenceNumber);
            return;
        }
        Verdict verdict = apply(work, request.command, request.actor, slotsFor(request.demand));
        if (verdict instanceof Verdict.Refused refused) {
            answers.put(request, () -> {
                context.counters().refused(request.command, refused.code());
                request.refuse(new OrchestratorException(refused.code(), refused.message()));
            });
        } else {
            accept(request, work);
        }
    }

    private void decideStart(LaneRequest.Start request) {
        UUID existing = loader.existing(request.key());
        if (existing != null) {
            answers.put(request, () -> request.answer().complete(new Answer(null, existing)));
            return;
        }
        if (starting.putIfAbsent(request.key(), request) != null) {
            request.contested = true;
            again.add(request);
            return;
        }
        RunWork work = new RunWork(new CachedRun(new Run(request.instanceId, request.plan)));
        works.put(request.instanceId, work);
        runOf.put(request, request.instanceId);
        apply(work, request.command, request.actor, slotsFor(null));
        accept(request, work);
    }

    private void decideExpiry(LaneRequest.Expire request) {
        RunWork work = works.get(request.instanceId);
        if (work != null) {
            runOf.put(request, request.instanceId);
            Instant expiry = loader.leaseExpiry(request.executionId);
            apply(work, new ExpireLease(request.executionId, expiry), null, slotsFor(null));
        }
        answers.put(request, () -> request.answer().complete(Answer.NOTHING));
    }

    /** A worker that let a lease expire is probably dead, and so is the poll it may have left behind. */
    private void distrust(Run run, RunEvent event) {
        if (event instanceof RunEvent.LeaseExpired expired) {
            ExecutionRun execution = run.execution(expired.executionId());
            if (execution != null && execution.holder() != null) {
                context.board().closePollsOf(execution.holder());
            }
        }
    }

    /** Leases the due executions that were locked, as long as somebody still has a slot for them. */
    private void decideServe(LaneRequest.Serve request) {
        for (ExecutionRef due : loader.takeDue(request.queue)) {
            RunWork work = works.get(due.instanceId());
            if (work != null) {
                boolean unknownHere = work.run().execution(due.executionId()) == null;
                if (unknownHere && loader.mayBeBehind(due.instanceId())) {
                    lookAgain(request);
                    continue;
                }
                take(request.queue, null)
                        .ifPresent(slot -> apply(work, new LeaseTask(due.executionId(), slot), null, Slots.NONE));
            }
        }
        answers.put(request, () -> request.answer().complete(Answer.NOTHING));
    }

    /** The run in memory does not know work that the database has: another server has moved it on. */
    private void lookAgain(LaneRequest.Serve request) {
        context.backlog().mayHaveWork(request.queue);
        again.add(request);
    }

    private Verdict apply(RunWork work, RunCommand command, @Nullable String actor, Slots slots) {
        decided.add(work.run().instanceId());
        DecisionContext decision = new DecisionContext(now, context.random(), slots, context.limits());
        RunChange change = new RunChange(work.run(), decision, actor);
        Verdict verdict = command.decide(change);
        if (command instanceof RestoreWakeSources) {
            work.cached().storedIsUnknown();
        }
        work.add(change);
        change.entries().forEach(entry -> distrust(work.run(), entry.event()));
        change.grants().forEach(grant -> keep(work.run(), grant));
        return verdict;
    }

    /** One decision may lease an attempt and cancel it again, as when a join is reached; nobody is to begin that. */
    private void keep(Run run, Grant grant) {
        if (Objects.requireNonNull(run.execution(grant.executionId())).state() != ExecutionState.LEASED) {
            return;
        }
        openSlots.remove(grant.slot());
        WorkerDemand demand = (WorkerDemand) grant.slot().owner();
        granted.add(new Granted(run.instanceId(), RunRows.leased(run, grant), demand));
    }

    /** The slots of the poll that reports come first: the next steps of a run go to whoever did the last one. */
    private Slots slotsFor(@Nullable WorkerDemand preferred) {
        return queue -> take(queue, preferred);
    }

    private Optional<Slot> take(String queue, @Nullable WorkerDemand preferred) {
        Optional<Slot> slot = preferred == null ? Optional.empty() : preferred.take(queue);
        if (slot.isEmpty()) {
            slot = context.board().take(queue);
        }
        slot.ifPresent(openSlots::add);
        return slot;
    }

    private void accept(LaneRequest request, RunWork work) {
        answers.put(request, () -> request.answer().complete(new Answer(RunRows.snapshot(work.run()), null)));
    }

    private void refuse(LaneRequest request, ErrorCode code, String message) {
        answers.put(request, () -> request.refuse(new OrchestratorException(code, message)));
    }

    // ---- record

    void record(RunTransaction transaction) {
        List<RunRecord> records = works.values().stream()
                .filter(RunWork::hasChanged)
                .map(RunWork::toRecord)
                .toList();
        moved = new HashSet<>(unconfirmed());
        if (!records.isEmpty()) {
            Set<UUID> lost = transaction.recordEvents(records);
            context.counters().conflicted(lost.size());
            moved.addAll(lost);
            transaction.recordRows(records.stream()
                    .filter(record -> !moved.contains(record.instanceId()))
                    .toList());
        }
        watch(transaction);
    }

    /** Leases without a row are found through their run, should their worker fall silent. */
    private void watch(RunTransaction transaction) {
        Map<UUID, Instant> missing = new HashMap<>();
        for (RunWork work : works.values()) {
            UUID instanceId = work.run().instanceId();
            Instant look = moved.contains(instanceId) ? null : work.takeMissingWatch(now);
            if (look != null) {
                missing.put(instanceId, look);
            }
        }
        if (!missing.isEmpty()) {
            transaction.watchLeases(missing);
        }
    }

    /**
     * Runs from memory that something was decided about and nothing written to: no sequence number was checked, so whatever
     * was refused may have been refused on old news. They are loaded and decided again.
     */
    private List<UUID> unconfirmed() {
        return decided.stream()
                .filter(instanceId -> loader.mayBeBehind(instanceId)
                        && !Objects.requireNonNull(works.get(instanceId)).hasChanged())
                .toList();
    }

    // ---- after the commit

    /** Runs that were changed for good. */
    Collection<RunWork> recorded() {
        return works.values().stream()
                .filter(work -> work.hasChanged() && !moved.contains(work.run().instanceId()))
                .toList();
    }

    Instant now() {
        return now;
    }

    /**
     * Answers everybody whose run was recorded.
     *
     * @return the others, to be decided again
     */
    List<LaneRequest> answer() {
        refreshCache();
        settleGrants();
        List<LaneRequest> open = new ArrayList<>();
        for (LaneRequest request : requests) {
            if (mustRepeat(request)) {
                open.add(request);
            } else {
                answers.getOrDefault(request, () -> {}).run();
            }
        }
        return open;
    }

    private boolean mustRepeat(LaneRequest request) {
        UUID instanceId = runOf.get(request);
        boolean lost = instanceId != null && moved.contains(instanceId);
        if (lost && request instanceof LaneRequest.Start start) {
            start.contested = true;
        }
        return lost || again.contains(request);
    }

    private void refreshCache() {
        for (RunWork work : works.values()) {
            if (moved.contains(work.run().instanceId())) {
                context.cache().evict(work.run().instanceId());
            } else if (work.run().sequenceNumber() > 0) {
                context.cache().put(work.cached());
            }
        }
    }

    private void settleGrants() {
        Set<WorkerDemand> served = new HashSet<>();
        for (Granted grant : granted) {
            if (moved.contains(grant.instanceId())) {
                grant.demand().giveBack();
            } else {
                grant.demand().fill(grant.task());
                served.add(grant.demand());
            }
        }
        openSlots.forEach(slot -> ((WorkerDemand) slot.owner()).giveBack());
        openSlots.clear();
        served.forEach(WorkerDemand::closeIfWaiting);
    }

    /** Nothing of it may have happened: forgets the runs and gives every slot back. */
    void abandon() {
        works.keySet().forEach(context.cache()::evict);
        granted.forEach(grant -> grant.demand().giveBack());
        openSlots.forEach(slot -> ((WorkerDemand) slot.owner()).giveBack());
    }
}
