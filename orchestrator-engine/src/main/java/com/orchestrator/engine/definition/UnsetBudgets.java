package com.orchestrator.engine.definition;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.lint.LintCode;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.KeyTemplate;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@link LintCode#BUDGET_NOT_SET}: finds workloads that no budget holds to anything, where the definition names them. */
final class UnsetBudgets {

    /** An expression says only in a run which workload it is. */
    private static final Scope NOTHING = new Scope() {
        @Override
        public @Nullable Payload root(String name) {
            throw new ExpressionFailure("Not known before a run");
        }

        @Override
        public @Nullable Payload taskOutput(String taskId) {
            throw new ExpressionFailure("Not known before a run");
        }

        @Override
        public String taskState(String taskId) {
            throw new ExpressionFailure("Not known before a run");
        }

        @Override
        public int taskAttempts(String taskId) {
            throw new ExpressionFailure("Not known before a run");
        }
    };

    private UnsetBudgets() {}

    /**
     * Looks at every task.
     *
     * @param places of the tasks in the text, by id
     * @param isSet whether a workload has a budget, its own or the default
     */
    static void check(WorkflowPlan plan, Map<String, String> places, Predicate<String> isSet, Faults faults) {
        for (Node node : plan.index().nodes().values()) {
            if (node instanceof Node.Task work && work.controls().budget() != null) {
                workload(work.controls().budget())
                        .filter(isSet.negate())
                        .ifPresent(workload -> faults.finding(
                                places.getOrDefault(node.id(), ""),
                                LintCode.BUDGET_NOT_SET,
                                "Workload '" + workload + "' of '" + node.id()
                                        + "' has no budget, and there is no default"));
            }
        }
    }

    private static Optional<String> workload(KeyTemplate budget) {
        try {
            return budget.evaluate(NOTHING);
        } catch (ExpressionFailure unknown) {
            return Optional.empty();
        }
    }
}
