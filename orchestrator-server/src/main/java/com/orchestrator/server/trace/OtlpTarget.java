package com.orchestrator.server.trace;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Where spans are sent.
 *
 * @param traces the whole address, {@code …/v1/traces}
 * @param headers of each request; they may be secret
 * @param timeout for each request
 * @param resource who tells, {@code service.name} among it
 */
public record OtlpTarget(URI traces, Map<String, String> headers, Duration timeout, Map<String, String> resource) {

    public OtlpTarget {
        headers = Map.copyOf(headers);
        resource = Map.copyOf(resource);
    }

    /** Says nothing of the headers. */
    @Override
    public String toString() {
        return traces.toString();
    }
}
