package com.orchestrator.engine.webhook;

import com.orchestrator.api.webhook.WebhookDelivery;
import com.orchestrator.engine.service.FeedEntry;
import com.orchestrator.engine.service.FeedPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The part of the feed that a webhook is being told. Events of one run go one after another, each when the one before is taken or
 * given up; those of different runs go side by side. It moves on behind the oldest that is not settled, and takes more at its end as
 * long as there is room, so that one that nobody takes does not keep the others. Times are nanoseconds of a clock that only goes
 * forward.
 */
public final class Window {

    /** Events that are not settled. */
    private static final int OPEN_MAX = 100;

    /** Events from the oldest that is not settled on. Fewer than deliveries are kept, so that who takes it over knows them all. */
    private static final int SPAN_MAX = 1_000;

    private final List<Item> items = new ArrayList<>();
    private final Map<FeedPosition, Known> known;
    private FeedPosition readTo;
    private FeedPosition settledTo;
    private int open;

    /** An event and how it stands. */
    public static final class Item {
        private final FeedEntry entry;
        private int attempts;
        private long firstAt;
        private long dueAt;
        private boolean isUnderWay;
        private boolean isSettled;

        private Item(FeedEntry entry, long now) {
            this.entry = entry;
            this.dueAt = now;
            this.firstAt = now;
        }

        public FeedEntry entry() {
            return entry;
        }

        /** Attempts that have come to an end. */
        public int attempts() {
            return attempts;
        }

        /** When it was tried first. */
        public long firstAt() {
            return firstAt;
        }
    }

    /**
     * What was known of an event before.
     *
     * @param dueIn when it is to be tried again
     */
    public record Known(WebhookDelivery.State state, int attempts, Duration firstAgo, Duration dueIn) {}

    /**
     * @param begin behind which it begins
     * @param known of events that were tried by who had the webhook before, by their places
     */
    public Window(FeedPosition begin, Map<FeedPosition, Known> known) {
        this.readTo = begin;
        this.settledTo = begin;
        this.known = new HashMap<>(known);
    }

    /** How many more events it takes. */
    public int room() {
        return Math.max(0, Math.min(OPEN_MAX - open, SPAN_MAX - items.size()));
    }

    /** Where to read on. */
    public FeedPosition readTo() {
        return readTo;
    }

    /**
     * What comes next in the feed.
     *
     * @param end behind it
     */
    public void append(List<FeedEntry> entries, FeedPosition end, long now) {
        entries.forEach(entry -> append(entry, now));
        readTo = end;
        moveOn();
    }

    private void append(FeedEntry entry, long now) {
        Item item = new Item(entry, now);
        Known before = known.remove(entry.position());
        if (before != null) {
            item.attempts = before.attempts();
            item.firstAt = now - before.firstAgo().toNanos();
            item.dueAt = now + before.dueIn().toNanos();
            item.isSettled = before.state() != WebhookDelivery.State.RETRYING;
        }
        open += item.isSettled ? 0 : 1;
        items.add(item);
    }

    private void moveOn() {
        int settled = 0;
        while (settled < items.size() && items.get(settled).isSettled) {
            settledTo = items.get(settled).entry.position();
            settled++;
        }
        items.subList(0, settled).clear();
        settledTo = items.isEmpty() ? readTo : settledTo;
    }

    /**
     * What to send now, in order.
     *
     * @param room how many may be
     * @param carefully the receiver fails: what was tried least goes first
     */
    public List<Item> take(int room, boolean carefully, long now) {
        List<Item> due = new ArrayList<>(
                heads().stream().filter(item -> item.dueAt - now <= 0).toList());
        if (carefully) {
            due.sort(Comparator.comparingInt(Item::attempts));
        }
        List<Item> taken = List.copyOf(due.subList(0, Math.min(due.size(), Math.max(0, room))));
        for (Item item : taken) {
            item.isUnderWay = true;
            item.firstAt = item.attempts == 0 ? now : item.firstAt;
        }
        return taken;
    }

    /** The first of each run that is not settled, unless it is under way. */
    private List<Item> heads() {
        Set<UUID> runs = new HashSet<>();
        return items.stream()
                .filter(item -> !item.isSettled && runs.add(item.entry.instanceId()) && !item.isUnderWay)
                .toList();
    }

    /** It was taken, or is given up. */
    public void settle(Item item) {
        item.attempts++;
        item.isUnderWay = false;
        item.isSettled = true;
        open--;
        moveOn();
    }

    /** It is to be tried again. */
    public void retry(Item item, long dueAt) {
        item.attempts++;
        item.isUnderWay = false;
        item.dueAt = dueAt;
    }

    /** Whoever waits need not wait longer. */
    public void wake(long now) {
        items.stream().filter(item -> item.dueAt - now > 0).forEach(item -> item.dueAt = now);
    }

    /** When something is to be sent next that is not under way; empty when nothing is. */
    public OptionalLong nextDueAt() {
        return heads().stream().mapToLong(item -> item.dueAt).reduce((a, b) -> a - b < 0 ? a : b);
    }

    /** Whether all of it is settled. */
    public boolean isOver() {
        return items.isEmpty();
    }

    /** All before it is settled. */
    public FeedPosition settledTo() {
        return settledTo;
    }

    /** How many are not settled. */
    public int open() {
        return open;
    }

    /** The oldest that is not settled. */
    public @Nullable FeedEntry oldest() {
        return items.isEmpty() ? null : items.get(0).entry;
    }
}
