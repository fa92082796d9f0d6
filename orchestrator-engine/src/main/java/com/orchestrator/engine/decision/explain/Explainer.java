package com.orchestrator.engine.decision.explain;

import com.orchestrator.api.model.BufferedSignals;
import com.orchestrator.api.model.Explanation;
import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Mailbox;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.util.ArrayList;
import java.util.List;

/** Why a run is not moving. A pure function of the run, its history and what was seen around it. */
public final class Explainer {

    private final Run run;
    private final Facts facts;
    private final RunReasons ofRun;
    private final TaskReasons ofTasks;
    private final AttemptReasons ofAttempts;

    /** @param history all of the run's events */
    public Explainer(Run run, List<Entry> history, Facts facts) {
        Story story = new Story(history);
        this.run = run;
        this.facts = facts;
        this.ofRun = new RunReasons(run, story);
        this.ofTasks = new TaskReasons(run, story);
        this.ofAttempts = new AttemptReasons(run, facts);
    }

    public Explanation explain() {
        return new Explanation(run.instanceId(), run.state(), run.sequenceNumber(), facts.now(), reasons(), buffered());
    }

    private List<BufferedSignals> buffered() {
        return run.mailbox().names().stream().map(this::buffered).toList();
    }

    private BufferedSignals buffered(String name) {
        List<Mailbox.Letter> waiting = run.mailbox().waiting(name);
        boolean isExpected = !run.mailbox().takers(name).isEmpty();
        return new BufferedSignals(name, waiting.size(), waiting.get(0).since(), isExpected);
    }

    private List<Reason> reasons() {
        if (run.state().isTerminal()) {
            return List.of(ofRun.ended());
        }
        List<Reason> reasons = new ArrayList<>(ofRun.all());
        boolean waitsForSomebody = reasons.stream().anyMatch(reason -> reason.code() != ReasonCode.ROLLING_BACK);
        for (TaskRun task : run.tasksSeen()) {
            ofTasks.of(task).ifPresent(reasons::add);
        }
        for (ExecutionRun execution : run.liveExecutions()) {
            ofAttempts.of(execution).ifPresent(reasons::add);
        }
        if (!waitsForSomebody && reasons.stream().noneMatch(Explainer::leadsOn)) {
            reasons.add(nothingLeadsOn());
        }
        return reasons;
    }

    /** A rollback or a join describes what others are doing; by itself it moves nothing. */
    private static boolean leadsOn(Reason reason) {
        return reason.code() != ReasonCode.ROLLING_BACK && reason.code() != ReasonCode.WAITING_FOR_BRANCHES;
    }

    private Reason nothingLeadsOn() {
        return new ReasonDraft(ReasonCode.WAKE_SOURCE_LOST)
                .saying(
                        "Nothing is under way that could move this run. That is a fault of the engine; it looks for such"
                                + " runs and repairs them.");
    }
}
