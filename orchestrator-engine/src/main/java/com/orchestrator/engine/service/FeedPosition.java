package com.orchestrator.engine.service;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import java.util.Comparator;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the feed: behind one event of it. As text {@code 8123.0199….17}, or {@code 8123} behind everything of that number; readers
 * may keep it for as long as the feed is kept.
 *
 * @param number of the place; several transactions may share one
 * @param instanceId the run whose event it is
 * @param sequenceNumber of the event in the history of the run
 */
public record FeedPosition(long number, UUID instanceId, long sequenceNumber) implements Comparable<FeedPosition> {

    private static final UUID LAST_ID = new UUID(-1, -1);
    private static final Pattern TEXT = Pattern.compile(
            "(\\d{1,18})(?:\\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\.(\\d{1,18}))?");
    private static final Comparator<FeedPosition> ORDER = Comparator.comparingLong(FeedPosition::number)
            .thenComparing(FeedPosition::instanceId, FeedPosition::compareIds)
            .thenComparingLong(FeedPosition::sequenceNumber);

    /** Before everything. */
    public static final FeedPosition START = behind(0);

    /** Behind everything of that number. */
    public static FeedPosition behind(long number) {
        return new FeedPosition(number, LAST_ID, Long.MAX_VALUE);
    }

    /**
     * What {@link #toString()} has said.
     *
     * @throws OrchestratorException {@code INVALID_REQUEST} when it is no position
     */
    public static FeedPosition parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new OrchestratorException(
                    ErrorCode.INVALID_REQUEST,
                    "This is no position of the feed: take the id of an event of it, or 0 for its beginning");
        }
        long number = Long.parseLong(matcher.group(1));
        return matcher.group(2) == null
                ? behind(number)
                : new FeedPosition(number, UUID.fromString(matcher.group(2)), Long.parseLong(matcher.group(3)));
    }

    /** Nothing behind it has a smaller number. */
    public long firstNumber() {
        return isBehindAll() ? number + 1 : number;
    }

    private boolean isBehindAll() {
        return instanceId.equals(LAST_ID) && sequenceNumber == Long.MAX_VALUE;
    }

    /** As the database sorts ids: by their bytes. */
    private static int compareIds(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }

    @Override
    public int compareTo(FeedPosition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return isBehindAll() ? String.valueOf(number) : number + "." + instanceId + "." + sequenceNumber;
    }
}
