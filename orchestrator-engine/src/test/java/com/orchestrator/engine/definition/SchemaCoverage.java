package com.orchestrator.engine.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Which properties, words and alternatives of the published schema documents make use of, by their place in it. */
final class SchemaCoverage {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode schema = json(WorkflowSchema.json());
    private final Set<String> used = new HashSet<>();

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    void visit(String document) {
        visit(json(document), "");
    }

    /** Notes what a value uses of the part of the schema at a place. */
    private void visit(JsonNode value, String at) {
        JsonNode rule = schema.at(at);
        if (rule.has("$ref")) {
            visit(value, rule.get("$ref").textValue().substring(1));
        }
        rule.path("enum").forEach(word -> use(word.equals(value), at + "/enum/" + word.asText()));
        rule.path("properties").fieldNames().forEachRemaining(key -> visitField(value, key, at + "/properties/" + key));
        if (rule.path("additionalProperties").isObject()) {
            value.forEach(field -> visit(field, at + "/additionalProperties"));
        }
        if (rule.has("items")) {
            value.forEach(element -> visit(element, at + "/items"));
        }
        for (int i = 0; i < rule.path("allOf").size(); i++) {
            visit(value, at + "/allOf/" + i);
        }
        if (rule.has("if")) {
            visit(value, at + "/if");
        }
        for (int i = 0; i < rule.path("oneOf").size(); i++) {
            visitAlternative(value, at + "/oneOf/" + i);
        }
    }

    private void visitField(JsonNode value, String key, String at) {
        if (value.has(key)) {
            used.add(at);
            visit(value.get(key), at);
        }
    }

    private void visitAlternative(JsonNode value, String at) {
        if (fits(value, schema.at(at))) {
            used.add(at);
            visit(value, at);
        }
    }

    private void use(boolean isUsed, String at) {
        if (isUsed) {
            used.add(at);
        }
    }

    /** As far as the alternatives of this schema differ: by type, by a required property, by a closed list of words. */
    private boolean fits(JsonNode value, JsonNode rule) {
        if (rule.has("$ref")) {
            return fits(value, schema.at(rule.get("$ref").textValue().substring(1)));
        }
        if (rule.has("anyOf")) {
            return isAny(value, rule.get("anyOf"));
        }
        if (rule.has("enum")) {
            return isAny(value, rule.get("enum"));
        }
        boolean isOfType = !rule.has("type") || rule.get("type").asText().equals(typeOf(value));
        for (JsonNode key : rule.path("required")) {
            isOfType &= value.has(key.asText());
        }
        return isOfType;
    }

    private boolean isAny(JsonNode value, JsonNode options) {
        for (JsonNode option : options) {
            if (option.isObject() ? fits(value, option) : option.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static String typeOf(JsonNode value) {
        return value.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    /** Places nobody has used. */
    Set<String> unused() {
        Set<String> places = new TreeSet<>();
        collect(schema, "", places);
        places.removeAll(used);
        return places;
    }

    private static void collect(JsonNode rule, String at, Set<String> places) {
        rule.path("properties").fieldNames().forEachRemaining(key -> places.add(at + "/properties/" + key));
        rule.path("enum").forEach(word -> places.add(at + "/enum/" + word.asText()));
        for (int i = 0; i < rule.path("oneOf").size(); i++) {
            places.add(at + "/oneOf/" + i);
        }
        rule.properties().forEach(part -> collect(part.getValue(), at + "/" + part.getKey(), places));
        for (int i = 0; rule.isArray() && i < rule.size(); i++) {
            collect(rule.get(i), at + "/" + i, places);
        }
    }
}
