package com.orchestrator.server.rest.stream;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where a stream gets its events from, each call from where the one before has ended. */
interface Source {

    /** Where it begins. */
    String position();

    /** Done when there are some, or after a while without any. */
    CompletableFuture<Piece> next();

    /**
     * @param position to be told when there are no events, since it has moved all the same
     */
    record Piece(List<Sent> events, String position) {

        public Piece {
            events = List.copyOf(events);
        }
    }

    /** An event and the position behind it. */
    record Sent(String position, String type, Record event) {}
}
