package com.orchestrator.projections.store;

import com.orchestrator.projections.Event;
import com.orchestrator.projections.tables.Adapter;
import com.orchestrator.projections.tables.TableNames;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Events that a projection has passed by because somebody said so. */
public final class DeadLetters {

    private final Adapter adapter;
    private final String table;
    private final String select;

    public DeadLetters(Adapter adapter, TableNames names) {
        this.adapter = adapter;
        this.table = names.deadLetters(adapter);
        this.select = "SELECT event_id, position, context, aggregate_type, aggregate_id, type, payload, shard, reason,"
                + " error, asked, retries, put_at FROM " + table;
    }

    /**
     * An event that was put aside, and why.
     *
     * @param error what stopped the projection at it, or the last retry
     * @param asked whether it is to be tried again
     * @param retries how often that was in vain
     * @param putAt when it was put aside, in milliseconds by the database's clock
     */
    public record DeadLetter(
            Event event, int shard, String reason, @Nullable String error, boolean asked, int retries, long putAt) {}

    public void put(Connection connection, Shard shard, Event event) throws SQLException {
        Sql.update(
                connection,
                adapter.insertUnlessThere(
                        table,
                        "projection, event_id, shard, position, context, aggregate_type, aggregate_id, type, payload, reason,"
                                + " error, asked, retries, put_at",
                        "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, " + adapter.now()),
                shard.projection(),
                event.id(),
                shard.number(),
                event.position(),
                Sql.clip(event.context(), 200),
                Sql.clip(event.aggregateType(), 200),
                Sql.clip(event.aggregateId(), 200),
                Sql.clip(event.type(), 200),
                event.payload(),
                Objects.requireNonNullElse(shard.skipReason(), ""),
                shard.error());
    }

    public List<DeadLetter> all(Connection connection, String projection) throws SQLException {
        return Sql.list(
                connection,
                DeadLetters::letter,
                select + " WHERE projection = ? ORDER BY put_at, event_id",
                projection);
    }

    /** The next one of a shard that is to be tried again. */
    public Optional<DeadLetter> asked(Connection connection, Shard shard) throws SQLException {
        String asked = select + " WHERE projection = ? AND shard = ? AND asked = 1 ORDER BY put_at, event_id LIMIT 1";
        return Sql.list(connection, DeadLetters::letter, asked, shard.projection(), shard.number()).stream()
                .findFirst();
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        Event event = new Event(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                null);
        return new DeadLetter(
                event,
                row.getInt(8),
                row.getString(9),
                row.getString(10),
                row.getInt(11) != 0,
                row.getInt(12),
                row.getLong(13));
    }

    /** How many a projection has. */
    public Map<String, Integer> counts(Connection connection) throws SQLException {
        List<Map.Entry<String, Integer>> counts = Sql.list(
                connection,
                row -> Map.entry(row.getString(1), row.getInt(2)),
                "SELECT projection, count(*) FROM " + table + " GROUP BY projection");
        return counts.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** In which shard the letter lies that is to be tried again; none when there is no such letter. */
    public Optional<Integer> ask(Connection connection, String projection, String eventId) throws SQLException {
        Sql.update(
                connection,
                "UPDATE " + table + " SET asked = 1 WHERE projection = ? AND event_id = ?",
                projection,
                eventId);
        List<Integer> shards = Sql.list(
                connection,
                row -> row.getInt(1),
                "SELECT shard FROM " + table + " WHERE projection = ? AND event_id = ?",
                projection,
                eventId);
        return shards.stream().findFirst();
    }

    /** Another try was in vain. */
    public void inVain(Connection connection, String projection, String eventId, String error) throws SQLException {
        Sql.update(
                connection,
                "UPDATE " + table
                        + " SET asked = 0, retries = retries + 1, error = ? WHERE projection = ? AND event_id = ?",
                Sql.clip(error, 2000),
                projection,
                eventId);
    }

    /** True once for each letter: whoever takes it out works it in. */
    public boolean take(Connection connection, String projection, String eventId) throws SQLException {
        return Sql.update(
                        connection,
                        "DELETE FROM " + table + " WHERE projection = ? AND event_id = ?",
                        projection,
                        eventId)
                == 1;
    }
}
