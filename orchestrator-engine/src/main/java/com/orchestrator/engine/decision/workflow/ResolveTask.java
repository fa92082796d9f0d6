package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.ProbeAnswer;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.attempt.Probes;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.decision.outcome.ProbeOutcomes;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.history.UndoEvent;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoRun;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operator settles what the engine could not: an undo among the dead letters was done by other means (needs evidence),
 * or the reason of an incident is gone and the task may be tried again. Evidence that says whether the task happened counts
 * like a probe's answer.
 */
public record ResolveTask(
        NodeKey key, @Nullable Payload evidence, @Nullable String reason) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        Run run = change.run();
        if (!run.knows(key)) {
            return Refusals.unknownTask(run, key);
        }
        TaskRun task = run.task(key);
        Optional<UndoRun> deadLetter = ByHand.deadLetter(run, task);
        if (deadLetter.isPresent()) {
            return resolveUndo(change, deadLetter.get());
        }
        if (run.goesForward(task.block()) && task.incident() != null) {
            return resolveIncident(change, task);
        }
        return Refusals.task("resolve", run, task, "UNDO_FAILED or with an incident");
    }

    private Verdict resolveIncident(RunChange change, TaskRun task) {
        change.emit(new TaskEvent.IncidentResolved(key.taskId(), key.iteration(), reason), evidence);
        Optional<ProbeAnswer> answer = answerFor(task);
        if (answer.isPresent() && answer.get().happened()) {
            new ProbeOutcomes(change).happened(task, answer.get());
            return Verdict.ACCEPTED;
        }
        if (answer.isPresent()) {
            new Probes(change).ruleOut(task);
        }
        ByHand.tryAgain(change, task, null, reason);
        return Verdict.ACCEPTED;
    }

    /** Whether it happened is a question for work alone: a wait that was not over has no effect. */
    private Optional<ProbeAnswer> answerFor(TaskRun task) {
        return evidence == null || !task.isWork() ? Optional.empty() : ProbeAnswer.of(evidence);
    }

    private Verdict resolveUndo(RunChange change, UndoRun undo) {
        if (evidence == null) {
            return Verdict.refused(ErrorCode.INVALID_REQUEST, "Resolving an undo needs 'evidence'");
        }
        change.emit(
                new UndoEvent.UndoResolvedByHand(key.taskId(), key.iteration(), reason, undo.earlierRound()), evidence);
        ByHand.resumeRollback(change);
        Forward.wayBack(change).advance();
        return Verdict.ACCEPTED;
    }
}
