package com.orchestrator.engine.delivery;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.webhook.WebhookDelivery.State;
import com.orchestrator.api.webhook.WebhookPause;
import com.orchestrator.engine.Failures;
import com.orchestrator.engine.delivery.Courier.Parcel;
import com.orchestrator.engine.delivery.Courier.Reply;
import com.orchestrator.engine.metrics.WebhookCounters;
import com.orchestrator.engine.metrics.WebhookCounters.Standing;
import com.orchestrator.engine.service.FeedEntry;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.service.FeedQuery;
import com.orchestrator.engine.service.FeedService.FeedSlice;
import com.orchestrator.engine.store.WebhookStore.Held;
import com.orchestrator.engine.store.WebhookStore.Own;
import com.orchestrator.engine.store.WebhookStore.Written;
import com.orchestrator.engine.webhook.Backoff;
import com.orchestrator.engine.webhook.DeliveryId;
import com.orchestrator.engine.webhook.Outcome;
import com.orchestrator.engine.webhook.StoredDelivery;
import com.orchestrator.engine.webhook.StoredWebhook;
import com.orchestrator.engine.webhook.Window;
import com.orchestrator.engine.webhook.Window.Item;
import com.orchestrator.engine.webhook.Window.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one webhook, for as long as this server holds it. It reads the feed, sends events, and writes down what became of them: failures
 * at once, what was taken within a second. So what is told twice after a crash is what was taken in that second.
 */
