package com.orchestrator.engine.memory;

import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.webhook.WebhookChange;
import com.orchestrator.api.webhook.WebhookDelivery;
import com.orchestrator.engine.persistence.WebhookJson;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.WebhookStore;
import com.orchestrator.engine.webhook.Outcome;
import com.orchestrator.engine.webhook.StoredDelivery;
import com.orchestrator.engine.webhook.StoredWebhook;
import com.orchestrator.engine.webhook.StoredWebhook.LastChange;
import com.orchestrator.engine.webhook.StoredWebhook.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tables of its own: nothing else is changed together with them. */
final class MemoryWebhookStore implements WebhookStore {

    private final InstantSource clock;
    private final TreeMap<String, StoredWebhook> webhooks = new TreeMap<>();
    private final Map<String, Lease> leases = new HashMap<>();
    private final Map<String, List<WebhookChange>> changes = new HashMap<>();
    private final Map<String, TreeMap<FeedPosition, StoredDelivery>> deliveries = new HashMap<>();

    private record Lease(UUID server, Instant until) {}

    MemoryWebhookStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Optional<StoredWebhook> find(String name) {
        return Optional.ofNullable(webhooks.get(name));
    }

    @Override
    public synchronized Page<StoredWebhook> list(ListQuery query) {
        String after = query.cursor() == null ? "" : query.cursor();
        return MemoryPages.page(webhooks.tailMap(after, false).values().stream(), query.limit(), StoredWebhook::name);
    }

