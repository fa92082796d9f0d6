package com.orchestrator.router.store;

import com.orchestrator.router.Dispatch;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Attempts that were leased for the broker, written down before they are published. They go in parcels, each of one commit: that the broker
 * has it is known of a parcel as a whole, and until then all of it is published again by whoever leads next.
 */
public interface Outbox {

    /**
     * Writes down a parcel.
     *
     * @param taken parcels that the broker has by now
     * @return the number of the new one; 0 when it would be empty
     */
    long put(List<Dispatch> parcel, Collection<Long> taken);

    /** What the broker may not have; the urgent first, and the oldest attempts of a job. Whole parcels, as many as are begun in so many. */
    List<Entry> open(int messages);

    /** What is in parcels that the broker has had for so long, and of which nothing was heard since; in any order. Reads all there is. */
    List<Held> takenFor(Duration atLeast, int limit);

    /** Nothing is to be done about them any more. */
    void forget(Collection<UUID> executionIds);

    /** Parcels of which nothing is left go. */
    void tidy();

    /** Messages in parcels that the broker may not have, but for what of them is over. */
    int openCount();

    /** A lease, for as long as its token says so. */
    record Held(UUID executionId, long fenceToken) {

        public static Held of(Dispatch dispatch) {
            return new Held(dispatch.executionId(), dispatch.fenceToken());
        }
    }

    record Entry(long parcel, Dispatch dispatch) {}
}
