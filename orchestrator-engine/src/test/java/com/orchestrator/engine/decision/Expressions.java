package com.orchestrator.engine.decision;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.Condition;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.engine.plan.Template;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Templates and conditions written as lambdas, so that decisions are tested without an expression language. */
public final class Expressions {

    private Expressions() {}

    /** A document without expressions in it. */
    public static Template json(String json) {
        return template(scope -> Payload.ofJson(json));
    }

    /** A document computed from the scope; names the tasks whose output it reads. */
    public static Template template(Function<Scope, Payload> evaluation, String... outputsRead) {
        return new Template() {
            @Override
            public Payload evaluate(Scope scope) {
                return evaluation.apply(scope);
            }

            @Override
            public Set<String> taskOutputsRead() {
                return Set.of(outputsRead);
            }
        };
    }

    /** A document that cannot be evaluated. */
    public static Template broken() {
        return template(scope -> {
            throw new ExpressionFailure("'tasks.nobody.output' does not exist");
        });
    }

    public static Condition when(Predicate<Scope> test, String... outputsRead) {
        return new Condition() {
            @Override
            public boolean test(Scope scope) {
                return test.test(scope);
            }

            @Override
            public Set<String> taskOutputsRead() {
                return Set.of(outputsRead);
            }
        };
    }

    public static Condition always() {
        return when(scope -> true);
    }

    public static Condition never() {
        return when(scope -> false);
    }

    /** A condition that cannot be evaluated. */
    public static Condition brokenCondition() {
        return when(scope -> {
            throw new ExpressionFailure("'vars.missing' does not exist");
        });
    }
}
