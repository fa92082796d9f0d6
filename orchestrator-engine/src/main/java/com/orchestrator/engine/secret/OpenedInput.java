package com.orchestrator.engine.secret;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.Template;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The input of a task with its secrets in it.
 *
 * @param missing names of those that are not there
 */
record OpenedInput(Payload payload, Set<String> missing) {

    /**
     * Only where the definition names a secret, and its reference still stands there: what people or callers have written elsewhere, or
     * otherwise, is no reference, whatever it looks like.
     *
     * @param names of secrets, by pointers into the input
     */
    static OpenedInput of(Payload stored, Map<String, String> names, Function<String, Optional<String>> secrets) {
        JsonNode input = stored.tree().deepCopy();
        Set<String> missing = new TreeSet<>();
        for (Map.Entry<String, String> named : names.entrySet()) {
            JsonPointer at = JsonPointer.compile(named.getKey());
            String name = named.getValue();
            if (input.at(at).asText().equals(Template.reference(name))) {
                Optional<String> secret = secrets.apply(name);
                if (secret.isEmpty()) {
                    missing.add(name);
                }
                input = put(input, at, TextNode.valueOf(secret.orElse("")));
            }
        }
        return new OpenedInput(Payload.ofTree(input), missing);
    }

    private static JsonNode put(JsonNode input, JsonPointer at, TextNode value) {
        if (at.matches()) {
            return value;
        }
        JsonNode parent = input.at(at.head());
        if (parent instanceof ObjectNode fields) {
            fields.set(at.last().getMatchingProperty(), value);
        } else if (parent instanceof ArrayNode elements) {
            elements.set(at.last().getMatchingIndex(), value);
        }
        return input;
    }
}
