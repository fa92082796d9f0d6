package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.history.UndoEvent;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoRun;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operator passes over a task, with an output in its place, or over an undo among the dead letters. What earlier
 * attempts may have done is still undone by a later rollback.
 */
public record SkipTask(
        NodeKey key, @Nullable Payload output, @Nullable String reason) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        Run run = change.run();
        if (!run.knows(key)) {
            return Refusals.unknownTask(run, key);
        }
        TaskRun task = run.task(key);
        Optional<UndoRun> deadLetter = ByHand.deadLetter(run, task);
        if (deadLetter.isPresent()) {
            return skipUndo(change, deadLetter.get());
        }
        if (!ByHand.isUndecided(run, task)) {
            return Refusals.revival("skip", run, task, ByHand.UNDECIDED);
        }
        ByHand.takeOver(change, task);
        change.emit(new TaskEvent.TaskSkippedByHand(key.taskId(), key.iteration(), reason), output);
        ByHand.recordDoubt(change, task);
        new Forward(change).resume();
        return Verdict.ACCEPTED;
    }

    private Verdict skipUndo(RunChange change, UndoRun undo) {
        if (reason == null) {
            return Verdict.refused(ErrorCode.INVALID_REQUEST, "Skipping an undo needs a 'reason'");
        }
        change.emit(new UndoEvent.UndoSkippedByHand(key.taskId(), key.iteration(), reason, undo.earlierRound()));
        ByHand.resumeRollback(change);
        Forward.wayBack(change).advance();
        return Verdict.ACCEPTED;
    }
}
