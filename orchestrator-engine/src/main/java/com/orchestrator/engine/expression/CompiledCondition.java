package com.orchestrator.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.plan.Condition;
import com.orchestrator.engine.plan.Scope;
import java.util.Set;

/** An expression whose result must be true or false. */
final class CompiledCondition implements Condition, HasReferences {

    private final String text;
    private final Expression expression;

    CompiledCondition(String text, Expression expression) {
        this.text = text;
        this.expression = expression;
    }

    @Override
    public boolean test(Scope scope) {
        JsonNode result = expression.evaluate(scope).tree();
        if (!result.isBoolean()) {
            throw Failures.in(text, "a condition must be true or false, not " + result.getNodeType());
        }
        return result.booleanValue();
    }

    @Override
    public References references() {
        return expression.references();
    }

    @Override
    public Set<String> taskOutputsRead() {
        return references().outputs();
    }
}
