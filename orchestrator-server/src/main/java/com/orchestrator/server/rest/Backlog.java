package com.orchestrator.server.rest;

import jakarta.ws.rs.container.ContainerRequestContext;

/** The connection behind an answer that has no end: what it has not yet taken. Found at the request. */
public interface Backlog {

    /** Attribute of the request. */
    String ATTRIBUTE = Backlog.class.getName();

    /** Of an answer of which nobody knows where it goes. */
    Backlog UNKNOWN = of(false);

    /** Of an answer of which only the head is wanted. */
    Backlog NOBODY = of(true);

    private static Backlog of(boolean isGone) {
        return new Backlog() {
            @Override
            public boolean isTaken() {
                return true;
            }

            @Override
            public boolean isGone() {
                return isGone;
            }

            @Override
            public void giveUp() {
                // nothing is kept
            }
        };
    }

    static Backlog of(ContainerRequestContext request) {
        return request.getProperty(ATTRIBUTE) instanceof Backlog known ? known : UNKNOWN;
    }

    /** Whether the connection has taken all that was said. */
    boolean isTaken();

    /** Whether the caller has gone away. */
    boolean isGone();

    /** Forgets what the caller has not read, and takes nothing more. */
    void giveUp();
}
