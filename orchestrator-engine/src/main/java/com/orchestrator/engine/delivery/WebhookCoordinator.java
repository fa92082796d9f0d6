package com.orchestrator.engine.delivery;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Identifier;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.webhook.Webhook;
import com.orchestrator.api.webhook.WebhookAttempt;
import com.orchestrator.api.webhook.WebhookChange;
import com.orchestrator.api.webhook.WebhookChange.Action;
import com.orchestrator.api.webhook.WebhookDelivery;
import com.orchestrator.api.webhook.WebhookFaults;
import com.orchestrator.api.webhook.WebhookPause;
import com.orchestrator.api.webhook.WebhookSignature;
import com.orchestrator.api.webhook.WebhookSpec;
import com.orchestrator.engine.IdGenerator;
import com.orchestrator.engine.delivery.Courier.Parcel;
import com.orchestrator.engine.delivery.Courier.Reply;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.FeedEntry;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.service.LimitService.Applied;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.WebhookService;
import com.orchestrator.engine.store.ReadStore;
import com.orchestrator.engine.store.WebhookStore;
import com.orchestrator.engine.webhook.DeliveryId;
import com.orchestrator.engine.webhook.Outcome;
import com.orchestrator.engine.webhook.StoredDelivery;
import com.orchestrator.engine.webhook.StoredWebhook;
import com.orchestrator.engine.webhook.StoredWebhook.LastChange;
import com.orchestrator.engine.webhook.StoredWebhook.Progress;
import com.orchestrator.engine.webhook.StoredWebhook.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What people ask of webhooks. */
final class WebhookCoordinator implements WebhookService {

    private static final String NOW = "now";

    /** How long events are signed with the secret before as well. */
    private static final Duration ROTATION = Duration.ofHours(24);

    private static final int DEAD_COUNTED_MAX = 1_000;

    private final Post post;
    private final WebhookStore store;
    private final ReadStore reads;
    private final IdGenerator ids;
    private final Runnable changed;

    /** @param changed told when something has changed */
    WebhookCoordinator(Post post, ReadStore reads, IdGenerator ids, Runnable changed) {
        this.post = post;
        this.store = post.store();
        this.reads = reads;
        this.ids = ids;
        this.changed = changed;
    }

    // ---- setting

    @Override
    public Applied<Webhook> put(
            String name,
            WebhookSpec spec,
            @Nullable String secret,
            @Nullable Boolean paused,
            @Nullable String from,
            Author author) {
        check(name, spec, secret);
        FeedPosition begin = position(from == null ? NOW : from);
        boolean[] isNew = new boolean[1];
        StoredWebhook put = store.change(name, Action.SET, author.actor(), author.reason(), (before, now) -> {
                    checkVersion(name, before, author);
                    isNew[0] = before.isEmpty();
                    StoredWebhook said = before.map(known -> known.withSpec(spec))
                            .orElseGet(() -> fresh(name, spec, required(secret), begin, now));
                    return Optional.of(rotated(said, secret, now).withPause(pause(said, paused)));
                })
                .orElseThrow();
        changed.run();
        return new Applied<>(view(put), isNew[0]);
    }

    private void check(String name, WebhookSpec spec, @Nullable String secret) {
        Identifier.NAME.fault(name).ifPresent(fault -> {
            throw new OrchestratorException(ErrorCode.INVALID_REQUEST, "The name of the webhook " + fault);
        });
        post.courier().check(spec.uri());
        spec.types().stream()
                .filter(type -> !post.feed().types().contains(type))
                .findFirst()
                .ifPresent(type -> {
                    throw WebhookFaults.impossible(
                            "types/" + spec.types().indexOf(type),
                            "'" + type + "' is no type of event",
                            "types are written as histories show them, such as WORKFLOW_COMPLETED");
                });
        if (secret != null) {
            WebhookSignature.checkSecret(secret);
        }
    }

