package com.orchestrator.engine.decision.rollback;

import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.UndoScope;
import com.orchestrator.engine.history.UndoTarget;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.util.List;
import java.util.Set;

/** Points of no return. Once a run has passed one, nothing is undone by itself; a person may cross it by force. */
public final class Pivots {

    private Pivots() {}

    /** Whether the run can only go forward. */
    public static boolean isPassed(Run run) {
        Set<String> pivots = run.plan().index().pivots();
        return !pivots.isEmpty() && run.tasksSeen().stream().anyMatch(Pivots::isPassed);
    }

    private static boolean isPassed(TaskRun task) {
        return task.node().head().role().pivot() && task.state() == TaskRun.State.COMPLETED;
    }

    /** Ids of the pivots that a rollback to the target would undo, or undo a part of. */
    public static List<String> crossed(Run run, UndoTarget target) {
        UndoScope scope = UndoScope.of(run.plan(), target);
        return run.tasksSeen().stream()
                .filter(Pivots::isPassed)
                .map(TaskRun::key)
                .filter(scope::reaches)
                .map(NodeKey::taskId)
                .distinct()
                .toList();
    }
}
