package com.orchestrator.engine.decision.explain;

import com.orchestrator.api.model.BufferedSignals;
import com.orchestrator.api.model.Explanation;
import com.orchestrator.api.model.Incident;
import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.api.model.TraceContext;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Mailbox;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.RunState;
import com.orchestrator.engine.run.TaskRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Why a run is not moving. A pure function of the run, its history and what was seen around it. */
public final class Explainer {

    private final Run run;
    private final Facts facts;
    private final RunReasons ofRun;
    private final TaskReasons ofTasks;
    private final AttemptReasons ofAttempts;
    private final ClaimReasons ofClaims;

    /** @param history all of the run's events */
    public Explainer(Run run, List<Entry> history, Facts facts) {
        Story story = new Story(history);
        this.run = run;
        this.facts = facts;
        this.ofRun = new RunReasons(run, story);
        this.ofTasks = new TaskReasons(run, story, facts);
        this.ofAttempts = new AttemptReasons(run, facts);
        this.ofClaims = new ClaimReasons(run, story, facts);
    }

    public Explanation explain() {
        TraceContext trace = RunState.trace(run);
        return new Explanation(
                run.instanceId(),
                run.state(),
                run.sequenceNumber(),
                facts.now(),
                reasons(),
                buffered(),
                trace == null ? null : trace.traceId());
    }

    private List<BufferedSignals> buffered() {
        return run.mailbox().names().stream().map(this::buffered).toList();
    }

    private BufferedSignals buffered(String name) {
        List<Mailbox.Letter> waiting = run.mailbox().waiting(name);
        boolean isExpected = !run.mailbox().takers(name).isEmpty();
        return new BufferedSignals(name, waiting.size(), waiting.get(0).since(), isExpected);
    }

    /**
     * Why a run does not move that cannot be read.
     *
     * @param incident of a run that is set aside; null when nobody has yet needed to read it
     * @param fault what reading met
     */
    public static Explanation unreadable(
            UUID instanceId, WorkflowState state, Instant now, @Nullable Incident incident, String fault) {
        Reason reason = incident == null
                ? new ReasonDraft(ReasonCode.SET_ASIDE)
                        .saying("This server cannot read what is stored of the run: " + fault + ".")
                : setAside(incident);
        return new Explanation(instanceId, state, 0, now, List.of(reason), List.of(), null);
    }

    private static Reason setAside(Incident incident) {
        return new ReasonDraft(ReasonCode.SET_ASIDE)
                .since(incident.openedAt())
                .actions("retry", "cancel", "terminate")
                .saying("A fault keeps the run from going on, so that it is set aside since " + incident.openedAt()
                        + ": "
                        + incident.code() + ", " + incident.message() + ". The log names it as incident "
                        + incident.incidentId()
                        + ". Retry the run when the fault is mended; each server tries once by itself.");
    }

    private List<Reason> reasons() {
        List<Reason> reasons = new ArrayList<>();
        if (facts.incident() != null) {
            reasons.add(setAside(facts.incident()));
        }
        if (run.state().isTerminal()) {
            reasons.add(ofRun.ended());
            return reasons;
        }
        reasons.addAll(ofRun.all());
        ofClaims.all().forEach(reasons::add);
        for (TaskRun task : run.tasksSeen()) {
            ofTasks.of(task).ifPresent(reasons::add);
        }
        for (ExecutionRun execution : run.liveExecutions()) {
            ofAttempts.of(execution).ifPresent(reasons::add);
        }
        if (facts.incident() == null
                && (facts.sources().wakesTooLate() || facts.sources().isIdle())) {
            reasons.add(nothingLeadsOn());
        }
        if (run.timerDueAt() != null && reasons.stream().noneMatch(Explainer::leadsOn)) {
            reasons.add(ofRun.wakesUp());
        }
        return reasons;
    }

    /** A rollback or a join describes what others are doing; by itself it moves nothing. */
    private static boolean leadsOn(Reason reason) {
        return reason.code() != ReasonCode.ROLLING_BACK && reason.code() != ReasonCode.WAITING_FOR_BRANCHES;
    }

    private static Reason nothingLeadsOn() {
        return new ReasonDraft(ReasonCode.WAKE_SOURCE_LOST)
                .saying("Nothing is there that would move this run. That is a fault of the engine; it looks for such"
                        + " runs and repairs them.");
    }
}
