package com.orchestrator.server.wiring;

import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.outbox.relay.OutboxRelay;
import com.orchestrator.server.outbox.EngineDestination;
import com.orchestrator.server.outbox.OutboxSchema;
import com.orchestrator.server.outbox.Outboxes;
import com.orchestrator.server.quota.Quotas;
import com.orchestrator.server.rest.json.BodyLimit;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whose outboxes in the server's database are relayed.
 *
 * @param node what this server is called among the others
 * @param lease how long a server that is gone is waited for
 * @param username who signs in there for it
 */
record OutboxConfig(List<OutboxSchema> schemas, String node, Duration lease, String username, String password) {

    /** For all schemas together: a relay has one while it looks and while it takes note. */
    private static final int CONNECTIONS = 3;

    static final Duration LEASE = Duration.ofSeconds(15);

    OutboxConfig {
        schemas = List.copyOf(schemas);
    }

    /** The same with another lease. */
    OutboxConfig leasing(Duration time) {
        return new OutboxConfig(schemas, node, time, username, password);
    }

    /** @param opened is told what has to be closed, the first last */
    Outboxes open(
            PostgresConfig database, Engine engine, Quotas quotas, BodyLimit limit, Consumer<AutoCloseable> opened) {
        if (schemas.isEmpty()) {
            return Outboxes.none();
        }
        HikariDataSource connections = new HikariDataSource(GuestConnections.named(
                "orchestrator-outbox", database.connectionUrl(), username, password, CONNECTIONS));
        opened.accept(connections);
        Outboxes outboxes = Outboxes.open(
                schemas,
                schema -> OutboxRelay.from(connections)
                        .schema(schema.name())
                        .name(node)
                        .lease(lease)
                        .payloadMax(limit.bytesMax()),
                schema -> new EngineDestination(schema, engine.workflowService(), quotas, limit));
        opened.accept(outboxes);
        return outboxes;
    }
}
