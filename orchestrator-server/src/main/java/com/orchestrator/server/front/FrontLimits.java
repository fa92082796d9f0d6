package com.orchestrator.server.front;

import java.time.Duration;

/**
 * How patient the server is with callers that are slow.
 *
 * @param bodyTimeout within which a whole body has to arrive
 * @param bytesPerSecondMin what a caller has to send or to read on average, after a few seconds of grace
 * @param writeTimeout after which an answer of which the caller has not read its share is given up, with the connection
 * @param connectionsMax open connections in all
 * @param connectionsPerAddressMax open connections from one address
 */
public record FrontLimits(
        Duration bodyTimeout,
        int bytesPerSecondMin,
        Duration writeTimeout,
        int connectionsMax,
        int connectionsPerAddressMax) {

    public static final FrontLimits DEFAULT =
            new FrontLimits(Duration.ofSeconds(60), 1024, Duration.ofSeconds(30), 10_000, 5_000);

    /** How long nobody asks how fast a body comes: a connection may have to be made again somewhere on the way. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** What all bodies on their way, and all answers that are not read, may take together: an eighth of the heap each. */
    public static long heldBytesMax() {
        return Runtime.getRuntime().maxMemory() / 8;
    }

    /** Whether a body of which so much has come may still be waited for. */
    boolean isFastEnough(long bytes, Duration waited) {
        long due = waited.minus(GRACE).toMillis() * bytesPerSecondMin / 1000;
        return bytes >= due && waited.compareTo(bodyTimeout) < 0;
    }
}
