package com.orchestrator.etl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.orchestrator.connectors.ConnectorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Secrets as files of a directory, as containers get them: {@code password_secret: shop} is what the file {@code shop} says, and so is a header
 * of {@code {"secret": "shop"}}. A configuration with the password itself is refused.
 */
final class SecretFiles implements ConfigResolver.Secrets {

    private static final String KEY = "password_secret";
    private static final String HEADERS = "headers";
    private static final Set<String> ALWAYS_SECRET = Set.of("authorization", "proxy-authorization", "cookie");

    private final Path directory;

    SecretFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public ObjectNode resolve(ObjectNode config) {
        if (config.has("password")) {
            throw new ConnectorException("CONFIG_INVALID", "/password has no place here; name a secret by " + KEY);
        }
        ObjectNode resolved = config.deepCopy();
        if (resolved.hasNonNull(KEY)) {
            resolved.put("password", read("/" + KEY, resolved.remove(KEY).asText()));
        }
        if (resolved.path(HEADERS) instanceof ObjectNode headers) {
            resolveHeaders(headers);
        }
        return resolved;
    }

    /** Each is a text, or {@code {"secret": NAME}}. */
    private void resolveHeaders(ObjectNode headers) {
        for (Map.Entry<String, JsonNode> header : headers.properties()) {
            String pointer = "/" + HEADERS + "/" + header.getKey();
            JsonNode value = header.getValue();
            if (value.path("secret").isTextual()) {
                header.setValue(
                        TextNode.valueOf(read(pointer, value.path("secret").asText())));
            } else if (!value.isTextual()) {
                throw new ConnectorException(
                        "CONFIG_INVALID",
                        pointer + " is to be a text, or {\"secret\": NAME} for what nobody is to read");
            } else if (ALWAYS_SECRET.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                throw new ConnectorException(
                        "CONFIG_INVALID", pointer + " has no place here; name a secret by {\"secret\": NAME}");
            }
        }
    }

    private String read(String pointer, String name) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
            throw new ConnectorException("CONFIG_INVALID", pointer + " is no name of a secret");
        }
        try {
            return Files.readString(directory.resolve(name)).strip();
        } catch (IOException missing) {
            throw new ConnectorException("SECRET_MISSING", "The worker has no secret '" + name + "'", missing);
        }
    }
}
