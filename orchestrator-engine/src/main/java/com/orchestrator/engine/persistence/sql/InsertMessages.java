package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.persistence.sql.LoadMessages.MessageRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** What runs tell each other, each message once. In key order, so that two servers wait instead of deadlocking. */
public final class InsertMessages {

    private static final NamedSql SQL = NamedSql.of("""
            INSERT INTO run_messages (receiver_id, sender_id, sequence_number, type, data, payload)
            SELECT * FROM unnest(:receivers, :senders, :sequences, :types, :data, :payloads)
                AS new (receiver_id, sender_id, sequence_number, type, data, payload)
            ORDER BY new.receiver_id, new.sender_id, new.sequence_number
            ON CONFLICT DO NOTHING
            """);

    private InsertMessages() {}

    public static void run(Connection connection, Collection<MessageRow> messages) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindColumn("receivers", ArrayType.UUID, messages, MessageRow::receiver);
            statement.bindColumn("senders", ArrayType.UUID, messages, MessageRow::sender);
            statement.bindColumn("sequences", ArrayType.INT8, messages, MessageRow::sequenceNumber);
            statement.bindColumn("types", ArrayType.TEXT, messages, MessageRow::type);
            statement.bindColumn("data", ArrayType.TEXT, messages, MessageRow::data);
            statement.bindColumn("payloads", ArrayType.BYTEA, messages, MessageRow::payload);
            statement.update();
        }
    }
}
