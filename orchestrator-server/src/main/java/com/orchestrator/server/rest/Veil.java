package com.orchestrator.server.rest;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.rest.json.Json;
import jakarta.ws.rs.core.Response;
import java.util.Set;

/**
 * What of an answer is shown to a caller who does not read what runs carry: all but the fields that carry it (ADR 64). The one place that
 * knows these; a test asks of each field of the document whether it is one.
 */
public final class Veil {

    /** Names of fields that carry data of runs, wherever they stand. */
    static final Set<String> CARRYING = Set.of(
            "input",
            "output",
            "result",
            "payload",
            "variables",
            "values",
            "attributes",
            "message",
            "details",
            "detail",
            "error",
            "error_message",
            "lastError",
            "evidence",
            "progress",
            "lastProgress",
            "parameters",
            "headers",
            "change",
            "context",
            "config",
            "filter",
            "rows",
            "sample",
            "fields",
            "found",
            "note",
            "text",
            "extractor_config",
            "loader_config",
            "transform");

    /** Where they are no text they have fields of their own: of an error its code is shown. */
    private static final Set<String> LOOKED_INTO = Set.of("error", "sample");

    private static final String HIDDEN = "***";

    private final Json json;

    public Veil(Json json) {
        this.json = json;
    }

    /** An answer of which something was taken out. */
    private record Veiled(@JsonValue JsonNode shown) {}

    /** The same answer as far as it is for this caller. Refusals say what the caller has said himself. */
    public Response over(Response answer, Caller caller) {
        if (caller.readsPayloads() || !(answer.getEntity() instanceof Record entity)) {
            return answer;
        }
        return Response.fromResponse(answer).entity(over(entity, caller)).build();
    }

    /** The same of what is printed as JSON. */
    public Record over(Record answer, Caller caller) {
        return caller.readsPayloads() ? answer : new Veiled(shown(json.read(json.write(answer), JsonNode.class)));
    }

    private static JsonNode shown(JsonNode node) {
        if (node instanceof ObjectNode fields) {
            ObjectNode shown = JsonNodeFactory.instance.objectNode();
            fields.properties().forEach(field -> shown.set(field.getKey(), shown(field.getKey(), field.getValue())));
            return shown;
        }
        if (node instanceof ArrayNode items) {
            ArrayNode shown = JsonNodeFactory.instance.arrayNode();
            items.forEach(item -> shown.add(shown(item)));
            return shown;
        }
        return node;
    }

    /** Of the same kind, so that who reads the answer finds what he expects. */
    private static JsonNode shown(String name, JsonNode value) {
        boolean isLookedInto = LOOKED_INTO.contains(name) && value.isContainerNode();
        if (!CARRYING.contains(name) || value.isNull() || isLookedInto) {
            return shown(value);
        }
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value.getNodeType()) {
            case STRING -> nodes.textNode(HIDDEN);
            case OBJECT -> nodes.objectNode();
            case ARRAY -> nodes.arrayNode();
            default -> nodes.nullNode();
        };
    }
}
