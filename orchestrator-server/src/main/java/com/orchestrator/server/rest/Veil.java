package com.orchestrator.server.rest;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.engine.sensitive.Mask;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.rest.json.Json;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What of an answer is shown to a caller who does not read what runs carry: all but the fields that carry it (ADR 64); and to one who
 * reads it without what is sensitive (ADR 74). The one place that knows these fields; a test asks of each field of the document whether it
 * is one.
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
            "lastFault",
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

    /** Operations that are about runs or show none: what is sensitive in them is known. Of all others nothing that is carried is shown. */
    private static final Set<String> ABOUT_RUNS =
            Set.of("instances", "workflows", "incidents", "stream", "tasks", "jobs", "signals", "run-outcomes");

    private static final String BASE = "api/v1/";
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Json json;
    private final Function<Set<UUID>, Mask> masks;

    /** @param masks what is sensitive in runs, by ids of theirs or of attempts; passes over others */
    public Veil(Json json, Function<Set<UUID>, Mask> masks) {
        this.json = json;
        this.masks = masks;
    }

    /** An answer of which something was taken out. */
    private record Veiled(@JsonValue JsonNode shown) {}

    /**
     * The same answer as far as it is for this caller. Refusals say what the caller has said himself.
     *
     * @param path of the request
     */
    public Response over(Response answer, Caller caller, String path) {
        if (caller.readsSensitive() || !(answer.getEntity() instanceof Record entity)) {
            return answer;
        }
        return Response.fromResponse(answer).entity(over(entity, caller, path)).build();
    }

    /** The same of what is printed as JSON. May read the database. */
    public Record over(Record answer, Caller caller, String path) {
        if (caller.readsSensitive()) {
            return answer;
        }
        JsonNode whole = json.read(json.write(answer), JsonNode.class);
        if (!caller.readsPayloads() || !isAboutRuns(path)) {
            return new Veiled(shown(whole, Veil::hidden));
        }
        Mask mask = masks.apply(ids(path + whole));
        return new Veiled(mask.isNone() ? whole : shown(whole, mask::over));
    }

    private static boolean isAboutRuns(String path) {
        int base = path.indexOf(BASE);
        return base >= 0
                && ABOUT_RUNS.contains(path.substring(base + BASE.length()).split("/", 2)[0]);
    }

    private static Set<UUID> ids(String text) {
        return ID.matcher(text)
                .results()
                .map(found -> UUID.fromString(found.group()))
                .collect(Collectors.toSet());
    }

    private static JsonNode shown(JsonNode node, UnaryOperator<JsonNode> carried) {
        if (node instanceof ObjectNode fields) {
            ObjectNode shown = JsonNodeFactory.instance.objectNode();
            fields.properties()
                    .forEach(field -> shown.set(field.getKey(), shown(field.getKey(), field.getValue(), carried)));
            return shown;
        }
        if (node instanceof ArrayNode items) {
            ArrayNode shown = JsonNodeFactory.instance.arrayNode();
            items.forEach(item -> shown.add(shown(item, carried)));
            return shown;
        }
        return node;
    }

    private static JsonNode shown(String name, JsonNode value, UnaryOperator<JsonNode> carried) {
        boolean isLookedInto = LOOKED_INTO.contains(name) && value.isContainerNode();
        return !CARRYING.contains(name) || value.isNull() || isLookedInto
                ? shown(value, carried)
                : carried.apply(value);
    }

    /** Of the same kind, so that who reads the answer finds what he expects. */
    private static JsonNode hidden(JsonNode value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value.getNodeType()) {
            case STRING -> nodes.textNode(Mask.HIDDEN);
            case OBJECT -> nodes.objectNode();
            case ARRAY -> nodes.arrayNode();
            default -> nodes.nullNode();
        };
    }
}
