package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.webhook.WebhookChange;
import com.orchestrator.api.webhook.WebhookDelivery;
import com.orchestrator.engine.persistence.sql.DeliveryRows;
import com.orchestrator.engine.persistence.sql.WebhookRows;
import com.orchestrator.engine.persistence.sql.WebhookRows.Taken;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.WebhookStore;
import com.orchestrator.engine.webhook.Outcome;
import com.orchestrator.engine.webhook.StoredDelivery;
import com.orchestrator.engine.webhook.StoredWebhook;
import com.orchestrator.engine.webhook.StoredWebhook.LastChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** People change webhooks one at a time; the servers that hold them touch their own rows alone. */
final class PostgresWebhookStore implements WebhookStore {

    private final JdbcAccess jdbc;
    private final WebhookRows rows = new WebhookRows(WebhookJson::write, WebhookJson::read);

    PostgresWebhookStore(JdbcAccess jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<StoredWebhook> find(String name) {
        return jdbc.transaction(connection -> rows.find(connection, name)).stream()
                .findFirst();
    }

    @Override
    public Page<StoredWebhook> list(ListQuery query) {
        String after = Cursor.name(query.cursor());
        List<StoredWebhook> found = jdbc.transaction(connection -> rows.list(connection, after, query.limit() + 1));
        return Cursor.page(found, query.limit(), last -> Cursor.of(last.name()));
    }

    @Override
    public Map<String, Long> deadLetters(List<String> names, int max) {
        return jdbc.transaction(connection -> DeliveryRows.countDead(connection, names, max));
    }

    @Override
    public Optional<StoredWebhook> change(
            String name,
            WebhookChange.Action action,
            @Nullable String actor,
            String reason,
            BiFunction<Optional<StoredWebhook>, Instant, Optional<StoredWebhook>> change) {
        return jdbc.transaction(connection -> {
            WebhookRows.lockAll(connection);
            Optional<StoredWebhook> before =
                    rows.lock(connection, name).stream().findFirst();
            WebhookRows.Status status = WebhookRows.status(connection, name);
            Optional<StoredWebhook> after = change.apply(before, status.now());
            WebhookStore.checkRoom(before, after, status.webhooks());
            if (WebhookStore.isSame(before, after)) {
                return before;
            }
            LastChange last = new LastChange(status.version() + 1, status.now(), actor, reason);
            Optional<StoredWebhook> changed = after.map(webhook -> webhook.changed(last));
            write(connection, name, action, last, changed);
            if (WebhookStore.isMoved(before, after)) {
                DeliveryRows.moved(connection, name, after.get().progress().position());
            }
            return changed;
        });
    }

    private void write(
            Connection connection,
            String name,
            WebhookChange.Action action,
            LastChange last,
            Optional<StoredWebhook> changed)
            throws SQLException {
        @Nullable StoredWebhook webhook = changed.orElse(null);
        if (webhook == null) {
            WebhookRows.delete(connection, name);
        } else {
            rows.write(connection, webhook);
        }
        @Nullable String settings = webhook == null ? null : WebhookJson.write(webhook.spec());
        WebhookRows.log(
                connection,
                name,
                new WebhookRows.Change(
                        last.version(), last.at(), action.name(), last.actor(), last.reason(), settings));
    }

    @Override
    public Page<WebhookChange> changes(String name, ListQuery query) {
        long before = Cursor.number(query.cursor());
        List<WebhookChange> found =
                jdbc
                        .transaction(connection -> WebhookRows.changes(connection, name, before, query.limit() + 1))
                        .stream()
                        .map(row -> change(name, row))
                        .toList();
        return Cursor.page(found, query.limit(), last -> Cursor.of(String.valueOf(last.version())));
    }

    private static WebhookChange change(String name, WebhookRows.Change row) {
        @Nullable String settings = row.settings();
        return new WebhookChange(
                name,
                row.version(),
                row.at(),
                WebhookChange.Action.valueOf(row.action()),
                row.actor(),
                row.reason(),
                settings == null ? null : Payload.ofJson(settings));
    }

    @Override
    public List<Held> hold(UUID server, Duration lease, Map<String, Own> own) {
        return jdbc.transaction(connection -> {
            List<Taken> taken = rows.hold(connection, server, lease, own);
            Map<String, FeedPosition> unknown = taken.stream()
                    .map(Taken::webhook)
                    .filter(webhook -> isNew(webhook, own.get(webhook.name())))
                    .collect(Collectors.toMap(
                            StoredWebhook::name, webhook -> webhook.progress().position()));
            Map<String, List<StoredDelivery>> ahead =
                    unknown.isEmpty() ? Map.of() : DeliveryRows.ahead(connection, unknown);
            return taken.stream()
                    .map(one -> new Held(
                            one.webhook(),
                            one.now(),
                            ahead.getOrDefault(one.webhook().name(), List.of())))
                    .toList();
        });
    }

    private static boolean isNew(StoredWebhook webhook, @Nullable Own own) {
        return own == null || own.fence() != webhook.fence();
    }

    @Override
    public boolean record(String name, long fence, Written written) {
        return jdbc.transaction(connection -> DeliveryRows.record(connection, name, fence, written));
    }

    @Override
    public void release(UUID server) {
        jdbc.transaction(connection -> {
            WebhookRows.release(connection, server);
            return true;
        });
    }

    @Override
    public Page<StoredDelivery> deliveries(String name, WebhookDelivery.@Nullable State state, ListQuery query) {
        List<String> cursor = Cursor.parts(query.cursor(), 1);
        FeedPosition before =
                cursor.isEmpty() ? FeedPosition.behind(Long.MAX_VALUE) : FeedPosition.parse(cursor.get(0));
        List<StoredDelivery> found =
                jdbc.transaction(connection -> DeliveryRows.page(connection, name, state, before, query.limit() + 1));
        return Cursor.page(
                found, query.limit(), last -> Cursor.of(last.position().toString()));
    }

    @Override
    public Optional<StoredDelivery> delivery(String name, FeedPosition position) {
        return jdbc.transaction(connection -> DeliveryRows.find(connection, name, position)).stream()
                .findFirst();
    }

    @Override
    public void sentAgain(String name, Outcome outcome) {
        jdbc.transaction(connection -> {
            DeliveryRows.sentAgain(connection, name, outcome);
            return true;
        });
    }

    @Override
    public int trim() {
        return jdbc.transaction(connection -> DeliveryRows.trim(connection, DELIVERED_KEPT, DEAD_KEPT));
    }
}
