package com.orchestrator.engine.delivery;

import com.orchestrator.engine.sensitive.Mask;
import com.orchestrator.engine.service.FeedService;
import com.orchestrator.engine.store.WebhookStore;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What all who send to webhooks share.
 *
 * @param threads for steps of a few milliseconds; nobody waits for a receiver on them
 * @param masks what is sensitive in a run, which no receiver is told
 * @param clock for signatures and figures alone
 */
record Post(
        WebhookStore store,
        FeedService feed,
        Courier courier,
        Function<UUID, Mask> masks,
        ScheduledExecutorService threads,
        LongSupplier nanos,
        InstantSource clock,
        RandomGenerator random) {}
