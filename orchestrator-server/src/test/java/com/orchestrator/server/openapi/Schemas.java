package com.orchestrator.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The schemas of a document, as those of answers or of requests. */
final class Schemas {

    private static final String BASE = "urn:orchestrator:api";

    private final SchemaRegistry registry;
    private final Map<String, Schema> known = new ConcurrentHashMap<>();

    private Schemas(JsonNode document) {
        Dialect.Builder dialect = Dialect.builder(Dialects.getDraft202012());
        document.fieldNames().forEachRemaining(name -> dialect.keyword(new NonValidationKeyword(name)));
        registry = SchemaRegistry.withDialect(
                dialect.build(),
                builder -> builder.schemas(Map.of(BASE, document.toString()))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    /** To clients fields may be new, here they are a fault: the document has to have them all. */
    static Schemas ofAnswers(JsonNode document) {
        JsonNode closed = document.deepCopy();
        objects(closed).forEach(object -> {
            if (!object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
        });
        return new Schemas(closed);
    }

    /** Null is the same as leaving an optional field out, as the document says in words. */
    static Schemas ofRequests(JsonNode document) {
        JsonNode nullable = document.deepCopy();
        objects(nullable).forEach(Schemas::allowNulls);
        return new Schemas(nullable);
    }

    private static void allowNulls(ObjectNode object) {
        Set<String> required = new HashSet<>();
        object.path("required").forEach(name -> required.add(name.asText()));
        ObjectNode properties = (ObjectNode) object.get("properties");
        properties.properties().stream()
                .filter(property -> !required.contains(property.getKey()))
                .forEach(property -> property.setValue(orNull(property.getValue())));
    }

    /** Not as a choice of two, which would blame the absence of null for any fault. */
    private static ObjectNode orNull(JsonNode schema) {
        ObjectNode unlessNull = JsonNodeFactory.instance.objectNode();
        unlessNull.putObject("if").putObject("not").put("type", "null");
        unlessNull.set("then", schema);
        return unlessNull;
    }

    /** Schemas of objects whose fields are named; innermost first, so that what is changed is not looked into. */
    private static List<ObjectNode> objects(JsonNode document) {
        List<ObjectNode> found = new ArrayList<>();
        document.forEach(child -> found.addAll(objects(child)));
        if (document instanceof ObjectNode object
                && object.path("type").asText().equals("object")
                && object.path("properties").isObject()) {
            found.add(object);
        }
        return found;
    }

    /** @param pointer to the wrong place of the value */
    record Fault(String pointer, String message) {}

    List<Fault> faults(Place schema, JsonNode value) {
        return known
                .computeIfAbsent(
                        schema.pointer(), pointer -> registry.getSchema(SchemaLocation.of(BASE + "#" + pointer)))
                .validate(value)
                .stream()
                .map(error -> new Fault(error.getInstanceLocation().toString(), error.getMessage()))
                .toList();
    }
}
