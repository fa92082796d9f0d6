package com.orchestrator.projections.history;

import com.orchestrator.projections.RefusedException;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the feed, as the server writes it: a number and one event of it, or behind everything of that number.
 *
 * @param run as text, which has the order of its bytes
 */
record FeedPlace(long number, String run, long sequence) implements Comparable<FeedPlace> {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})(?:\\.([0-9a-f-]{36})\\.(\\d{1,18}))?");
    private static final String BEHIND_ALL = "~";
    private static final Comparator<FeedPlace> ORDER = Comparator.comparingLong(FeedPlace::number)
            .thenComparing(FeedPlace::run)
            .thenComparingLong(FeedPlace::sequence);

    static FeedPlace of(@Nullable String position) {
        if (position == null) {
            return new FeedPlace(-1, "", 0);
        }
        Matcher text = TEXT.matcher(position);
        if (!text.matches()) {
            throw new RefusedException(
                    "POSITION_UNREADABLE", "The checkpoint '" + position + "' is of another source of events");
        }
        return text.group(2) == null
                ? new FeedPlace(Long.parseLong(text.group(1)), BEHIND_ALL, 0)
                : new FeedPlace(Long.parseLong(text.group(1)), text.group(2), Long.parseLong(text.group(3)));
    }

    @Override
    public int compareTo(FeedPlace other) {
        return ORDER.compare(this, other);
    }
}
