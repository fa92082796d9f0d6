package com.orchestrator.server.front;

import jakarta.servlet.http.HttpServletRequest;

/** The connections under the requests, of which a servlet knows nothing. */
public interface Wire extends AutoCloseable {

    /** Looks at where a request came in; connections there are guarded from then on. */
    void see(HttpServletRequest request);

    /** Makes room for an answer, by giving up connections whose callers do not read, the slowest first. */
    void makeRoom(long bytes);

    /** @return closes the connection of a request, when what has been said is sent */
    Runnable hangUp(HttpServletRequest request);

    @Override
    void close();

    /** Of a container that nobody knows. */
    Wire UNKNOWN = new Wire() {
        @Override
        public void see(HttpServletRequest request) {
            // there is nothing to be seen
        }

        @Override
        public void makeRoom(long bytes) {
            // nor to be given up
        }

        @Override
        public Runnable hangUp(HttpServletRequest request) {
            return () -> {};
        }

        @Override
        public void close() {
            // nothing is open
        }
    };
}
