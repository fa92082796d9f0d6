package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A text that was read, whatever its notation.
 *
 * @param positions where each value (or, for a field, its name) stands, by JSON pointer
 */
record SourceDocument(JsonNode root, Map<String, Position> positions) {

    /** The place of a value, or of the nearest thing around it. */
    Position at(String pointer) {
        String around = pointer;
        while (!positions.containsKey(around) && !around.isEmpty()) {
            around = around.substring(0, Math.max(0, around.lastIndexOf('/')));
        }
        return positions.getOrDefault(around, Position.UNKNOWN);
    }

    static String child(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }
}
