package com.orchestrator.etl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.connectors.ConnectorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Secrets as files of a directory, as containers get them: {@code password_secret: shop} is what the file {@code shop} says. A configuration
 * with the password itself is refused.
 */
final class SecretFiles implements EtlHandlers.Secrets {

    private static final String KEY = "password_secret";

    private final Path directory;

    SecretFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public ObjectNode resolve(ObjectNode config) {
        if (config.has("password")) {
            throw new ConnectorException("CONFIG_INVALID", "/password has no place in a job; name a secret by " + KEY);
        }
        if (!config.hasNonNull(KEY)) {
            return config;
        }
        String name = config.get(KEY).asText();
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
            throw new ConnectorException("CONFIG_INVALID", "/" + KEY + " is no name of a secret");
        }
        try {
            ObjectNode resolved = config.deepCopy();
            resolved.remove(KEY);
            return resolved.put(
                    "password", Files.readString(directory.resolve(name)).strip());
        } catch (IOException missing) {
            throw new ConnectorException("SECRET_MISSING", "The worker has no secret '" + name + "'", missing);
        }
    }
}
