package com.orchestrator.engine.metrics;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What became of attempts to tell webhooks, on this server. Safe for many threads. */
public final class WebhookCounters {

    final Map<String, LongAdder> attempts = new ConcurrentHashMap<>();
    private final Supplier<Collection<Standing>> standings;

    /**
     * How far behind a webhook is that this server holds.
     *
     * @param pending events that it has looked at and not told yet; more may come
     * @param lag how old the oldest of them is
     */
    public record Standing(String webhook, int pending, Duration lag, boolean failing) {}

    public WebhookCounters(Supplier<Collection<Standing>> standings) {
        this.standings = standings;
        List.of("DELIVERED", "FAILED", "DEAD").forEach(outcome -> attempts.put(outcome, new LongAdder()));
    }

    /** @param outcome {@code DELIVERED}, {@code FAILED}, or {@code DEAD} for one after which an event is given up */
    public void attempted(String outcome) {
        attempts.computeIfAbsent(outcome, absent -> new LongAdder()).increment();
    }

    Collection<Standing> standings() {
        return standings.get();
    }
}
