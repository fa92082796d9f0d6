package com.orchestrator.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How long requests take from their head to their answer, waiting included. Safe for many threads. */
public final class HttpTimes {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final Duration[] BOUNDS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
    };

    private final MeterRegistry meters;
    private final Map<Call, Timer> timers = new ConcurrentHashMap<>();

    private record Call(String route, String method, int status) {}

    public HttpTimes(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @param route as it is served, with names in place of ids; empty when nothing is */
    public void answered(String route, String method, int status, Duration took) {
        Call call = new Call(route, METHODS.contains(method) ? method : "OTHER", status);
        Timer known = timers.get(call);
        (known == null ? timers.computeIfAbsent(call, this::timer) : known).record(took);
    }

    private Timer timer(Call call) {
        return Timer.builder("orchestrator.http.server")
                .description("From the head of a request to its answer, waiting for work or results included.")
                .tags("route", call.route(), "method", call.method(), "status", String.valueOf(call.status()))
                .serviceLevelObjectives(BOUNDS)
                .register(meters);
    }
}
