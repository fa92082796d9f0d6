package com.orchestrator.server.openapi;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;

/** A place in an OpenAPI document, which references are followed from. */
record Place(JsonNode root, String pointer) {

    private static final String REFERENCE = "$ref";

    static Place of(JsonNode root) {
        return new Place(root, "");
    }

    JsonNode node() {
        return root.at(JsonPointer.compile(pointer));
    }

    boolean exists() {
        return !node().isMissingNode();
    }

    /** What stands there under a name, or what that refers to. */
    Place child(String name) {
        return literally(name).followed();
    }

    /** What stands there under a name, be it a reference. */
    Place literally(String name) {
        return new Place(root, pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
    }

    Place followed() {
        JsonNode reference = node().path(REFERENCE);
        return reference.isTextual() ? new Place(root, reference.asText().substring(1)).followed() : this;
    }

    /** Each entry of an object or array, or what it refers to. */
    Stream<Place> children() {
        return node().isArray()
                ? java.util.stream.IntStream.range(0, node().size()).mapToObj(i -> child(String.valueOf(i)))
                : node().properties().stream().map(Map.Entry::getKey).map(this::child);
    }

    String text(String name) {
        return node().path(name).asText();
    }
}
