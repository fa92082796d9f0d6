package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.webhook.WebhookPause;
import com.orchestrator.api.webhook.WebhookSpec;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.store.WebhookStore.Own;
import com.orchestrator.engine.webhook.StoredWebhook;
import com.orchestrator.engine.webhook.StoredWebhook.LastChange;
import com.orchestrator.engine.webhook.StoredWebhook.Progress;
import com.orchestrator.engine.webhook.StoredWebhook.Secrets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows of webhooks, and who has changed them. */
public final class WebhookRows {

    /** A number of our own: changes of webhooks come one after another, so that they can be counted. */
    private static final NamedSql LOCK_ALL = NamedSql.of("SELECT pg_advisory_xact_lock(7104772301) AS locked");

    private static final NamedSql FIND =
            NamedSql.of("SELECT w.* FROM webhooks w WHERE w.webhook_name = :name FOR UPDATE");

    private static final NamedSql LOOK = NamedSql.of("SELECT w.* FROM webhooks w WHERE w.webhook_name = :name");

    private static final NamedSql LIST = NamedSql.of("""
            SELECT w.* FROM webhooks w WHERE w.webhook_name > :after ORDER BY w.webhook_name LIMIT :limit
            """);

    private static final NamedSql STATUS = NamedSql.of("""
            SELECT (SELECT count(*) FROM webhooks) AS webhooks, (SELECT coalesce(max(change_number), 0)
                FROM webhook_changes WHERE webhook_name = :name) AS version, engine_now() AS now
            """);

    private static final NamedSql WRITE = NamedSql.of("""
            INSERT INTO webhooks (webhook_name, settings, secret, former_secret, former_until, version, changed_at, changed_by,
                reason, pause, feed_position, failing_since, last_error, fence)
            VALUES (:name, :settings, :secret, :former, CAST(:until AS timestamptz), :version, CAST(:at AS timestamptz), :actor,
                :reason, :pause, :position, CAST(:since AS timestamptz), :error, :fence)
            ON CONFLICT (webhook_name) DO UPDATE
            SET settings = excluded.settings, secret = excluded.secret, former_secret = excluded.former_secret,
                former_until = excluded.former_until, version = excluded.version, changed_at = excluded.changed_at,
                changed_by = excluded.changed_by, reason = excluded.reason, pause = excluded.pause,
                feed_position = excluded.feed_position, failing_since = excluded.failing_since,
                last_error = excluded.last_error, fence = excluded.fence, holder = NULL, held_until = NULL
            """);

    private static final NamedSql DELETE = NamedSql.of("""
            WITH deliveries AS (DELETE FROM webhook_deliveries WHERE webhook_name = :name)
            DELETE FROM webhooks WHERE webhook_name = :name
            """);

    private static final NamedSql LOG = NamedSql.of("""
            INSERT INTO webhook_changes (webhook_name, change_number, changed_at, action, actor, reason, settings)
            VALUES (:name, :version, CAST(:at AS timestamptz), :action, :actor, :reason, :settings)
            """);

    private static final NamedSql CHANGES = NamedSql.of("""
            SELECT c.* FROM webhook_changes c
            WHERE c.webhook_name = :name AND c.change_number < :before
            ORDER BY c.change_number DESC LIMIT :limit
            """);

    private static final NamedSql HOLD = NamedSql.of("""
            WITH free AS (
                SELECT w.webhook_name FROM webhooks w
                WHERE w.pause IS NULL
                  AND (w.holder IS NULL OR w.holder = :server OR w.held_until < (SELECT engine_now()))
                ORDER BY w.webhook_name
                FOR UPDATE)
            UPDATE webhooks w
            SET holder = :server, held_until = (SELECT engine_now()) + :lease * INTERVAL '1 microsecond',
                fence = CASE WHEN w.holder = :server THEN w.fence ELSE w.fence + 1 END,
                feed_position = CASE WHEN w.holder = :server AND own.fence = w.fence
                    THEN coalesce(own.position, w.feed_position) ELSE w.feed_position END
            FROM free LEFT JOIN unnest(:names, :fences, :positions) AS own (name, fence, position)
                ON own.name = free.webhook_name
            WHERE w.webhook_name = free.webhook_name
            RETURNING w.*, (SELECT engine_now()) AS now
            """);

    private static final NamedSql RELEASE = NamedSql.of("""
            UPDATE webhooks SET holder = NULL, held_until = NULL, fence = fence + 1 WHERE holder = :server
            """);

    private final Function<WebhookSpec, String> print;
    private final Function<String, WebhookSpec> parse;

    /** How what was said is written. */
    public WebhookRows(Function<WebhookSpec, String> print, Function<String, WebhookSpec> parse) {
        this.print = print;
        this.parse = parse;
    }

    /** @param version of the last change, also when nothing is left of the webhook */
    public record Status(int webhooks, long version, Instant now) {}

    /** @param webhook as it stands now that it was taken */
    public record Taken(StoredWebhook webhook, Instant now) {}

    /** A change as it is kept. */
    public record Change(
            long version,
            Instant at,
            String action,
            @Nullable String actor,
            String reason,
            @Nullable String settings) {}