    private static String required(@Nullable String secret) {
        if (secret == null) {
            throw WebhookFaults.impossible(
                    "secret",
                    "A new webhook needs a 'secret'",
                    "make one with: printf whsec_; head -c 32 /dev/urandom | base64");
        }
        return secret;
    }

    private static StoredWebhook fresh(String name, WebhookSpec spec, String secret, FeedPosition begin, Instant now) {
        return new StoredWebhook(
                name,
                spec,
                Secrets.of(secret),
                null,
                new Progress(begin, null, null),
                0,
                new LastChange(0, now, null, ""));
    }

    private static StoredWebhook rotated(StoredWebhook webhook, @Nullable String secret, Instant now) {
        return secret == null ? webhook : webhook.withSecrets(webhook.secrets().rotated(secret, now.plus(ROTATION)));
    }

    private static @Nullable WebhookPause pause(StoredWebhook webhook, @Nullable Boolean paused) {
        if (paused == null) {
            return webhook.pause();
        }
        WebhookPause before = webhook.pause();
        return paused ? (before == null ? WebhookPause.PERSON : before) : null;
    }

    private FeedPosition position(String from) {
        return from.equals(NOW) ? post.feed().end() : FeedPosition.parse(from);
    }

    @Override
    public void remove(String name, Author author) {
        store.change(name, Action.REMOVED, author.actor(), author.reason(), (before, now) -> {
            checkVersion(name, before, author);
            return Optional.empty();
        });
        changed.run();
    }

    @Override
    public Webhook pause(String name, Author author) {
        return changeKnown(name, Action.PAUSED, author, known -> known.withPause(WebhookPause.PERSON));
    }

    @Override
    public Webhook resume(String name, @Nullable String from, Author author) {
        FeedPosition position = from == null ? null : position(from);
        return changeKnown(name, Action.RESUMED, author, known -> {
            if (known.pause() == WebhookPause.FORGOTTEN && position == null) {
                throw new OrchestratorException(
                        ErrorCode.ILLEGAL_STATE,
                        "What comes next for webhook '" + name
                                + "' is forgotten: say 'from', \"now\" or \"0\" for the oldest");
            }
            Progress before = known.progress();
            StoredWebhook resumed = known.withPause(null);
            return position == null
                    ? resumed.withProgress(new Progress(before.position(), null, before.lastError()))
                    : resumed.withProgress(new Progress(position, null, null)).taken();
        });
    }

    private Webhook changeKnown(String name, Action action, Author author, UnaryOperator<StoredWebhook> change) {
        StoredWebhook after = store.change(name, action, author.actor(), author.reason(), (before, now) -> {
                    StoredWebhook known = before.orElseThrow(() -> notThere(name));
                    checkVersion(name, before, author);
                    return Optional.of(change.apply(known));
                })
                .orElseThrow();
        changed.run();
        return view(after);
    }

    private static void checkVersion(String name, Optional<StoredWebhook> found, Author author) {
        Long expected = author.ifVersion();
        long version = found.map(webhook -> webhook.last().version()).orElse(0L);
        if (expected != null && expected != version) {
            throw new OrchestratorException(
                    ErrorCode.PRECONDITION_FAILED,
                    "Webhook '" + name + "' is at version " + version + "; look at it again, and send its ETag");
        }
    }

    private static OrchestratorException notThere(String name) {
        return new OrchestratorException(ErrorCode.NOT_FOUND, "There is no webhook '" + name + "'");
    }

    // ---- looking

    private StoredWebhook find(String name) {
        return store.find(name).orElseThrow(() -> notThere(name));
    }

    @Override
    public Webhook get(String name) {
        return view(find(name));
    }

    private Webhook view(StoredWebhook webhook) {
        return view(webhook, store.deadLetters(List.of(webhook.name()), DEAD_COUNTED_MAX));
    }

