package com.orchestrator.engine.decision.forward;

import com.orchestrator.api.model.AttributeValue;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunScope;
import com.orchestrator.engine.decision.attempt.Attempts;
import com.orchestrator.engine.history.LifecycleEvent.AttributesSet;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.SearchAttribute;
import com.orchestrator.engine.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run can be found by, evaluated at its start and for each {@code set}. A value that cannot be had, or does not fit, is an
 * incident, so that nobody looks for the run in vain; who retries has seen it, and the run goes on without.
 */
final class SearchValues {

    private final RunChange change;
    private final Run run;

    SearchValues(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    /** The same of a run that begins, whose first task waits when a person is asked. */
    boolean atStart() {
        return run.plan().searchAttributes().isEmpty()
                || update(
                        run.variables(),
                        NodeKey.of(run.plan().root().nodes().get(0).id()));
    }

    /**
     * Evaluates them with these variables.
     *
     * @param blamed the task that waits when a person is asked
     * @return false when a person is asked first
     */
    boolean update(Payload variables, NodeKey blamed) {
        if (run.plan().searchAttributes().isEmpty()) {
            return true;
        }
        RunScope scope = RunScope.of(run).with(variables);
        Map<String, AttributeValue> values = new TreeMap<>();
        List<String> unfit = new ArrayList<>();
        String why = null;
        for (SearchAttribute attribute : run.plan().searchAttributes()) {
            try {
                attribute.evaluate(scope, variables.tree()).ifPresent(value -> values.put(attribute.name(), value));
            } catch (ExpressionFailure failure) {
                unfit.add(attribute.name());
                why = why == null ? attribute.place() + ": " + change.said(failure) : why;
            }
        }
        boolean goesOn = run.attributes().knowsOf(unfit) || unfit.isEmpty();
        record(new AttributesSet(goesOn ? values : run.attributes().values(), unfit.isEmpty() ? null : unfit));
        if (!goesOn) {
            new Attempts(change).suspend(run.task(blamed), error(why));
        }
        return goesOn;
    }

    private void record(AttributesSet now) {
        if (!now.equals(run.attributes())) {
            change.emit(now);
        }
    }

    private static TaskError error(@Nullable String message) {
        return new TaskError(FailureKind.FATAL, "ATTRIBUTE_UNFIT", message, null);
    }
}
