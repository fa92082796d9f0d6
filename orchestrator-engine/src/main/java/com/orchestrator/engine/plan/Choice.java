package com.orchestrator.engine.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A word that an expression chooses from a declared set, so that everybody knows beforehand what may come of it.
 *
 * @param value yields one of the words as a JSON string
 * @param among at least one
 */
public record Choice(Template value, List<String> among) {

    public Choice {
        among = List.copyOf(among);
    }

    /** @throws ExpressionFailure when it cannot be evaluated, or gives something else than one of the words */
    public String evaluate(Scope scope) {
        JsonNode said = value.evaluate(scope).tree();
        if (!said.isTextual() || !among.contains(said.textValue())) {
            throw new ExpressionFailure("'" + said.asText() + "' is none of " + String.join(", ", among));
        }
        return said.textValue();
    }
}
