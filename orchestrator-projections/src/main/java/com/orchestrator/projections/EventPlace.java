package com.orchestrator.projections;

import org.jspecify.annotations.Nullable;

/** Where an event stands: by its transaction first, then by its id. */
record EventPlace(long transaction, long id) implements Comparable<EventPlace> {

    private static final EventPlace BEGINNING = new EventPlace(-1, Long.MIN_VALUE);

    static EventPlace of(@Nullable String position) {
        if (position == null) {
            return BEGINNING;
        }
        int dot = position.indexOf('.');
        try {
            return new EventPlace(
                    Long.parseLong(position.substring(0, dot)), Long.parseLong(position.substring(dot + 1)));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new RefusedException(
                    "POSITION_UNREADABLE", "The checkpoint '" + position + "' is of another source of events");
        }
    }

    @Override
    public int compareTo(EventPlace other) {
        return transaction == other.transaction
                ? Long.compare(id, other.id)
                : Long.compare(transaction, other.transaction);
    }

    @Override
    public String toString() {
        return transaction + "." + id;
    }
}