    public static void lockAll(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, LOCK_ALL)) {
            statement.list(row -> true);
        }
    }

    /** Locked, until the transaction ends. */
    public List<StoredWebhook> lock(Connection connection, String name) throws SQLException {
        return find(connection, FIND, name);
    }

    public List<StoredWebhook> find(Connection connection, String name) throws SQLException {
        return find(connection, LOOK, name);
    }

    private List<StoredWebhook> find(Connection connection, NamedSql sql, String name) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, sql)) {
            return statement.bind("name", name).list(this::read);
        }
    }

    public List<StoredWebhook> list(Connection connection, String after, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, LIST)) {
            return statement.bind("after", after).bind("limit", limit).list(this::read);
        }
    }

    public static Status status(Connection connection, String name) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, STATUS)) {
            return statement
                    .bind("name", name)
                    .list(row -> new Status(
                            row.getInt("webhooks"),
                            row.getLong("version"),
                            Objects.requireNonNull(NamedStatement.instant(row, "now"))))
                    .get(0);
        }
    }

    public void write(Connection connection, StoredWebhook webhook) throws SQLException {
        Secrets secrets = webhook.secrets();
        Progress progress = webhook.progress();
        try (NamedStatement statement = new NamedStatement(connection, WRITE)) {
            statement
                    .bind("name", webhook.name())
                    .bind("settings", print.apply(webhook.spec()))
                    .bind("secret", secrets.current())
                    .bind("former", secrets.former())
                    .bind("until", NamedStatement.timestamp(secrets.formerUntil()))
                    .bind("version", webhook.last().version())
                    .bind("at", NamedStatement.timestamp(webhook.last().at()))
                    .bind("actor", webhook.last().actor())
                    .bind("reason", webhook.last().reason())
                    .bind(
                            "pause",
                            webhook.pause() == null ? null : webhook.pause().name())
                    .bind("position", progress.position().toString())
                    .bind("since", NamedStatement.timestamp(progress.failingSince()))
                    .bind("error", progress.lastError())
                    .bind("fence", webhook.fence())
                    .update();
        }
    }

    public static void delete(Connection connection, String name) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, DELETE)) {
            statement.bind("name", name).update();
        }
    }

    public static void log(Connection connection, String name, Change change) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, LOG)) {
            statement
                    .bind("name", name)
                    .bind("version", change.version())
                    .bind("at", NamedStatement.timestamp(change.at()))
                    .bind("action", change.action())
                    .bind("actor", change.actor())
                    .bind("reason", change.reason())
                    .bind("settings", change.settings())
                    .update();
        }
    }

    /** Newest first. */
    public static List<Change> changes(Connection connection, String name, long before, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, CHANGES)) {
            return statement
                    .bind("name", name)
                    .bind("before", before)
                    .bind("limit", limit)
                    .list(row -> new Change(
                            row.getLong("change_number"),
                            Objects.requireNonNull(NamedStatement.instant(row, "changed_at")),
                            row.getString("action"),
                            row.getString("actor"),
                            row.getString("reason"),
                            row.getString("settings")));
        }
    }

    public List<Taken> hold(Connection connection, UUID server, Duration lease, Map<String, Own> own)
            throws SQLException {
        List<Map.Entry<String, Own>> rows = List.copyOf(own.entrySet());
        try (NamedStatement statement = new NamedStatement(connection, HOLD)) {
            return statement
                    .bind("server", server)
                    .bind("lease", TimeUnit.NANOSECONDS.toMicros(lease.toNanos()))
                    .bindColumn("names", ArrayType.TEXT, rows, Map.Entry::getKey)
                    .bindColumn(
                            "fences",
                            ArrayType.INT8,
                            rows,
                            row -> row.getValue().fence())
                    .bindColumn(
                            "positions",
                            ArrayType.TEXT,
                            rows,
                            row -> text(row.getValue().position()))
                    .list(row -> new Taken(read(row), Objects.requireNonNull(NamedStatement.instant(row, "now"))));
        }
    }

    private static @Nullable String text(@Nullable FeedPosition position) {
        return position == null ? null : position.toString();
    }

    public static void release(Connection connection, UUID server) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, RELEASE)) {
            statement.bind("server", server).update();
        }
    }

    private StoredWebhook read(ResultSet row) throws SQLException {
        String pause = row.getString("pause");
        return new StoredWebhook(
                row.getString("webhook_name"),
                parse.apply(row.getString("settings")),
                new Secrets(
                        row.getString("secret"),
                        row.getString("former_secret"),
                        NamedStatement.instant(row, "former_until")),
                pause == null ? null : WebhookPause.valueOf(pause),
                new Progress(
                        FeedPosition.parse(row.getString("feed_position")),
                        NamedStatement.instant(row, "failing_since"),
                        row.getString("last_error")),
                row.getLong("fence"),
                new LastChange(
                        row.getLong("version"),
                        Objects.requireNonNull(NamedStatement.instant(row, "changed_at")),
                        row.getString("changed_by"),
                        row.getString("reason")));
    }
}
