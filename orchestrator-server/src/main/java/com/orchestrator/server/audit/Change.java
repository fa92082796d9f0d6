package com.orchestrator.server.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.WorkflowInstance;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request wants changed, as it belongs into the record: without what runs carry, and without secrets.
 *
 * @param shown null when there was no body
 * @param reason that the body gives
 */
record Change(@Nullable JsonNode shown, @Nullable String reason) {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int SHOWN_MAX = 8_000;

    /** Names of what runs carry, and of secrets. */
    private static final Set<String> HIDDEN = Set.of(
            "input",
            "output",
            "payload",
            "parameters",
            "evidence",
            "secret",
            "token",
            "password",
            "credentials",
            "options");

    /** What says how a thing stands and nothing of what it carries. */
    private static final Set<String> STANDING = Set.of(
            "state", "sequenceNumber", "version", "revision", "defaultRevision", "paused", "batchId", "instanceId");

    static Change of(byte[] body) {
        if (body.length == 0) {
            return new Change(null, null);
        }
        JsonNode tree = tree(body);
        if (!(tree instanceof ObjectNode fields) || fields.has("apiVersion")) {
            return new Change(digest(body), null);
        }
        String reason = fields.path("reason").isTextual() ? fields.get("reason").asText() : null;
        JsonNode shown = hidden(fields);
        return new Change(shown.toString().length() > SHOWN_MAX ? digest(body) : shown, reason);
    }

    private static @Nullable JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            return null;
        }
    }

    private static JsonNode digest(byte[] body) {
        try {
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            return JSON.createObjectNode().put("bytes", body.length).put("sha256", sha256);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static JsonNode hidden(JsonNode node) {
        if (node instanceof ObjectNode fields) {
            ObjectNode shown = JSON.createObjectNode();
            fields.properties()
                    .forEach(field -> shown.set(
                            field.getKey(),
                            HIDDEN.contains(field.getKey())
                                    ? JSON.getNodeFactory().textNode("(not recorded)")
                                    : hidden(field.getValue())));
            return shown;
        }
        if (node instanceof ArrayNode items) {
            ArrayNode shown = JSON.createArrayNode();
            items.forEach(item -> shown.add(hidden(item)));
            return shown;
        }
        return node;
    }

    /** Why it was refused; null when it was not. Refusals are printed before anybody sees them. */
    static @Nullable String code(@Nullable Object answer) {
        if (answer instanceof Problem problem) {
            return problem.code().name();
        }
        JsonNode code = answer instanceof byte[] printed ? tree(printed) : null;
        return code == null || !code.path("code").isTextual()
                ? null
                : code.get("code").asText();
    }

    /** How a run stands. */
    static JsonNode standing(WorkflowInstance run) {
        return JSON.createObjectNode().put("state", run.state().name()).put("sequenceNumber", run.sequenceNumber());
    }

    /** How what an answer is about stands; null when it does not say. */
    static @Nullable JsonNode standing(@Nullable Object answer) {
        if (!(answer instanceof Record record)) {
            return null;
        }
        ObjectNode standing = JSON.createObjectNode();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            if (STANDING.contains(component.getName())) {
                standing.set(component.getName(), JSON.valueToTree(value(record, component)));
            }
        }
        return standing.isEmpty() ? null : standing;
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        try {
            Object value = component.getAccessor().invoke(record);
            return value instanceof Number || value instanceof Boolean || value == null ? value : value.toString();
        } catch (ReflectiveOperationException notPublic) {
            return null;
        }
    }
}
