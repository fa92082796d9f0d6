package com.orchestrator.engine.decision.children;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.history.ChildEvent;
import com.orchestrator.engine.history.ParentRef;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.run.Run;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells the parent of a run how the run stands. Nothing to tell for a run without one. */
public final class ParentReport {

    private ParentReport() {}

    /**
     * Told when the run comes to rest, and again whenever the parent asks for something that is done already.
     *
     * @param output of a run that has completed
     */
    public static void tell(RunChange change, @Nullable Payload output) {
        tell(change, output, null, null);
    }

    /**
     * Told by a run that is asked to undo itself and can only go forward. An event of its own gives the message a name of its
     * own: the run's end, told before, may be on its way still.
     */
    public static void refuse(RunChange change) {
        change.emit(new ChildEvent.UndoRefused());
        tell(change, null, Boolean.TRUE, null);
    }

    /** Told by a run that is asked to go on after its end and cannot, because of how it has ended. */
    public static void cannotGoOn(RunChange change) {
        tell(change, null, null, Boolean.TRUE);
    }

    /** Whether the run has ended and nothing of it stands: its last rollback went all the way. */
    public static boolean isUndone(Run run) {
        return run.endedByRollback() && !run.rollbackTarget().isPartial();
    }

    private static void tell(
            RunChange change, @Nullable Payload output, @Nullable Boolean pastPivot, @Nullable Boolean notRetried) {
        Run run = change.run();
        ParentRef parent = run.parent();
        if (parent != null) {
            WorkflowState state = Objects.requireNonNullElse(run.endState(), run.state());
            RunMessage.Report report = new RunMessage.Report(
                    parent.taskId(),
                    parent.iteration(),
                    state,
                    run.cause(),
                    isUndone(run),
                    pastPivot,
                    run.parentRetries() == 0 ? null : Integer.valueOf(run.parentRetries()),
                    notRetried);
            change.tell(parent.instanceId(), report, output);
        }
    }
}
