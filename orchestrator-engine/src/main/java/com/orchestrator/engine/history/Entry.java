package com.orchestrator.engine.history;

import com.orchestrator.api.model.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a run's history: an event with its place, time and payload. Payloads stand here and nowhere else; events
 * themselves are small.
 *
 * @param sequenceNumber gap-free from 1
 * @param at {@code engine_now()} of the transaction that recorded it
 * @param actor who asked for it; null for the engine itself
 */
public record Entry(
        long sequenceNumber,
        Instant at,
        @Nullable String actor,
        RunEvent event,
        @Nullable Payload payload) {}
