package com.orchestrator.engine.definition;

import com.orchestrator.engine.lint.LintCode;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Template;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** {@link LintCode#SECRET_MISSING}: finds secrets that are named and not there. */
final class MissingSecrets {

    private final WorkflowPlan plan;
    private final BiPredicate<String, String> isThere;
    private final Faults faults;

    private MissingSecrets(WorkflowPlan plan, BiPredicate<String, String> isThere, Faults faults) {
        this.plan = plan;
        this.isThere = isThere;
        this.faults = faults;
    }

    /**
     * Looks at every task.
     *
     * @param places of the tasks in the text, by id
     * @param isThere whether a namespace has a secret of this name
     */
    static void check(
            WorkflowPlan plan, Map<String, String> places, BiPredicate<String, String> isThere, Faults faults) {
        MissingSecrets missing = new MissingSecrets(plan, isThere, faults);
        for (Node node : plan.index().nodes().values()) {
            if (node instanceof Node.Task work) {
                missing.check(work, places.getOrDefault(node.id(), ""));
            }
        }
    }

    private void check(Node.Task work, String place) {
        check(work.input(), place + "/input");
        check(work.undo() == null ? null : work.undo().input(), place + "/compensate/input");
        check(work.onUnknown().probeInput(), place + "/probe/input");
    }

    private void check(@Nullable Template input, String place) {
        if (input != null) {
            input.secrets().forEach((pointer, name) -> {
                if (!isThere.test(plan.namespace(), name)) {
                    faults.finding(
                            place + pointer,
                            LintCode.SECRET_MISSING,
                            "Namespace '" + plan.namespace() + "' has no secret '" + name + "' on this server");
                }
            });
        }
    }
}
