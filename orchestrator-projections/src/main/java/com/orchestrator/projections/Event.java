package com.orchestrator.projections;

import org.jspecify.annotations.Nullable;

/**
 * One event as its source tells it.
 *
 * @param id what it goes by in its source
 * @param position where it stands in the order of its source; grows within an aggregate
 * @param context the bounded context it belongs to
 * @param type of the event, where the source has one
 * @param payload what the event says, as text
 * @param fault why it cannot be read; a projection stops at such an event as at one that its handler refuses
 */
public record Event(
        String id,
        String position,
        String context,
        String aggregateType,
        String aggregateId,
        @Nullable String type,
        @Nullable String payload,
        @Nullable String fault) {}
