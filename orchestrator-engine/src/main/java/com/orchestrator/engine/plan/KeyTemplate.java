package com.orchestrator.engine.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.Identifier;
import java.util.Optional;

/** What a definition tells things apart by: the key of a limit, the name of a lock or of a workload. Evaluated once and recorded. */
public record KeyTemplate(Template template) {

    /**
     * The key, as text.
     *
     * @return empty when the expression says null: then the rule does not hold
     * @throws ExpressionFailure when it cannot be evaluated, or gives what is no key
     */
    public Optional<String> evaluate(Scope scope) {
        JsonNode value = template.evaluate(scope).tree();
        if (value.isNull()) {
            return Optional.empty();
        }
        if (!value.isValueNode()) {
            throw new ExpressionFailure("A key is text, a number or a truth value, not " + value.getNodeType());
        }
        String key = value.asText();
        Identifier.NAME.fault(key).ifPresent(fault -> {
            throw new ExpressionFailure("A key " + fault);
        });
        return Optional.of(key);
    }
}