    private static Webhook view(StoredWebhook webhook, Map<String, Long> deadLetters) {
        WebhookSpec spec = webhook.spec();
        WebhookSpec.Retry retry = spec.retryOrDefault();
        return new Webhook(
                webhook.name(),
                spec.url(),
                spec.namespace(),
                spec.workflow(),
                spec.types(),
                new WebhookSpec.Retry(retry.delayOrDefault(), retry.maxDelayOrDefault(), retry.attemptsOrDefault()),
                spec.timeoutOrDefault(),
                spec.pauseAfterOrDefault(),
                webhook.pause(),
                webhook.progress().failingSince(),
                webhook.progress().lastError(),
                webhook.progress().position().toString(),
                deadLetters.getOrDefault(webhook.name(), 0L),
                webhook.secrets().formerUntil(),
                webhook.last().version(),
                webhook.last().at(),
                webhook.last().actor(),
                webhook.last().reason());
    }

    @Override
    public Page<Webhook> list(ListQuery query) {
        Page<StoredWebhook> page = store.list(query);
        List<String> names = page.items().stream().map(StoredWebhook::name).toList();
        Map<String, Long> deadLetters = store.deadLetters(names, DEAD_COUNTED_MAX);
        return page.map(webhook -> view(webhook, deadLetters));
    }

    @Override
    public Page<WebhookChange> listChanges(String name, ListQuery query) {
        return store.changes(name, query);
    }

    @Override
    public Page<WebhookDelivery> listDeliveries(String name, WebhookDelivery.@Nullable State state, ListQuery query) {
        find(name);
        return store.deliveries(name, state, query).map(StoredDelivery::view);
    }

    // ---- sending by hand

    @Override
    public CompletableFuture<WebhookAttempt> test(String name) {
        StoredWebhook webhook = find(name);
        return post.courier().send(parcel(webhook, "test_" + ids.next(), null)).thenApply(WebhookCoordinator::attempt);
    }

    private Parcel parcel(StoredWebhook webhook, String id, @Nullable FeedEntry event) {
        return new Parcel(
                id,
                webhook.spec().uri(),
                webhook.secrets().at(post.clock().instant()),
                webhook.spec().timeoutOrDefault(),
                1,
                event);
    }

    private static WebhookAttempt attempt(Reply reply) {
        return new WebhookAttempt(
                reply.isTaken(), reply.status(), reply.error(), reply.took().toMillis());
    }

    @Override
    public CompletableFuture<WebhookAttempt> redeliver(String name, String deliveryId) {
        StoredWebhook webhook = find(name);
        StoredDelivery delivery = store.delivery(name, DeliveryId.parse(deliveryId))
                .orElseThrow(() -> new OrchestratorException(
                        ErrorCode.NOT_FOUND, "Webhook '" + name + "' has no delivery " + deliveryId));
        if (delivery.state() == WebhookDelivery.State.RETRYING) {
            throw new OrchestratorException(ErrorCode.ILLEGAL_STATE, "It is tried again by itself");
        }
        FeedEntry event = event(delivery);
        return post.courier()
                .send(parcel(webhook, deliveryId, event))
                .thenApplyAsync(
                        reply -> {
                            sentAgain(name, delivery, event, reply);
                            return attempt(reply);
                        },
                        post.threads());
    }

    private FeedEntry event(StoredDelivery delivery) {
        FeedPosition position = delivery.position();
        HistoryEntry entry = reads.history(position.instanceId(), position.sequenceNumber() - 1, 1).items().stream()
                .findFirst()
                .orElseThrow(() -> new OrchestratorException(
                        ErrorCode.NOT_FOUND, "Run " + position.instanceId() + " is gone, and its events with it"));
        return new FeedEntry(
                position, position.instanceId(), delivery.namespace(), delivery.workflow(), delivery.runId(), entry);
    }

    private void sentAgain(String name, StoredDelivery delivery, FeedEntry event, Reply reply) {
        store.sentAgain(
                name,
                new Outcome(
                        event,
                        reply.isTaken() ? WebhookDelivery.State.DELIVERED : delivery.state(),
                        delivery.attempts() + 1,
                        Duration.ZERO,
                        null,
                        reply.status(),
                        reply.error()));
    }
}
