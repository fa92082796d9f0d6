package com.orchestrator.outbox.relay;

import com.orchestrator.api.model.Payload;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The statements of a relay. Times are those of the database alone. */
final class OutboxTable {

    /** Together, so that a relay holds no more of them at once; what is larger comes alone. */
    private static final int BATCH_BYTES = 8 << 20;

    private static final int DETAIL_MAX = 2_000;

    private final String place;
    private final String isThere;
    private final String holdLease;
    private final String releaseLease;
    private final String waiting;
    private final String delete;
    private final String note;
    private final String backlog;

    /**
     * @param schema the schema; empty when connections find it by their search path
     * @param payloadMax bytes of a payload, with labels, that is read
     */
    OutboxTable(String schema, int payloadMax) {
        place = schema.isEmpty() ? "the search path" : "schema " + schema;
        String outbox = Outbox.table(schema);
        String lease = outbox + "_lease";
        isThere = "SELECT to_regclass('" + outbox + "') IS NOT NULL AND to_regclass('" + lease + "') IS NOT NULL";
        holdLease = "INSERT INTO " + lease + " AS l (name, holder, held_until)"
                + " VALUES ('relay', ?, clock_timestamp() + ? * interval '1 ms')"
                + " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until"
                + " WHERE l.holder = excluded.holder OR l.held_until < clock_timestamp()";
        releaseLease = "DELETE FROM " + lease + " WHERE name = 'relay' AND holder = ?";
        waiting = "SELECT id, namespace, workflow, run_id, signal, signal_id, CASE WHEN fits THEN payload END,"
                + " CASE WHEN fits THEN labels END, revision, fits FROM"
                + " (SELECT *, sum(CASE WHEN fits THEN size ELSE 0 END) OVER (ORDER BY id) AS upto FROM"
                + " (SELECT *, size <= " + payloadMax + " AS fits FROM"
                + " (SELECT *, octet_length(payload::text) + coalesce(octet_length(labels::text), 0) AS size FROM "
                + outbox
                + " WHERE refused_at IS NULL AND due_at <= clock_timestamp() ORDER BY id LIMIT ?) AS due) AS sized) AS summed"
                + " WHERE NOT fits OR upto - size < " + BATCH_BYTES + " ORDER BY id";
        delete = "DELETE FROM " + outbox + " WHERE id = ANY (?)";
        note = "UPDATE " + outbox + " AS o SET tries = o.tries + 1, code = n.code, detail = n.detail,"
                + " due_at = clock_timestamp() + least(60, power(2, least(o.tries, 6))) * interval '1 s',"
                + " refused_at = CASE WHEN n.refused OR extract(epoch FROM clock_timestamp() - o.written_at) * 1000 > ?"
                + " THEN clock_timestamp() END"
                + " FROM unnest(?::bigint[], ?::text[], ?::text[], ?::boolean[]) AS n (id, code, detail, refused)"
                + " WHERE o.id = n.id";
        backlog = "SELECT count(*) FILTER (WHERE refused_at IS NULL), count(*) FILTER (WHERE refused_at IS NOT NULL),"
                + " extract(epoch FROM clock_timestamp() - min(written_at) FILTER (WHERE refused_at IS NULL))::float8"
                + " FROM " + outbox;
    }

    /** Where it is, for people. */
    String place() {
        return place;
    }

    /** Whether somebody has made it. */
    boolean isThere(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(isThere);
                ResultSet row = statement.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Whether this one hands over from now on, for the given time. */
    boolean holdLease(Connection connection, String holder, Duration time) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(holdLease)) {
            statement.setString(1, holder);
            statement.setLong(2, time.toMillis());
            return statement.executeUpdate() == 1;
        }
    }

    void releaseLease(Connection connection, String holder) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(releaseLease)) {
            statement.setString(1, holder);
            statement.executeUpdate();
        }
    }

    /** What is due, in the order of writing. */
    List<Due> waiting(Connection connection, int max) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(waiting)) {
            statement.setInt(1, max);
            try (ResultSet rows = statement.executeQuery()) {
                List<Due> messages = new ArrayList<>();
                while (rows.next()) {
                    messages.add(new Due(message(rows), rows.getBoolean(10)));
                }
                return messages;
            }
        }
    }

    private static Message message(ResultSet row) throws SQLException {
        String signal = row.getString(5);
        String payload = row.getString(7);
        int revision = row.getInt(9);
        return new Message(
                row.getLong(1),
                new RunName(row.getString(2), row.getString(3), row.getString(4)),
                signal == null ? null : new Message.Signal(signal, row.getString(6)),
                payload == null ? Payload.NULL : Payload.ofJson(payload),
                row.getString(8),
                revision == 0 ? null : revision);
    }

    /** @param patience after which what is put off counts as refused */
    void settle(Connection connection, List<Settled> settled, Duration patience) throws SQLException {
        List<Settled> gone =
                settled.stream().filter(one -> one.is(Verdict.Kind.HANDED_OVER)).toList();
        List<Settled> stays = settled.stream()
                .filter(one -> !one.is(Verdict.Kind.HANDED_OVER))
                .toList();
        if (!gone.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(delete)) {
                statement.setArray(1, array(connection, "bigint", gone.stream().map(Settled::id)));
                statement.executeUpdate();
            }
        }
        if (!stays.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(note)) {
                statement.setLong(1, patience.toMillis());
                statement.setArray(2, array(connection, "bigint", stays.stream().map(Settled::id)));
                statement.setArray(
                        3,
                        array(
                                connection,
                                "text",
                                stays.stream().map(one -> one.verdict().code())));
                statement.setArray(
                        4,
                        array(
                                connection,
                                "text",
                                stays.stream().map(one -> written(one.verdict().detail()))));
                statement.setArray(
                        5, array(connection, "boolean", stays.stream().map(one -> one.is(Verdict.Kind.REFUSED))));
                statement.executeUpdate();
            }
        }
    }

    /** As PostgreSQL can keep it. */
    private static String written(String detail) {
        String text = detail.replace('\0', ' ');
        return text.length() <= DETAIL_MAX ? text : text.substring(0, DETAIL_MAX);
    }

    private static Array array(Connection connection, String type, Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }

    Backlog backlog(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(backlog);
                ResultSet row = statement.executeQuery()) {
            row.next();
            double seconds = row.getDouble(3);
            return new Backlog(
                    row.getLong(1), row.getLong(2), Duration.ofMillis(Math.max(0, Math.round(seconds * 1_000))));
        }
    }

    /**
     * A message whose turn it is.
     *
     * @param fits whether its payload is there; else it is larger than what is read
     */
    record Due(Message message, boolean fits) {

        RunName run() {
            return message.run();
        }
    }

    /** A message that something became of. */
    record Settled(long id, Verdict verdict) {

        boolean is(Verdict.Kind kind) {
            return verdict.kind() == kind;
        }
    }
}
