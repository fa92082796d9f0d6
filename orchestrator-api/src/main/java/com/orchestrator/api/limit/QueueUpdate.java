package com.orchestrator.api.limit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Changes how a queue is worked off. What is null stays as it is.
 *
 * @param weights none any more stands for 8, 4, 2 and 1
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QueueUpdate(
        @Nullable Boolean paused,
        @Nullable Setting<Integer> maxConcurrent,
        @Nullable Setting<RateLimit> rateLimit,
        @Nullable Setting<WeightsUpdate> weights,
        @Nullable Boolean strict) {

    /** Changes nothing yet. */
    public static final QueueUpdate NOTHING = new QueueUpdate(null, null, null, null, null);

    public QueueUpdate {
        if (maxConcurrent != null) {
            QueueLimit.checkMax(maxConcurrent.value());
        }
    }

    public QueueUpdate withPaused(boolean value) {
        return new QueueUpdate(value, maxConcurrent, rateLimit, weights, strict);
    }

    /** @param value null for any number */
    public QueueUpdate withMaxConcurrent(@Nullable Integer value) {
        return new QueueUpdate(paused, new Setting<>(value), rateLimit, weights, strict);
    }

    /** @param value null for as often as workers ask */
    public QueueUpdate withRateLimit(@Nullable RateLimit value) {
        return new QueueUpdate(paused, maxConcurrent, new Setting<>(value), weights, strict);
    }

    public QueueUpdate withWeights(RingWeights value) {
        return new QueueUpdate(paused, maxConcurrent, rateLimit, Setting.of(WeightsUpdate.of(value)), strict);
    }

    public QueueUpdate withStrict(boolean value) {
        return new QueueUpdate(paused, maxConcurrent, rateLimit, weights, value);
    }

    /**
     * How the queue stands afterwards.
     *
     * @param actor who pauses it, if that is what is done
     * @param reason why
     */
    public QueueLimit applyTo(QueueLimit before, String actor, String reason) {
        boolean pausedAfter = Objects.requireNonNullElse(paused, before.paused());
        boolean stays = before.paused() && pausedAfter;
        return new QueueLimit(
                pausedAfter,
                stays ? before.pausedReason() : pausedAfter ? reason : null,
                stays ? before.pausedBy() : pausedAfter ? actor : null,
                Setting.after(maxConcurrent, before.maxConcurrent()),
                Setting.after(rateLimit, before.rateLimit()),
                weightsAfter(before.weights()),
                Objects.requireNonNullElse(strict, before.strict()));
    }

    private RingWeights weightsAfter(RingWeights before) {
        if (weights == null) {
            return before;
        }
        WeightsUpdate update = weights.value();
        return update == null ? RingWeights.DEFAULT : update.applyTo(before);
    }
}
