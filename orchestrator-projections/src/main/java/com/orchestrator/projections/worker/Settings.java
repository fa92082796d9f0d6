package com.orchestrator.projections.worker;

import com.orchestrator.projections.RefusedException;
import com.orchestrator.projections.Strategy;
import java.time.Duration;

/**
 * How a worker works.
 *
 * @param heartbeat how often it says that it is there
 * @param stale after how long without a heartbeat it counts as dead, and after how long one that drains is passed
 * @param poll how long it waits when there is nothing new
 * @param batch how many events are looked at together, at most
 * @param retry how long it waits before an event that failed is tried again: doubled each time, up to a minute
 */
public record Settings(
        long generation,
        Strategy strategy,
        Duration heartbeat,
        Duration stale,
        Duration poll,
        int batch,
        Duration retry) {

    private static final long RETRY_MAX = 60_000;
    private static final Duration HOUR = Duration.ofHours(1);

    public Settings {
        positive("heartbeat", heartbeat);
        positive("stale threshold", stale);
        positive("poll interval", poll);
        positive("retry pause", retry);
        if (stale.compareTo(heartbeat.multipliedBy(2)) < 0) {
            throw new RefusedException(
                    "ILLEGAL_SETTING",
                    "The stale threshold has to be two heartbeats at least, or workers lose what they own");
        }
        if (batch < 1 || batch > 100_000) {
            throw new RefusedException("ILLEGAL_SETTING", "A batch has 1 to 100000 events, not " + batch);
        }
        if (generation < 1) {
            throw new RefusedException("ILLEGAL_SETTING", "Generations begin with 1, there is none " + generation);
        }
    }

    private static void positive(String what, Duration value) {
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(HOUR) > 0) {
            throw new RefusedException("ILLEGAL_SETTING", "The " + what + " has to be 1 ms to 1 h, not " + value);
        }
    }

    long pauseAfter(int failures) {
        return Math.min(RETRY_MAX, retry.toMillis() << Math.min(failures, 16));
    }
}
