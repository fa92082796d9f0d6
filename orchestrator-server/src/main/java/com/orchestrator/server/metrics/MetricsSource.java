package com.orchestrator.server.metrics;

/** A part of the server that keeps figures of its own. */
@FunctionalInterface
public interface MetricsSource {

    /** Says what they are now. */
    void tell(Scrape scrape);
}
