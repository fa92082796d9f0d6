package com.orchestrator.engine.expression;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.expression.language.Budget;
import com.orchestrator.engine.expression.language.CelValues;
import com.orchestrator.engine.expression.language.Exhausted;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Scope;
import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A compiled CEL program. Only the roots and tasks it names are converted. */
final class CelExpression implements Expression {

    private final String text;
    private final CelRuntime.Program program;
    private final References references;
    private final LongSupplier computedNanos;

    CelExpression(String text, CelRuntime.Program program, References references, LongSupplier computedNanos) {
        this.text = text;
        this.computedNanos = computedNanos;
        this.program = program;
        this.references = references;
    }

    @Override
    public References references() {
        return references;
    }

    /** @throws ExpressionFailure whatever goes wrong: the text is the user's */
    @Override
    public Payload evaluate(Scope scope) {
        try {
            return CelValues.toJson(program.trace(variables(scope), new Budget(computedNanos)));
        } catch (CelEvaluationException | RuntimeException | Exhausted failure) {
            throw Failures.in(text, reason(failure));
        } catch (StackOverflowError tooDeep) {
            throw Failures.in(text, "it is nested too deeply");
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof ExpressionFailure)) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        return cause instanceof CelAttributeNotFoundException ? message + Failures.MAY_BE_ABSENT : message;
    }

    private Map<String, Object> variables(Scope scope) {
        Map<String, Object> variables = new HashMap<>();
        for (String root : references.roots()) {
            if (root.equals("tasks")) {
                variables.put("tasks", tasks(scope));
            } else {
                Optional.ofNullable(scope.root(root))
                        .ifPresent(value -> variables.put(root, CelValues.fromJson(value.tree())));
            }
        }
        return variables;
    }

    private Map<String, Object> tasks(Scope scope) {
        Map<String, Object> tasks = new HashMap<>();
        for (References.TaskReference reference : references.tasks()) {
            String id = reference.taskId();
            Map<String, Object> task = new HashMap<>();
            task.put("state", scope.taskState(id));
            task.put("attempts", (long) scope.taskAttempts(id));
            Payload output = scope.taskOutput(id);
            if (output != null) {
                task.put("output", CelValues.fromJson(output.tree()));
            }
            tasks.put(id, task);
        }
        return tasks;
    }
}
