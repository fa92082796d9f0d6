package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.decision.DecisionContext;
import com.orchestrator.engine.decision.DecisionContext.Slots;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.task.ExpireLease;
import com.orchestrator.engine.decision.task.LeaseTask;
import com.orchestrator.engine.decision.workflow.RestoreWakeSources;
import com.orchestrator.engine.decision.workflow.StartWorkflow;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.DueExecution;
import com.orchestrator.engine.store.LaneSelector;
import com.orchestrator.engine.store.QueuePosition;
import com.orchestrator.engine.store.RunKey;
import com.orchestrator.engine.store.RunRecord;
import com.orchestrator.engine.store.RunTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The requests of one transaction on their way through load, decide, record and answer. Used once. */
final class Batch {

    /** How long work of a run that cannot be read is kept out of its queue; perhaps another release can read it. */
    private static final Duration SET_ASIDE = Duration.ofMinutes(1);

    private final List<LaneRequest> requests;
    private final BatchContext context;
    private final BatchLoader loader;
    private final Map<UUID, RunWork> works = new LinkedHashMap<>();
    private final Set<RunKey> starting = new HashSet<>();
    private final Map<LaneRequest, Runnable> answers = new LinkedHashMap<>();
    private final Map<LaneRequest, UUID> runOf = new HashMap<>();
    private final Set<LaneRequest> again = new HashSet<>();
    private final Set<UUID> decided = new HashSet<>();
    private final Mail mail = new Mail();
    private final Map<String, QueuePosition> passed = new HashMap<>();
    private final Handover handover;

    private Instant now = Instant.EPOCH;
    private Set<UUID> moved = Set.of();

