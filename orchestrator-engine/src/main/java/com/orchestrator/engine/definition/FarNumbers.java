package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds numbers that a schema cannot judge: written out, as some keywords do, they would fill the memory. */
final class FarNumbers {

    private static final int EXPONENT_MAX = 1_000;
    private static final String SENTENCE = "has an exponent beyond " + EXPONENT_MAX + ", which no schema can check";

    private final Map<String, String> found = new LinkedHashMap<>();
    private final int max;

    private FarNumbers(int max) {
        this.max = max;
    }

    /** Sentences by pointer, at most so many. */
    static Map<String, String> in(JsonNode tree, int max) {
        FarNumbers numbers = new FarNumbers(max);
        numbers.walk(tree, "");
        return numbers.found;
    }

    private void walk(JsonNode node, String pointer) {
        if (node.isContainerNode()) {
            if (mayHaveAny(node)) {
                node.properties()
                        .forEach(field -> walk(field.getValue(), SourceDocument.child(pointer, field.getKey())));
                for (int i = 0; node.isArray() && i < node.size(); i++) {
                    walk(node.get(i), pointer + "/" + i);
                }
            }
        } else if (isFar(node) && found.size() < max) {
            found.put(pointer, SENTENCE);
        }
    }

    /** So that pointers are made for few values only. */
    private static boolean mayHaveAny(JsonNode container) {
        for (JsonNode element : container) {
            if (element.isContainerNode() ? mayHaveAny(element) : isFar(element)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFar(JsonNode node) {
        return node.isPojo()
                || (node.isBigDecimal() && Math.abs(node.decimalValue().scale()) > EXPONENT_MAX);
    }
}
