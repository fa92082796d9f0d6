package com.orchestrator.cli.context;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.output.Json;
import java.util.Optional;

/** A server that has a name. The token itself may stay in a file of its own. */
public record Context(
        String name,
        Optional<String> url,
        Optional<String> token,
        Optional<String> tokenFile,
        Optional<String> namespace,
        Optional<String> output) {

    static Context of(JsonNode json) {
        return new Context(
                Json.at(json, "/name"),
                field(json, "url"),
                field(json, "token"),
                field(json, "tokenFile"),
                field(json, "namespace"),
                field(json, "output"));
    }

    /** Nothing is said of anything. */
    static Context none() {
        return of(Json.object());
    }

    private static Optional<String> field(JsonNode json, String name) {
        return Optional.of(json.path(name).asText("")).filter(text -> !text.isEmpty());
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("name", name);
        url.ifPresent(value -> json.put("url", value));
        token.ifPresent(value -> json.put("token", value));
        tokenFile.ifPresent(value -> json.put("tokenFile", value));
        namespace.ifPresent(value -> json.put("namespace", value));
        output.ifPresent(value -> json.put("output", value));
        return json;
    }

    /** For people to look at. */
    public ObjectNode masked() {
        ObjectNode json = json();
        token.ifPresent(value -> json.put("token", "***"));
        return json;
    }
}
