package com.orchestrator.api.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object of the document in the making: keys in the order in which they are said, and, as in YAML, each said once. */
final class JsonObject {

    private final ObjectNode node;

    private JsonObject(ObjectNode node) {
        this.node = node;
    }

    static JsonObject root() {
        return new JsonObject(JsonNodeFactory.instance.objectNode());
    }

    static JsonObject in(ArrayNode list) {
        return new JsonObject(list.addObject());
    }

    void put(String key, @Nullable Object value) {
        set(key, JsonValues.of(value));
    }

    /** Text that has to say something: a name, a reference, an expression. */
    void putText(String key, String text) {
        put(key, JsonValues.requireText(text, key));
    }

    void putDuration(String key, Duration duration) {
        put(key, DurationText.of(duration));
    }

    void putTexts(String key, String... texts) {
        put(key, List.of(texts));
    }

    /** A schema, passed as JSON text. */
    void putJson(String key, String json) {
        set(key, JsonValues.parse(json));
    }

    /** An object that is said in one go. */
    JsonObject begin(String key) {
        return new JsonObject(set(key, JsonNodeFactory.instance.objectNode()));
    }

    /** A list that may be said element by element. */
    ArrayNode list(String key) {
        return node.get(key) instanceof ArrayNode begun ? begun : beginList(key);
    }

    ArrayNode beginList(String key) {
        return set(key, JsonNodeFactory.instance.arrayNode());
    }

    /** An object that may be said field by field. */
    JsonObject within(String key) {
        return node.get(key) instanceof ObjectNode begun ? new JsonObject(begun) : begin(key);
    }

    /** The object that {@code key: text} is short for, which is {@code key: {field: text}}. */
    JsonObject expanded(String key, String field) {
        if (node.get(key) instanceof ObjectNode written) {
            return new JsonObject(written);
        }
        JsonNode text = node.get(key);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.set(field, text);
        node.set(key, object);
        return new JsonObject(object);
    }

    private <T extends JsonNode> T set(String key, T value) {
        JsonValues.requireText(key, "key");
        if (node.has(key)) {
            throw new IllegalArgumentException("'" + key + "' is said twice");
        }
        node.set(key, value);
        return value;
    }

    /** The object itself; later changes show. */
    ObjectNode node() {
        return node;
    }
}
