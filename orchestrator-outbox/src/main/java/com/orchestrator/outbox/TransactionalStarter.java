package com.orchestrator.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.SignalRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.outbox.relay.Outbox;
import com.orchestrator.outbox.relay.RunName;
import com.orchestrator.worker.HandlerJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * Starts runs and sends signals within a transaction of the application: both happen when it commits, and never when it is rolled back.
 *
 * <pre>{@code
 * connection.setAutoCommit(false);
 * orders.insert(connection, order);
 * starter.start(connection, "shop", "order", order.id(), order);
 * connection.commit();
 * }</pre>
 *
 * <p>Safe to share. Each call is one statement, and asks no server.
 */
public final class TransactionalStarter {

    private final ObjectMapper mapper;
    private final String insert;

    private TransactionalStarter(ObjectMapper mapper, String schema) {
        this.mapper = mapper;
        this.insert = "INSERT INTO " + Outbox.table(schema)
                + " (namespace, workflow, run_id, signal, signal_id, payload, labels, revision)"
                + " VALUES (?, ?, ?, ?, ?, ?::json, ?::json, ?)";
    }

    /** For an outbox that connections find by their search path. */
    public static TransactionalStarter create() {
        return new TransactionalStarter(HandlerJson.mapper(), "");
    }

    /** For an outbox in this schema. */
    public TransactionalStarter inSchema(String schema) {
        return new TransactionalStarter(mapper, Outbox.checked(schema));
    }

    /**
     * Starts a run when the transaction commits.
     *
     * @param connection in a transaction, which stays the caller's to end
     * @param runId what makes starting it twice start it once, such as an order number
     * @param input anything Jackson can write; the empty object when absent
     * @throws com.orchestrator.api.error.OrchestratorException {@code INVALID_REQUEST} when a name cannot be one
     * @throws IllegalStateException when the connection commits by itself
     */
    public void start(Connection connection, String namespace, String workflow, String runId, @Nullable Object input)
            throws SQLException {
        start(connection, StartWorkflowRequest.of(namespace, workflow, runId, payload(input)));
    }

    /**
     * The same with labels and a revision. A run id is a must; a priority and a time to start at are not handed over, and refused.
     *
     * @throws IllegalArgumentException when it says what cannot be handed over
     */
    public void start(Connection connection, StartWorkflowRequest request) throws SQLException {
        if (request.runId() == null) {
            throw new IllegalArgumentException(
                    "A start that is handed over needs a run id, which makes it happen once");
        }
        if (request.priority() != null || request.startAt() != null) {
            throw new IllegalArgumentException("An outbox hands over neither a priority nor a time to start at");
        }
        write(connection, request, null, request.input());
    }

    /**
     * Sends a signal to a run when the transaction commits, after what was written to the run before.
     *
     * @param signalId what makes sending it twice have one effect, such as the id of the event that it tells of
     * @param payload anything Jackson can write; the empty object when absent
     * @throws com.orchestrator.api.error.OrchestratorException {@code INVALID_REQUEST} when a name cannot be one
     * @throws IllegalStateException when the connection commits by itself
     */
    public void signal(Connection connection, RunName run, String signal, String signalId, @Nullable Object payload)
            throws SQLException {
        Payload said = payload(payload);
        SignalRequest checked = new SignalRequest(signal, signalId, said);
        StartWorkflowRequest to = StartWorkflowRequest.of(run.namespace(), run.workflow(), run.runId(), said);
        write(connection, to, checked, said);
    }

    private void write(Connection connection, StartWorkflowRequest run, @Nullable SignalRequest signal, Payload payload)
            throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException("The connection is in no transaction: it commits by itself");
        }
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, run.namespace());
            statement.setString(2, run.workflow());
            statement.setString(3, run.runId());
            statement.setString(4, signal == null ? null : signal.name());
            statement.setString(5, signal == null ? null : signal.signalId());
            statement.setString(6, payload.toString());
            statement.setString(7, run.labels().isEmpty() ? null : json(run.labels()));
            statement.setObject(8, run.revision(), Types.INTEGER);
            statement.executeUpdate();
        }
    }

    private Payload payload(@Nullable Object value) {
        return value == null ? Payload.EMPTY_OBJECT : Payload.ofJson(json(value));
    }

    private String json(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A " + value.getClass().getName() + " cannot be written as JSON", e);
        }
    }
}
