package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.persistence.sql.LoadMessages.MessageRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** Messages that were heard. Locked in key order, so that two servers wait instead of deadlocking. */
public final class DeleteMessages {

    private static final NamedSql SQL = NamedSql.of("""
            DELETE FROM run_messages m
            USING (
                SELECT l.receiver_id, l.sender_id, l.sequence_number
                FROM unnest(:receivers, :senders, :sequences) AS heard (receiver_id, sender_id, sequence_number)
                JOIN run_messages l USING (receiver_id, sender_id, sequence_number)
                ORDER BY l.receiver_id, l.sender_id, l.sequence_number
                FOR UPDATE OF l
            ) AS locked
            WHERE m.receiver_id = locked.receiver_id AND m.sender_id = locked.sender_id
                AND m.sequence_number = locked.sequence_number
            """);

    private DeleteMessages() {}

    public static void run(Connection connection, Collection<MessageRow> messages) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindColumn("receivers", ArrayType.UUID, messages, MessageRow::receiver);
            statement.bindColumn("senders", ArrayType.UUID, messages, MessageRow::sender);
            statement.bindColumn("sequences", ArrayType.INT8, messages, MessageRow::sequenceNumber);
            statement.update();
        }
    }
}
