package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.webhook.WebhookDelivery;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.store.WebhookStore.Written;
import com.orchestrator.engine.webhook.Outcome;
import com.orchestrator.engine.webhook.StoredDelivery;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What became of events for webhooks. */
public final class DeliveryRows {

    private static final String COLUMNS =
            "d.feed_number, d.instance_id, d.sequence_number, d.namespace, d.workflow, d.run_id,"
                    + " d.event_type, d.state, d.attempts, d.first_at, d.last_at, d.next_at, d.status, d.error";

    private static final NamedSql RECORD = NamedSql.of("""
            WITH clock AS MATERIALIZED (SELECT engine_now() AS now),
                own AS (
                    UPDATE webhooks SET feed_position = :position, last_error = :error,
                        failing_since = clock.now - CAST(:failing AS bigint) * INTERVAL '1 microsecond'
                    FROM clock
                    WHERE webhook_name = :name AND fence = :fence
                    RETURNING webhook_name, clock.now),
                kept AS (
                    INSERT INTO webhook_deliveries (webhook_name, feed_number, instance_id, sequence_number, namespace, workflow,
                        run_id, event_type, state, attempts, first_at, last_at, next_at, status, error)
                    SELECT own.webhook_name, new.number, new.id, new.sequence, new.namespace, new.workflow,
                        new.run_id, new.type, new.state, new.attempts,
                        own.now - new.first_ago * INTERVAL '1 microsecond', own.now,
                        own.now + new.next_in * INTERVAL '1 microsecond', new.status, new.error
                    FROM own, unnest(:numbers, :ids, :sequences, :namespaces, :workflows, :runIds, :types, :states, :attempts,
                            :firstAgo, :nextIn, :statuses, :errors)
                        AS new (number, id, sequence, namespace, workflow, run_id, type, state, attempts, first_ago, next_in,
                            status, error)
                    ON CONFLICT (webhook_name, feed_number, instance_id, sequence_number) DO UPDATE
                    SET state = excluded.state, attempts = excluded.attempts, last_at = excluded.last_at,
                        next_at = excluded.next_at, status = excluded.status, error = excluded.error)
            SELECT webhook_name FROM own
            """);

    private static final NamedSql AHEAD = NamedSql.of("SELECT w.name AS webhook_name, " + COLUMNS + """
             FROM unnest(:names, :numbers, :ids, :sequences) AS w (name, number, id, sequence)
            JOIN webhook_deliveries d ON d.webhook_name = w.name
                AND (d.feed_number, d.instance_id, d.sequence_number) > (w.number, w.id, w.sequence)
            """);

    private static final NamedSql PAGE = NamedSql.of("SELECT " + COLUMNS + """
             FROM webhook_deliveries d
            WHERE d.webhook_name = :name
              AND (d.feed_number, d.instance_id, d.sequence_number) < (:number, :id, :sequence)
            ORDER BY d.feed_number DESC, d.instance_id DESC, d.sequence_number DESC LIMIT :limit
            """);

    private static final NamedSql PAGE_OF_DEAD = NamedSql.of("SELECT " + COLUMNS + """
             FROM webhook_deliveries d
            WHERE d.webhook_name = :name AND d.state = 'DEAD'
              AND (d.feed_number, d.instance_id, d.sequence_number) < (:number, :id, :sequence)
            ORDER BY d.feed_number DESC, d.instance_id DESC, d.sequence_number DESC LIMIT :limit
            """);

    /** All that are tried again lie within a window, so few are looked through. */
    private static final NamedSql PAGE_OF_STATE = NamedSql.of("SELECT " + COLUMNS + """
             FROM webhook_deliveries d
            WHERE d.webhook_name = :name AND d.state = :state
              AND (d.feed_number, d.instance_id, d.sequence_number) < (:number, :id, :sequence)
            ORDER BY d.feed_number DESC, d.instance_id DESC, d.sequence_number DESC LIMIT :limit
            """);

    private static final NamedSql FIND = NamedSql.of("SELECT " + COLUMNS + """
             FROM webhook_deliveries d
            WHERE d.webhook_name = :name AND d.feed_number = :number AND d.instance_id = :id
              AND d.sequence_number = :sequence
            """);