final class Postman {

    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);

    /** What was taken and is not written yet. */
    private static final int UNSAVED_MAX = 100;

    /** Requests under way at once; with {@code WEBHOOKS_MAX} it bounds the connections of a server. */
    static final int UNDER_WAY_MAX = 8;

    /** Failures in a row after which one request at a time finds out whether the receiver works again. */
    private static final int CAREFUL_AFTER = 5;

    /** How long the feed is waited for before it is asked again. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration SAVE_AFTER = Duration.ofSeconds(1);
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(1);

    private final Post post;
    private final WebhookCounters counters;
    private final StoredWebhook webhook;
    private final Instant takenAt;
    private final long takenNanos;
    private final FeedQuery query;
    private final Backoff backoff;
    private final Window window;
    private final Map<FeedPosition, Outcome> unsaved = new LinkedHashMap<>();
    private final CompletableFuture<Void> atRest = new CompletableFuture<>();

    private long heldUntil;
    private @Nullable Long failingSince;
    private @Nullable Long lastTakenAt;
    private @Nullable String lastError;
    private @Nullable WebhookPause pausing;
    private int failuresInARow;
    private int underWay;
    private boolean isReading;
    private boolean isSaving;
    private boolean isSavePlanned;
    private boolean isEnding;
    private Future<?> alarm = CompletableFuture.completedFuture(null);

    /** @param heldUntil when somebody else may take it */
    Postman(Post post, WebhookCounters counters, Held held, long heldUntil) {
        this.post = post;
        this.counters = counters;
        this.webhook = held.webhook();
        this.takenAt = held.now();
        this.takenNanos = post.nanos().getAsLong();
        this.lastError = webhook.progress().lastError();
        this.query = new FeedQuery(
                webhook.spec().namespace(),
                webhook.spec().workflow(),
                Set.copyOf(webhook.spec().types()),
                webhook.progress().position(),
                UNSAVED_MAX,
                PATIENCE);
        this.backoff = new Backoff(webhook.spec().retryOrDefault(), post.random());
        this.window = new Window(
                webhook.progress().position(),
                held.ahead().stream()
                        .collect(Collectors.toMap(StoredDelivery::position, row -> known(row, held.now()))));
        this.heldUntil = heldUntil;
        Instant since = webhook.progress().failingSince();
        this.failingSince = since == null
                ? null
                : takenNanos - Duration.between(since, takenAt).toNanos();
    }

    private static Known known(StoredDelivery row, Instant now) {
        Instant nextAt = row.nextAt();
        Duration dueIn = nextAt == null || nextAt.isBefore(now) ? Duration.ZERO : Duration.between(now, nextAt);
        return new Known(row.state(), row.attempts(), Duration.between(row.firstAt(), now), dueIn);
    }

    StoredWebhook webhook() {
        return webhook;
    }

    /** What is to be said when it is held on to; a position only while nothing is under way. */
    synchronized Own own() {
        boolean isQuiet = window.isOver() && unsaved.isEmpty() && !isSaving;
        return new Own(webhook.fence(), isQuiet ? window.settledTo() : null);
    }

    synchronized void held(long until) {
        heldUntil = until;
        goOn();
    }

    synchronized Standing standing() {
        FeedEntry oldest = window.oldest();
        Duration lag = oldest == null
                ? Duration.ZERO
                : Duration.between(oldest.event().at(), post.clock().instant());
        return new Standing(webhook.name(), window.open(), lag, failingSince != null);
    }

    // ---- reading

    synchronized void start() {
        read();
    }

    /** Whatever is behind what is known, as far as there is room for it. */
    private void read() {
        int room = window.room();
        if (!isReading && !isEnding && pausing == null && room > 0) {
            isReading = true;
            FeedQuery next = query.after(window.readTo()).upTo(room);
            post.feed().next(next).whenCompleteAsync(this::arrived, post.threads());
        }
    }

    private synchronized void arrived(@Nullable FeedSlice slice, @Nullable Throwable failure) {
        isReading = false;
        if (slice == null) {
            notRead(failure);
        } else {
            window.append(slice.entries(), slice.position(), post.nanos().getAsLong());
            goOn();
        }
    }

    private void notRead(@Nullable Throwable failure) {
        Throwable cause = failure == null ? null : Failures.causeOf(failure);
        if (cause instanceof OrchestratorException refusal && refusal.code() == ErrorCode.FEED_TRIMMED) {
            lastError = refusal.getMessage();
            pauseBy(WebhookPause.FORGOTTEN);
        } else {
            LOG.debug("Webhook {} asks the feed again: {}", webhook.name(), String.valueOf(cause));
            later(this::goOn, TRY_AGAIN_AFTER);
        }
    }

    private Future<?> later(Runnable step, Duration delay) {
        return post.threads().schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    // ---- sending

    private synchronized void goOn() {
        long now = post.nanos().getAsLong();
        if (isEnding || pausing != null || now - heldUntil >= 0) {
            return;
        }
        boolean isCareful = failuresInARow >= CAREFUL_AFTER;
        int underWayMax = isCareful ? 1 : UNDER_WAY_MAX;
        window.take(underWayMax - underWay, isCareful, now).forEach(this::send);
        alarm.cancel(false);
        if (underWay < underWayMax) {
            window.nextDueAt().ifPresent(at -> alarm = later(this::goOn, Duration.ofNanos(Math.max(0, at - now))));
        }
        read();
    }

    private void send(Item item) {
        underWay++;
        CompletableFuture.supplyAsync(() -> parcel(item), post.threads())
                .thenCompose(post.courier()::send)
                .whenCompleteAsync((reply, fault) -> answered(item, replyOr(reply, fault)), post.threads());
    }

    /** Made beside the lock: what is sensitive in the run may have to be read. */
    private Parcel parcel(Item item) {
        FeedEntry entry = item.entry();
        return new Parcel(
                DeliveryId.of(entry.position()),
                webhook.spec().uri(),
                webhook.secrets().at(takenAt.plusNanos(post.nanos().getAsLong() - takenNanos)),
                webhook.spec().timeoutOrDefault(),
                item.attempts() + 1,
                entry.without(post.masks().apply(entry.instanceId())));
    }

    private static Reply replyOr(@Nullable Reply reply, @Nullable Throwable fault) {
        return reply == null ? new Reply(null, "It could not be sent: " + fault, null, Duration.ZERO) : reply;
    }

    private synchronized void answered(Item item, Reply reply) {
        underWay--;
        if (reply.isTaken()) {
            taken(item, reply);
        } else {
            failed(item, reply);
        }
        goOn();
        if (isEnding) {
            save();
        }
        rest();
    }

    private void taken(Item item, Reply reply) {
        if (failuresInARow >= CAREFUL_AFTER) {
            window.wake(post.nanos().getAsLong());
        }
        failuresInARow = 0;
        failingSince = null;
        lastError = null;
        lastTakenAt = post.nanos().getAsLong();
        window.settle(item);
        keep(item, State.DELIVERED, null, reply);
        counters.attempted("DELIVERED");
        if (unsaved.size() >= UNSAVED_MAX) {
            save();
        } else if (!isSavePlanned) {
            isSavePlanned = true;
            later(this::savePlanned, SAVE_AFTER);
        }
    }

    private void failed(Item item, Reply reply) {
        long now = post.nanos().getAsLong();
        failuresInARow++;
        failingSince = failingSince == null ? Long.valueOf(now) : failingSince;
        lastError = reply.error();
        boolean isTooOften =
                item.attempts() + 1 >= webhook.spec().retryOrDefault().attemptsOrDefault();
        boolean takesOthers = lastTakenAt != null && lastTakenAt - item.firstAt() > 0;
        if (isTooOften && takesOthers && !reply.isGone()) {
            window.settle(item);
            keep(item, State.DEAD, null, reply);
            counters.attempted("DEAD");
        } else {
            Duration delay = backoff.after(item.attempts() + 1, reply.retryAfter());
            window.retry(item, now + delay.toNanos());
            keep(item, State.RETRYING, delay, reply);
            counters.attempted("FAILED");
            pauseWhenHopeless(reply, now);
        }
        save();
    }

    private void pauseWhenHopeless(Reply reply, long now) {
        Duration failing = Duration.ofNanos(now - (failingSince == null ? now : failingSince));
        if (reply.isGone()) {
            pauseBy(WebhookPause.GONE);
        } else if (failing.compareTo(webhook.spec().pauseAfterOrDefault()) >= 0) {
            pauseBy(WebhookPause.FAILING);
        }
    }

    private void keep(Item item, State state, @Nullable Duration nextIn, Reply reply) {
        Duration firstAgo = Duration.ofNanos(post.nanos().getAsLong() - item.firstAt());
        unsaved.put(
                item.entry().position(),
                new Outcome(item.entry(), state, item.attempts(), firstAgo, nextIn, reply.status(), reply.error()));
    }

    // ---- writing down

    private synchronized void savePlanned() {
        isSavePlanned = false;
        save();
    }

    private synchronized void save() {
        if (isSaving || (unsaved.isEmpty() && pausing == null)) {
            return;
        }
        isSaving = true;
        long now = post.nanos().getAsLong();
        Written written = new Written(
                window.settledTo(),
                List.copyOf(unsaved.values()),
                failingSince == null ? null : Duration.ofNanos(now - failingSince),
                lastError);
        unsaved.clear();
        post.threads().execute(() -> write(written, pausing));
    }

    private void write(Written written, @Nullable WebhookPause pause) {
        try {
            boolean isKept = post.store().record(webhook.name(), webhook.fence(), written);
            if (isKept && pause != null) {
                SelfPause.of(post.store(), webhook, pause, written.lastError());
            }
            wrote(isKept && pause == null);
        } catch (RuntimeException failure) {
            LOG.debug("Webhook {} is written down later: {}", webhook.name(), failure.toString());
            notWritten(written);
        }
    }

    private synchronized void wrote(boolean isHeld) {
        isSaving = false;
        if (!isHeld) {
            unsaved.clear();
            end();
        } else if (pausing != null || isEnding || isSaveDue()) {
            save();
        }
        rest();
    }

    /** What was taken meanwhile may wait, for the plan is made. */
    private boolean isSaveDue() {
        return unsaved.size() >= UNSAVED_MAX
                || unsaved.values().stream().anyMatch(outcome -> outcome.state() != State.DELIVERED);
    }

    private synchronized void notWritten(Written written) {
        isSaving = false;
        written.outcomes()
                .forEach(outcome -> unsaved.putIfAbsent(outcome.entry().position(), outcome));
        later(this::save, TRY_AGAIN_AFTER);
    }

    private void pauseBy(WebhookPause pause) {
        pausing = pause;
        save();
    }

    // ---- ending

    /** Sends nothing more. */
    synchronized void end() {
        isEnding = true;
        alarm.cancel(false);
        rest();
    }

    /** Sends nothing more, and writes down what is under way. @return done when it has */
    CompletableFuture<Void> drain() {
        end();
        save();
        return atRest;
    }

    private void rest() {
        if (isEnding && underWay == 0 && !isSaving && unsaved.isEmpty()) {
            atRest.complete(null);
        }
    }
}
