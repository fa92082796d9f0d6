package com.orchestrator.server.keys;

/** Keys by name, each the same on every server of a database and for good. */
public interface ServerKeys {

    /** What a key has. */
    int BYTES = 32;

    /** Made when there is none yet. */
    byte[] get(String name);
}