    Batch(List<LaneRequest> requests, BatchContext context) {
        this.requests = requests;
        this.context = context;
        this.loader = new BatchLoader(context);
        this.handover = new Handover(context.board(), context.backlog());
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
            } else if (request instanceof LaneRequest.Deliver deliver) {
                decideDelivery(deliver);
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
        Verdict verdict = apply(work, request.command, request.actor, handover.slotsFor(request.demand));
        if (verdict instanceof Verdict.Refused refused) {
            answers.put(request, () -> {
                context.counters().refused(request.command, refused.code());
                request.refuse(new OrchestratorException(refused.code(), refused.message(), refused.errors()));
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
        if (!isOpen(request)) {
            return;
        }
        if (!starting.add(request.key())) {
            request.contested = true;
            again.add(request);
            return;
        }
        RunWork work = new RunWork(new CachedRun(new Run(request.instanceId, request.plan)));
        works.put(request.instanceId, work);
        runOf.put(request, request.instanceId);
        apply(work, request.command, request.actor, handover.slotsFor(null));
        accept(request, work);
    }

    /** A start that is repeated is answered with its run, paused or not: before one is refused, the key is looked for. */
    private boolean isOpen(LaneRequest.Start request) {
        try {
            context.plans().checkOpen(request.plan.namespace(), request.plan.name());
            return true;
        } catch (OrchestratorException paused) {
            if (request.contested) {
                answers.put(request, () -> request.refuse(paused));
            } else {
                request.contested = true;
                again.add(request);
            }
            return false;
        }
    }

    private void decideExpiry(LaneRequest.Expire request) {
        RunWork work = works.get(request.instanceId);
        if (work != null) {
            runOf.put(request, request.instanceId);
            Instant expiry = loader.leaseExpiry(request.executionId);
            apply(work, new ExpireLease(request.executionId, expiry), null, handover.slotsFor(null));
        }
        answers.put(request, () -> request.answer().complete(Answer.NOTHING));
    }

    /** In the order in which it was told, up to a start that has to be looked at again. */
    private void decideDelivery(LaneRequest.Deliver request) {
        runOf.put(request, request.receiver);
        answers.put(request, () -> request.answer().complete(Answer.NOTHING));
        for (RunMessage message : loader.takeTold(request.receiver)) {
            if (message.body() instanceof RunMessage.Start start) {
                if (!works.containsKey(request.receiver) && !begin(request, message, start)) {
                    return;
                }
            } else if (works.containsKey(request.receiver)) {
                apply(works.get(request.receiver), Delivery.command(message), null, handover.slotsFor(null));
            } else if (message.body() instanceof RunMessage.Retry retry) {
                mail.refused(Delivery.refusal(message, retry));
            }
            mail.heard(message);
        }
    }

    /** @return false when another run of the batch may take the key of the child */
    private boolean begin(LaneRequest.Deliver request, RunMessage message, RunMessage.Start start) {
        RunKey key = new RunKey(start.namespace(), start.workflow(), start.runId());
        if (!starting.add(key)) {
            request.contested = true;
            again.add(request);
            return false;
        }
        try {
            UUID existing = loader.existing(key);
            if (existing != null) {
                throw new OrchestratorException(
                        ErrorCode.RUN_ID_CONFLICT,
                        "Run id '" + start.runId() + "' of workflow " + start.workflow() + " is taken by instance "
                                + existing);
            }
            context.plans().checkOpen(start.namespace(), start.workflow());
            WorkflowPlan plan = context.plans().get(start.namespace(), start.workflow(), start.revision());
            StartWorkflow command = Delivery.start(message, start, plan, context.plans());
            RunWork work = new RunWork(new CachedRun(new Run(message.receiver(), plan)));
            works.put(message.receiver(), work);
            apply(work, command, null, handover.slotsFor(null));
        } catch (OrchestratorException refusal) {
            mail.refused(Delivery.refusal(message, start, refusal));
        }
        return true;
    }

    /** A worker that let a lease expire is probably dead, and so is the poll it may have left behind. */
    private void distrust(Run run, RunEvent event) {
        if (event instanceof AttemptEvent.LeaseExpired expired) {
            ExecutionRun execution = run.execution(expired.executionId());
            if (execution != null && execution.holder() != null) {
                context.board().closePollsOf(execution.holder());
            }
        }
    }

    /** Leases the due executions that were locked, as long as somebody still has a slot for them. */
    private void decideServe(LaneRequest.Serve request) {
        List<DueExecution> locked = loader.takeDue(request.queue);
        boolean allLeased = true;
        for (DueExecution due : locked) {
            RunWork work = works.get(due.instanceId());
            boolean unknownHere = work == null || work.run().execution(due.executionId()) == null;
            if (unknownHere && loader.mayBeBehind(due.instanceId())) {
                lookAgain(request, due.instanceId());
            }
            allLeased &= !unknownHere && lease(request.queue, Objects.requireNonNull(work), due.executionId());
        }
        if (allLeased && !locked.isEmpty()) {
            passed.put(request.queue, locked.get(locked.size() - 1).position());
        }
        answers.put(request, () -> request.answer().complete(Answer.NOTHING));
    }

    private boolean lease(String queue, RunWork work, UUID executionId) {
        return handover.take(queue)
                .map(slot -> apply(work, new LeaseTask(executionId, slot), null, Slots.NONE))
                .filter(Verdict.Accepted.class::isInstance)
                .isPresent();
    }

    /** The run in memory does not know work that the database has: another server has moved it on. It is loaded anew. */
    private void lookAgain(LaneRequest.Serve request, UUID instanceId) {
        decided.add(instanceId);
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
        change.grants().forEach(grant -> handover.keep(work.run(), grant));
        return verdict;
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
        if (!loader.unreadable().isEmpty()) {
            transaction.postponeExecutions(loader.unreadable(), now.plus(SET_ASIDE));
        }
        mail.record(works.values(), moved, transaction);
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

    LaneSelector lane() {
        return context.lane();
    }

    Instant now() {
        return now;
    }

    /** What runs have told each other. */
    List<RunMessage> told() {
        return mail.told();
    }

    /**
     * Answers everybody whose run was recorded.
     *
     * @return the others, to be decided again
     */
    List<LaneRequest> answer() {
        refreshCache();
        if (moved.isEmpty()) {
            passed.forEach(context.backlog()::hasPassed);
        }
        handover.settle(moved);
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
        } else if (lost && request instanceof LaneRequest.Deliver deliver) {
            deliver.contested = true;
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

    /** Nothing of it may have happened: forgets the runs and gives every slot back. */
    void abandon() {
        works.keySet().forEach(context.cache()::evict);
        handover.abandon();
    }
}
