package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Incident;
import com.orchestrator.engine.decision.DecisionContext;
import com.orchestrator.engine.decision.DecisionContext.Slots;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.task.ExpireLease;
import com.orchestrator.engine.decision.task.LeaseTask;
import com.orchestrator.engine.decision.workflow.RestoreWakeSources;
import com.orchestrator.engine.decision.workflow.TakeUp;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.DueExecution;
import com.orchestrator.engine.store.KeptReport;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a batch decides: each request against its run, in memory, from what was loaded. Used once. */
final class BatchDecisions {

    private final BatchContext context;
    private final BatchLoader loader;
    private final SetAsideRuns setAside;
    private final Mail mail;
    private final Handover handover;
    private final Map<UUID, RunWork> works;
    private final StartingRuns starting = new StartingRuns();
    private final Map<LaneRequest, Runnable> answers = new LinkedHashMap<>();
    private final Map<LaneRequest, UUID> runOf = new HashMap<>();
    private final Set<LaneRequest> again = new HashSet<>();
    private final Set<UUID> decided = new HashSet<>();
    private Instant now = Instant.EPOCH;
    private long fenceFloor;

    /** @param works runs by their id; those that begin are added */
    BatchDecisions(
            BatchContext context,
            BatchLoader loader,
            SetAsideRuns setAside,
            Mail mail,
            Handover handover,
            Map<UUID, RunWork> works) {
        this.context = context;
        this.loader = loader;
        this.setAside = setAside;
        this.mail = mail;
        this.handover = handover;
        this.works = works;
    }

    /** Runs that something was decided about, whether they have changed or not. */
    Set<UUID> decided() {
        return decided;
    }

    /**
     * Says what became of a request, unless it has to be decided again.
     *
     * @param moved runs that were not written
     * @return whether it was answered
     */
    boolean answer(LaneRequest request, Set<UUID> moved) {
        UUID instanceId = runOf.get(request);
        boolean lost = instanceId != null && moved.contains(instanceId);
        if (lost && request instanceof LaneRequest.Start start) {
            start.contested = true;
        } else if (lost && request instanceof LaneRequest.Deliver deliver) {
            deliver.contested = true;
        }
        if (lost || again.contains(request)) {
            return false;
        }
        answers.getOrDefault(request, () -> {}).run();
        return true;
    }

    /** Each request in order of arrival, so that a later one sees what an earlier one has changed. */
    void decide(List<LaneRequest> requests, Instant at, long floor) {
        now = at;
        fenceFloor = floor;
        for (LaneRequest request : requests) {
            if (request instanceof LaneRequest.OnRun onRun) {
                decideOnRun(onRun);
            } else if (request instanceof LaneRequest.TakeUp takeUp) {
                decideTakeUp(takeUp);
            } else if (request instanceof LaneRequest.Start start) {
                decideStart(start);
            } else if (request instanceof LaneRequest.Expire expire) {
                decideExpiry(expire);
            } else if (request instanceof LaneRequest.Adopt adopt) {
                decideAdoption(adopt);
            } else if (request instanceof LaneRequest.Serve serve) {
                decideServe(serve);
            } else if (request instanceof LaneRequest.Deliver deliver) {
                decideDelivery(deliver);
            } else if (request instanceof LaneRequest.Admit) {
                answers.put(request, () -> request.answer().complete(Answer.NOTHING));
            }
        }
    }

    private void decideOnRun(LaneRequest.OnRun request) {
        RunWork work = works.get(request.instanceId);
        if (work == null) {
            refuse(request, ErrorCode.NOT_FOUND, CompactForm.missing(request.instanceId));
            return;
        }
        runOf.put(request, request.instanceId);
        Incident incident = setAside.of(request.instanceId);
        if (incident != null && !request.isByPerson()) {
            keepOut(request, request.instanceId, incident);
            return;
        }
        Run run = work.run();
        if (request.ifSequenceNumber != null && request.ifSequenceNumber != run.sequenceNumber()) {
            refuseMoved(request, run, request.ifSequenceNumber);
            return;
        }
        if (request.command instanceof LeaseTask lease && context.controls().holdBack(run, lease)) {
            refuse(
                    request,
                    ErrorCode.ILLEGAL_STATE,
                    "The task is under a limit: it is handed out to polls, in its turn");
            return;
        }
        if (incident != null) {
            takeUp(work, incident, request.actor, null);
        }
        Verdict verdict = apply(
                work,
                loader.commandOf(request.command, run, incident != null),
                request.actor,
                handover.slotsFor(request.demand));
        if (verdict instanceof Verdict.Refused refused) {
            answers.put(request, () -> {
                context.counters().refused(request.command, refused.code());
                request.refuse(new OrchestratorException(refused.code(), refused.message(), refused.errors()));
            });
        } else {
            accept(request, work);
        }
    }

