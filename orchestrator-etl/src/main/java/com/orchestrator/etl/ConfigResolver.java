package com.orchestrator.etl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.etl.EtlConnection;
import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.worker.OrchestratorProblemException;
import java.util.function.Function;

/** Configurations as connectors want them: with what the connection says that they name, and with secrets in the place of their names. */
public final class ConfigResolver {

    private static final String CONNECTION = "connection";

    private final Secrets secrets;
    private final Function<String, EtlConnection> connections;

    /** @param connections asks the server for one of a name */
    public ConfigResolver(Secrets secrets, Function<String, EtlConnection> connections) {
        this.secrets = secrets;
        this.connections = connections;
    }

    /** @throws ConnectorException if something that is named is not there */
    ObjectNode resolve(ObjectNode config) {
        return secrets.resolve(config.hasNonNull(CONNECTION) ? connected(config.deepCopy()) : config);
    }

    private ObjectNode connected(ObjectNode config) {
        String name = config.remove(CONNECTION).asText();
        try {
            config.setAll((ObjectNode) connections.apply(name).config().tree());
            return config;
        } catch (OrchestratorProblemException refused) {
            throw new ConnectorException(
                    refused.isRetryable() ? "UNAVAILABLE" : "CONNECTION_MISSING",
                    "Connection '" + name + "': " + refused.detail(),
                    refused);
        }
    }

    /** Puts in what a configuration must not contain. */
    @FunctionalInterface
    public interface Secrets {
        ObjectNode resolve(ObjectNode config);
    }
}