    @Override
    public synchronized Map<String, Long> deadLetters(List<String> names, int max) {
        return names.stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> rowsOf(name).values().stream()
                                .filter(row -> row.state() == WebhookDelivery.State.DEAD)
                                .limit(max)
                                .count()));
    }

    private TreeMap<FeedPosition, StoredDelivery> rowsOf(String name) {
        return deliveries.computeIfAbsent(name, absent -> new TreeMap<>());
    }

    @Override
    public synchronized Optional<StoredWebhook> change(
            String name,
            WebhookChange.Action action,
            @Nullable String actor,
            String reason,
            BiFunction<Optional<StoredWebhook>, Instant, Optional<StoredWebhook>> change) {
        Instant now = clock.instant();
        Optional<StoredWebhook> before = find(name);
        Optional<StoredWebhook> after = change.apply(before, now);
        WebhookStore.checkRoom(before, after, webhooks.size());
        if (WebhookStore.isSame(before, after)) {
            return before;
        }
        List<WebhookChange> log = changes.computeIfAbsent(name, absent -> new ArrayList<>());
        LastChange last = new LastChange(log.size() + 1L, now, actor, reason);
        Optional<StoredWebhook> changed = after.map(webhook -> webhook.changed(last));
        log.add(new WebhookChange(
                name,
                last.version(),
                now,
                action,
                actor,
                reason,
                changed.map(webhook -> Payload.ofJson(WebhookJson.write(webhook.spec())))
                        .orElse(null)));
        leases.remove(name);
        if (WebhookStore.isMoved(before, after)) {
            moved(rowsOf(name), after.get().progress().position());
        }
        changed.ifPresentOrElse(webhook -> webhooks.put(name, webhook), () -> {
            webhooks.remove(name);
            deliveries.remove(name);
        });
        return changed;
    }

    private static void moved(TreeMap<FeedPosition, StoredDelivery> rows, FeedPosition position) {
        rows.tailMap(position, false).clear();
        rows.replaceAll((at, row) -> row.state() == WebhookDelivery.State.RETRYING ? row.dead() : row);
    }

    @Override
    public synchronized Page<WebhookChange> changes(String name, ListQuery query) {
        long before = query.cursor() == null ? Long.MAX_VALUE : MemoryPages.number(query.cursor());
        List<WebhookChange> newestFirst = new ArrayList<>(changes.getOrDefault(name, List.of()));
        Collections.reverse(newestFirst);
        return MemoryPages.page(
                newestFirst.stream().filter(change -> change.version() < before),
                query.limit(),
                last -> String.valueOf(last.version()));
    }

    @Override
    public synchronized List<Held> hold(UUID server, Duration lease, Map<String, Own> own) {
        Instant now = clock.instant();
        List<Held> held = new ArrayList<>();
        for (StoredWebhook webhook : List.copyOf(webhooks.values())) {
            @Nullable Lease before = leases.get(webhook.name());
            boolean isOwn = before != null && before.server().equals(server);
            boolean isFree = before == null || before.until().isBefore(now);
            if (webhook.pause() == null && (isOwn || isFree)) {
                leases.put(webhook.name(), new Lease(server, now.plus(lease)));
                held.add(take(webhook, isOwn, own.get(webhook.name()), now));
            }
        }
        return held;
    }

    private Held take(StoredWebhook webhook, boolean isOwn, @Nullable Own own, Instant now) {
        StoredWebhook taken = isOwn ? webhook : webhook.taken();
        if (own != null && own.fence() == taken.fence()) {
            StoredWebhook moved = moved(taken, own.position());
            webhooks.put(webhook.name(), moved);
            return new Held(moved, now, List.of());
        }
        webhooks.put(webhook.name(), taken);
        Collection<StoredDelivery> ahead = rowsOf(webhook.name())
                .tailMap(taken.progress().position(), false)
                .values();
        return new Held(taken, now, List.copyOf(ahead));
    }

    private static StoredWebhook moved(StoredWebhook webhook, @Nullable FeedPosition position) {
        Progress before = webhook.progress();
        return position == null
                ? webhook
                : webhook.withProgress(new Progress(position, before.failingSince(), before.lastError()));
    }

    @Override
    public synchronized boolean record(String name, long fence, Written written) {
        StoredWebhook webhook = webhooks.get(name);
        if (webhook == null || webhook.fence() != fence) {
            return false;
        }
        Instant now = clock.instant();
        written.outcomes().forEach(outcome -> keep(name, StoredDelivery.of(outcome, now)));
        Instant since = written.failingFor() == null ? null : now.minus(written.failingFor());
        webhooks.put(name, webhook.withProgress(new Progress(written.position(), since, written.lastError())));
        return true;
    }

    private void keep(String name, StoredDelivery row) {
        StoredDelivery before = rowsOf(name).get(row.position());
        rowsOf(name).put(row.position(), before == null ? row : row.triedFirst(before.firstAt()));
    }

    @Override
    public synchronized void release(UUID server) {
        leases.entrySet().stream()
                .filter(entry -> entry.getValue().server().equals(server))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(name -> {
                    leases.remove(name);
                    webhooks.computeIfPresent(name, (same, webhook) -> webhook.taken());
                });
    }

    @Override
    public synchronized Page<StoredDelivery> deliveries(
            String name, WebhookDelivery.@Nullable State state, ListQuery query) {
        FeedPosition before =
                query.cursor() == null ? FeedPosition.behind(Long.MAX_VALUE) : FeedPosition.parse(query.cursor());
        return MemoryPages.page(
                rowsOf(name).headMap(before, false).descendingMap().values().stream()
                        .filter(row -> state == null || row.state() == state),
                query.limit(),
                last -> last.position().toString());
    }

    @Override
    public synchronized Optional<StoredDelivery> delivery(String name, FeedPosition position) {
        return Optional.ofNullable(rowsOf(name).get(position));
    }

    @Override
    public synchronized void sentAgain(String name, Outcome outcome) {
        rowsOf(name)
                .computeIfPresent(
                        outcome.entry().position(),
                        (position, row) -> row.state() == WebhookDelivery.State.RETRYING
                                ? row
                                : row.sentAgain(outcome, clock.instant()));
    }

    @Override
    public synchronized int trim() {
        Instant deadUntil = clock.instant().minus(DEAD_KEPT);
        int gone = 0;
        for (TreeMap<FeedPosition, StoredDelivery> rows : deliveries.values()) {
            List<FeedPosition> old = rows.descendingMap().values().stream()
                    .skip(DELIVERED_KEPT)
                    .filter(row -> row.state() == WebhookDelivery.State.DELIVERED
                            || (row.state() == WebhookDelivery.State.DEAD
                                    && row.lastAt().isBefore(deadUntil)))
                    .map(StoredDelivery::position)
                    .toList();
            old.forEach(rows::remove);
            gone += old.size();
        }
        return gone;
    }
}