    /** Nothing is done with a run that is set aside, by nobody but a person; what a worker reports is kept. */
    private void keepOut(LaneRequest request, UUID instanceId, Incident incident) {
        if (request instanceof LaneRequest.OnRun onRun && onRun.report != null) {
            setAside.keep(onRun.report);
        }
        answers.put(request, () -> SetAsides.answer(request, instanceId, incident));
    }

    private void decideTakeUp(LaneRequest.TakeUp request) {
        Incident incident = setAside.of(request.instanceId);
        RunWork work = works.get(request.instanceId);
        if (work == null) {
            if (incident == null) {
                refuse(request, ErrorCode.NOT_FOUND, "There is no instance " + request.instanceId);
            } else {
                setAside.goesOn(request.instanceId);
                answers.put(request, () -> request.answer().complete(Answer.NOTHING));
            }
            return;
        }
        runOf.put(request, request.instanceId);
        if (request.ifSequenceNumber != null
                && request.ifSequenceNumber != work.run().sequenceNumber()) {
            refuseMoved(request, work.run(), request.ifSequenceNumber);
        } else if (incident == null && !setAside.isClosed(request.instanceId)) {
            refuse(
                    request,
                    ErrorCode.ILLEGAL_STATE,
                    "Expected to retry instance " + request.instanceId + " while it is set aside, but it is "
                            + work.run().state());
        } else {
            if (incident != null) {
                takeUp(work, incident, request.actor, request.reason);
                apply(work, loader.timersOf(work.run()), null, handover.slotsFor(null));
            }
            accept(request, work);
        }
    }

    /** Whatever is stored of it beside its history is written again, and it hears what it was told meanwhile. */
    private void takeUp(RunWork work, Incident incident, @Nullable String actor, @Nullable String reason) {
        UUID instanceId = work.run().instanceId();
        setAside.goesOn(instanceId);
        work.cached().storedIsUnknown();
        apply(work, new TakeUp(incident, setAside.rowsOf(instanceId), reason), actor, Slots.NONE);
        for (KeptReport kept : setAside.keptFor(instanceId)) {
            RunCommand command = Reports.command(kept.workerId(), kept.report());
            apply(work, command, LaneRequest.WORKER + kept.workerId(), handover.slotsFor(null));
        }
        apply(work, context.controls().adoption(work.run()), null, Slots.NONE);
    }

    private void decideStart(LaneRequest.Start request) {
        UUID existing = loader.existing(request);
        if (existing != null) {
            answers.put(request, () -> request.answer().complete(new Answer(null, existing)));
            return;
        }
        if (!isOpen(request)) {
            return;
        }
        if (!starting.claims(request)) {
            request.contested = true;
            again.add(request);
            return;
        }
        if (!request.contested) {
            starting.mayBeThereAlready();
        }
        RunWork work = new RunWork(new CachedRun(new Run(request.instanceId, request.plan)));
        works.put(request.instanceId, work);
        runOf.put(request, request.instanceId);
        apply(work, request.decision(), request.actor, handover.slotsFor(null));
        accept(request, work);
    }

    /**
     * A start that is repeated is answered with its run, whatever stands in its way: before one is refused, the key is looked for.
     * What stands in its way has to be there, too: not a start of the batch that is such a repetition.
     */
    private boolean isOpen(LaneRequest.Start request) {
        if (request.command.job() != null) {
            return true;
        }
        try {
            context.plans().checkOpen(request.plan.namespace(), request.plan.name());
            if (!request.isDelayed()) {
                loader.gates().checkRoom(request.plan, request.instanceId, request.command.input());
            }
            return true;
        } catch (OrchestratorException refusal) {
            if (request.contested && !starting.isUnsure()) {
                answers.put(request, () -> request.refuse(refusal));
            } else {
                request.contested = true;
                again.add(request);
            }
            return false;
        }
    }

    private void decideExpiry(LaneRequest.Expire request) {
        RunWork work = works.get(request.instanceId);
        if (work != null && setAside.of(request.instanceId) == null) {
            runOf.put(request, request.instanceId);
            Instant expiry = loader.leaseExpiry(request.executionId);
            apply(work, new ExpireLease(request.executionId, expiry), null, handover.slotsFor(null));
        }
        answers.put(request, () -> request.answer().complete(Answer.NOTHING));
    }