    private static final NamedSql SENT_AGAIN = NamedSql.of("""
            UPDATE webhook_deliveries d
            SET state = CASE WHEN :state = 'DELIVERED' THEN :state ELSE d.state END, attempts = d.attempts + 1,
                last_at = engine_now(), status = :status, error = :error
            WHERE d.webhook_name = :name AND d.feed_number = :number AND d.instance_id = :id
              AND d.sequence_number = :sequence AND d.state <> 'RETRYING'
            """);

    private static final NamedSql COUNT_DEAD = NamedSql.of("""
            SELECT w.name AS webhook_name, (SELECT count(*) FROM (
                SELECT 1 FROM webhook_deliveries d WHERE d.webhook_name = w.name AND d.state = 'DEAD' LIMIT :max) counted) AS dead
            FROM unnest(:names) AS w (name)
            """);

    private static final NamedSql TRIM = NamedSql.of("""
            WITH edges AS (
                SELECT w.webhook_name, edge.* FROM webhooks w CROSS JOIN LATERAL (
                    SELECT d.feed_number, d.instance_id, d.sequence_number FROM webhook_deliveries d
                    WHERE d.webhook_name = w.webhook_name
                    ORDER BY d.feed_number DESC, d.instance_id DESC, d.sequence_number DESC
                    OFFSET :kept LIMIT 1) edge)
            DELETE FROM webhook_deliveries d USING edges e
            WHERE d.webhook_name = e.webhook_name
              AND (d.feed_number, d.instance_id, d.sequence_number) <= (e.feed_number, e.instance_id, e.sequence_number)
              AND (d.state = 'DELIVERED'
                OR (d.state = 'DEAD' AND d.last_at < (SELECT engine_now()) - :deadKept * INTERVAL '1 s'))
            """);

    private static final NamedSql MOVED = NamedSql.of("""
            WITH again AS (
                DELETE FROM webhook_deliveries d
                WHERE d.webhook_name = :name
                  AND (d.feed_number, d.instance_id, d.sequence_number) > (:number, :id, :sequence))
            UPDATE webhook_deliveries d SET state = 'DEAD', next_at = NULL
            WHERE d.webhook_name = :name AND d.state = 'RETRYING'
              AND (d.feed_number, d.instance_id, d.sequence_number) <= (:number, :id, :sequence)
            """);

    private DeliveryRows() {}

