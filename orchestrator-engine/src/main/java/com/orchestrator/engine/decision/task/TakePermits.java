package com.orchestrator.engine.decision.task;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.run.ExecutionRun;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Attempts under way count against limits from now on that were set since they began. Nothing happens to them.
 *
 * @param rules of each attempt those that count it
 */
public record TakePermits(Map<UUID, List<String>> rules) implements RunCommand {

    public TakePermits {
        rules = Map.copyOf(rules);
    }

    @Override
    public Verdict decide(RunChange change) {
        for (ExecutionRun execution : change.run().liveExecutions()) {
            List<String> missing = rules.getOrDefault(execution.executionId(), List.of()).stream()
                    .filter(rule -> !execution.permits().contains(rule))
                    .toList();
            if (execution.state() == ExecutionState.LEASED && !missing.isEmpty()) {
                NodeKey key = execution.task().key();
                change.emit(
                        new AttemptEvent.PermitsTaken(key.taskId(), key.iteration(), execution.executionId(), missing));
            }
        }
        return Verdict.ACCEPTED;
    }
}