    /** A run that is set aside is counted when it goes on. */
    private void decideAdoption(LaneRequest.Adopt request) {
        RunWork work = works.get(request.instanceId);
        if (work != null && setAside.of(request.instanceId) == null) {
            runOf.put(request, request.instanceId);
            apply(work, context.controls().adoption(work.run()), null, Slots.NONE);
        }
        answers.put(request, () -> request.answer().complete(Answer.NOTHING));
    }

    /** In the order in which it was told, up to a start that has to be looked at again. */
    private void decideDelivery(LaneRequest.Deliver request) {
        runOf.put(request, request.receiver);
        answers.put(request, () -> request.answer().complete(Answer.NOTHING));
        if (setAside.of(request.receiver) != null) {
            return;
        }
        for (RunMessage message : loader.takeTold(request.receiver)) {
            if (message.body() instanceof RunMessage.Start start) {
                if (!works.containsKey(request.receiver) && !begin(request, message, start)) {
                    return;
                }
            } else if (works.containsKey(request.receiver)) {
                apply(works.get(request.receiver), Delivery.command(message), null, handover.slotsFor(null));
            } else {
                Delivery.ofNobody(message).ifPresent(mail::refused);
            }
            mail.heard(message);
        }
    }

    /** @return false when another run of the batch may take the key of the child */
    private boolean begin(LaneRequest.Deliver request, RunMessage message, RunMessage.Start start) {
        if (!starting.claims(Delivery.key(start))) {
            return beginLater(request);
        }
        try {
            Delivery.ChildStart child = Delivery.start(message, start, context.plans(), loader);
            if (!request.contested) {
                starting.mayBeThereAlready();
            }
            RunWork work = new RunWork(new CachedRun(new Run(message.receiver(), child.plan())));
            works.put(message.receiver(), work);
            apply(work, child.command(), null, handover.slotsFor(null));
        } catch (OrchestratorException refusal) {
            if (starting.isUnsure()) {
                return beginLater(request);
            }
            mail.refused(Delivery.refusal(message, start, refusal));
        }
        return true;
    }

    /** When it is known what becomes of the other new runs of the batch. */
    private boolean beginLater(LaneRequest.Deliver request) {
        request.contested = true;
        again.add(request);
        return false;
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
        for (DueExecution due : loader.due().take(request.queue)) {
            RunWork work = works.get(due.instanceId());
            boolean unknownHere = work == null || work.run().execution(due.executionId()) == null;
            if (unknownHere && loader.mayBeBehind(due.instanceId())) {
                lookAgain(request, due);
            }
            if (!unknownHere && lease(request.queue, Objects.requireNonNull(work), due)) {
                loader.due().isLeased(due);
            }
        }
        answers.put(request, () -> request.answer().complete(Answer.NOTHING));
    }

    private boolean lease(String queue, RunWork work, DueExecution due) {
        List<String> permits = loader.due().permitsOf(due);
        return handover.take(queue)
                .map(slot -> apply(work, new LeaseTask(due.executionId(), slot, permits), null, Slots.NONE))
                .filter(Verdict.Accepted.class::isInstance)
                .isPresent();
    }

    /** The run in memory does not know work that the database has: another server has moved it on. It is loaded anew. */
    private void lookAgain(LaneRequest.Serve request, DueExecution due) {
        decided.add(due.instanceId());
        context.backlog().mayHaveWork(due.strand());
        again.add(request);
    }

    private Verdict apply(RunWork work, RunCommand command, @Nullable String actor, Slots slots) {
        decided.add(work.run().instanceId());
        DecisionContext decision =
                new DecisionContext(now, context.random(), slots, context.limits(), loader.gates(), fenceFloor);
        RunChange change = new RunChange(work.run(), decision, actor);
        Verdict verdict = change.decide(command);
        if (command instanceof RestoreWakeSources) {
            work.cached().storedIsUnknown();
        }
        work.add(change);
        change.entries().forEach(entry -> distrust(work.run(), entry.event()));
        change.grants().forEach(grant -> handover.keep(work.run(), grant, fenceFloor));
        return verdict;
    }

    private void accept(LaneRequest request, RunWork work) {
        answers.put(request, () -> request.answer().complete(new Answer(RunRows.snapshot(work.run()), null)));
    }

    private void refuseMoved(LaneRequest request, Run run, long expected) {
        refuse(
                request,
                ErrorCode.PRECONDITION_FAILED,
                "Instance " + run.instanceId() + " is at event " + run.sequenceNumber() + " and in state " + run.state()
                        + ", not at event " + expected);
    }

    private void refuse(LaneRequest request, ErrorCode code, String message) {
        answers.put(request, () -> request.refuse(new OrchestratorException(code, message)));
    }
}