    /** A person says where it goes on: what is behind is told anew, and what is left out is a dead letter. */
    public static void moved(Connection connection, String name, FeedPosition position) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, MOVED)) {
            bindPosition(statement.bind("name", name), position).update();
        }
    }

    /** @return whether the webhook was still at the fence; else nothing was written */
    public static boolean record(Connection connection, String name, long fence, Written written) throws SQLException {
        List<Outcome> rows = written.outcomes();
        try (NamedStatement statement = new NamedStatement(connection, RECORD)) {
            statement
                    .bind("name", name)
                    .bind("fence", fence)
                    .bind("position", written.position().toString())
                    .bind("error", written.lastError())
                    .bind("failing", micros(written.failingFor()));
            return bindEvents(statement, rows)
                    .bindColumn(
                            "states", ArrayType.TEXT, rows, row -> row.state().name())
                    .bindColumn("attempts", ArrayType.INT4, rows, Outcome::attempts)
                    .bindColumn("firstAgo", ArrayType.INT8, rows, row -> micros(row.firstAgo()))
                    .bindColumn("nextIn", ArrayType.INT8, rows, row -> micros(row.nextIn()))
                    .bindColumn("statuses", ArrayType.INT4, rows, Outcome::status)
                    .bindColumn("errors", ArrayType.TEXT, rows, Outcome::error)
                    .list(row -> true)
                    .contains(true);
        }
    }

    private static NamedStatement bindEvents(NamedStatement statement, List<Outcome> rows) {
        bindPositions(statement, rows, row -> row.entry().position());
        return statement
                .bindColumn(
                        "namespaces", ArrayType.TEXT, rows, row -> row.entry().namespace())
                .bindColumn(
                        "workflows", ArrayType.TEXT, rows, row -> row.entry().workflow())
                .bindColumn("runIds", ArrayType.TEXT, rows, row -> row.entry().runId())
                .bindColumn(
                        "types",
                        ArrayType.TEXT,
                        rows,
                        row -> row.entry().event().type());
    }

    private static <R> void bindPositions(
            NamedStatement statement, Collection<R> rows, Function<R, FeedPosition> position) {
        statement
                .bindColumn(
                        "numbers",
                        ArrayType.INT8,
                        rows,
                        row -> position.apply(row).number())
                .bindColumn(
                        "ids", ArrayType.UUID, rows, row -> position.apply(row).instanceId())
                .bindColumn(
                        "sequences",
                        ArrayType.INT8,
                        rows,
                        row -> position.apply(row).sequenceNumber());
    }

    private static @Nullable Long micros(@Nullable Duration duration) {
        return duration == null ? null : TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
    }

    /** What is known behind positions of webhooks. */
    public static Map<String, List<StoredDelivery>> ahead(Connection connection, Map<String, FeedPosition> positions)
            throws SQLException {
        Map<String, List<StoredDelivery>> found = new HashMap<>();
        List<Map.Entry<String, FeedPosition>> rows = List.copyOf(positions.entrySet());
        try (NamedStatement statement = new NamedStatement(connection, AHEAD)) {
            bindPositions(
                    statement.bindColumn("names", ArrayType.TEXT, rows, Map.Entry::getKey), rows, Map.Entry::getValue);
            statement.list(row -> found.computeIfAbsent(row.getString("webhook_name"), name -> new ArrayList<>())
                    .add(read(row)));
        }
        return found;
    }

    /** @param before behind those that are wanted */
    public static List<StoredDelivery> page(
            Connection connection, String name, WebhookDelivery.@Nullable State state, FeedPosition before, int limit)
            throws SQLException {
        IndexOrder.prefer(connection);
        NamedSql sql = state == null ? PAGE : state == WebhookDelivery.State.DEAD ? PAGE_OF_DEAD : PAGE_OF_STATE;
        try (NamedStatement statement = new NamedStatement(connection, sql)) {
            if (state != null && state != WebhookDelivery.State.DEAD) {
                statement.bind("state", state.name());
            }
            return bindPosition(statement.bind("name", name).bind("limit", limit), before)
                    .list(DeliveryRows::read);
        }
    }

    private static NamedStatement bindPosition(NamedStatement statement, FeedPosition position) {
        return statement
                .bind("number", position.number())
                .bind("id", position.instanceId())
                .bind("sequence", position.sequenceNumber());
    }

    public static List<StoredDelivery> find(Connection connection, String name, FeedPosition position)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, FIND)) {
            return bindPosition(statement.bind("name", name), position).list(DeliveryRows::read);
        }
    }

    public static void sentAgain(Connection connection, String name, Outcome outcome) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SENT_AGAIN)) {
            bindPosition(statement.bind("name", name), outcome.entry().position())
                    .bind("state", outcome.state().name())
                    .bind("status", outcome.status())
                    .bind("error", outcome.error())
                    .update();
        }
    }

    public static Map<String, Long> countDead(Connection connection, List<String> names, int max) throws SQLException {
        Map<String, Long> found = new HashMap<>();
        try (NamedStatement statement = new NamedStatement(connection, COUNT_DEAD)) {
            statement
                    .bindColumn("names", ArrayType.TEXT, names, name -> name)
                    .bind("max", max)
                    .list(row -> found.put(row.getString("webhook_name"), row.getLong("dead")));
        }
        return found;
    }

    /** @return how many are gone */
    public static int trim(Connection connection, int kept, Duration deadKept) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, TRIM)) {
            return statement
                    .bind("kept", kept)
                    .bind("deadKept", deadKept.toSeconds())
                    .update();
        }
    }

    private static StoredDelivery read(ResultSet row) throws SQLException {
        int status = row.getInt("status");
        @Nullable Integer answered = row.wasNull() ? null : status;
        return new StoredDelivery(
                new FeedPosition(
                        row.getLong("feed_number"),
                        row.getObject("instance_id", UUID.class),
                        row.getLong("sequence_number")),
                row.getString("namespace"),
                row.getString("workflow"),
                row.getString("run_id"),
                row.getString("event_type"),
                WebhookDelivery.State.valueOf(row.getString("state")),
                row.getInt("attempts"),
                Objects.requireNonNull(NamedStatement.instant(row, "first_at")),
                Objects.requireNonNull(NamedStatement.instant(row, "last_at")),
                NamedStatement.instant(row, "next_at"),
                answered,
                row.getString("error"));
    }
}
